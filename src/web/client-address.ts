import type { Context } from "hono";
import type { WebEnv } from "./context.ts";

/** Address of whoever is at the other end of the connection; what proxies claim about others is not believed. */
export function clientOf(c: Context<WebEnv>): string {
  return c.env?.incoming?.socket.remoteAddress ?? "unknown";
}
