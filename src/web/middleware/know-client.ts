import { createMiddleware } from "hono/factory";
import type { Prefix } from "../../domain/network/prefix.ts";
import { findClient } from "../client-address.ts";
import type { WebEnv } from "../context.ts";

/** Finds out who asks, through the proxies that are trusted. */
export function knowClient(proxies: readonly Prefix[]) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const peer = c.env?.incoming?.socket.remoteAddress;
    c.set("client", findClient({ peer, forwardedFor: c.req.header("X-Forwarded-For") }, proxies));
    await next();
  });
}
