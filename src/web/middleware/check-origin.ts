import { createMiddleware } from "hono/factory";
import { AppError } from "../../platform/errors.ts";
import type { WebEnv } from "../context.ts";
import { ownOrigin } from "../own-origin.ts";

/**
 * Refuses forms that were sent from the pages of others.
 *
 * Our pages send no referrer, and browsers then call their origin `null` (Fetch, section 3.2), so what counts is
 * Sec-Fetch-Site, which no page can set; browsers leave it out only where there is neither https nor loopback.
 */
export function checkOrigin(publicUrl: string) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const isSafe = c.req.method === "GET" || c.req.method === "HEAD";
    const site = c.req.header("Sec-Fetch-Site");
    const isOurs =
      site === undefined
        ? c.req.header("Origin") === ownOrigin(c, publicUrl)
        : site === "same-origin";
    if (!isSafe && !isOurs) {
      throw new AppError("not-permitted", "This form was not sent from the portal's own pages.", {
        remedy:
          "Open the portal at its own address, by https unless on this machine, and try again.",
      });
    }
    await next();
  });
}
