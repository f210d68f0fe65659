import { createMiddleware } from "hono/factory";
import { newUuid } from "../../platform/uuid.ts";
import type { WebEnv } from "../context.ts";

/** Names every request, so that an answer leads to its line in the log. What a client calls it is not believed. */
export function nameRequest() {
  return createMiddleware<WebEnv>(async (c, next) => {
    const id = newUuid();
    c.set("requestId", id);
    c.header("X-Request-Id", id);
    await next();
  });
}
