import { createMiddleware } from "hono/factory";
import type { WebEnv } from "../context.ts";

const patienceMs = 30_000;

/** Hangs up on clients that take too long to send a small request: a few bytes a minute would hold a connection for ever. */
export function limitPatience() {
  return createMiddleware<WebEnv>(async (c, next) => {
    const incoming = c.env?.incoming;
    if (incoming === undefined || incoming.complete) return next();
    const timer = setTimeout(() => incoming.destroy(), patienceMs);
    incoming.once("end", () => clearTimeout(timer));
    incoming.once("close", () => clearTimeout(timer));
    await next();
  });
}
