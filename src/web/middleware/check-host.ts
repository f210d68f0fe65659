import { createMiddleware } from "hono/factory";
import { AppError } from "../../platform/errors.ts";
import type { WebEnv } from "../context.ts";
import { hostOf } from "../own-origin.ts";

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Lets through only requests that name this portal as their host. A page elsewhere can make its own name lead to the
 * loopback address (DNS rebinding), but it cannot make a browser send another name than its own.
 *
 * @param publicUrls where the portal, or some page of it, is reached from outside
 */
export function checkHost(publicUrls: readonly string[]) {
  const names = new Set([...loopbackNames, ...publicUrls.map((url) => new URL(url).hostname)]);
  return createMiddleware<WebEnv>(async (c, next) => {
    if (!names.has(toHostname(hostOf(c)))) {
      throw new AppError("wrong-host", "This is not the address of the portal.");
    }
    await next();
  });
}

/** Without the port, lower case; empty when it is no host. */
function toHostname(host: string): string {
  const address = `http://${host}`;
  return URL.canParse(address) ? new URL(address).hostname : "";
}
