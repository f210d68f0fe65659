import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { Log } from "../../platform/log.ts";
import type { WebEnv } from "../context.ts";

/** Writes one line for each request: its route, never its address, which may hold a network object. */
export function logRequest(log: Log) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const startedMs = performance.now();
    await next();
    const line = {
      requestId: c.var.requestId,
      method: c.req.method,
      route: routePath(c),
      status: c.res.status,
      elapsedMs: Math.round(performance.now() - startedMs),
    };
    if (c.res.status >= 500) log.warn(line, "request");
    else log.debug(line, "request");
  });
}
