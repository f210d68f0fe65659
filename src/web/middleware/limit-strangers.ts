import { createMiddleware } from "hono/factory";
import { AppError } from "../../platform/errors.ts";
import type { KnockLimit } from "../access/knock-limit.ts";
import { clientOf } from "../client-address.ts";
import type { WebEnv } from "../context.ts";

/** Lets who shows no token post a few times in a quarter of an hour, right or wrong: each is work for us or a mail. */
export function limitStrangers(limit: KnockLimit) {
  return createMiddleware<WebEnv>(async (c, next) => {
    if (c.req.method !== "POST") return next();
    const waitS = await limit.knock(clientOf(c));
    if (waitS > 0) {
      c.header("Retry-After", String(waitS));
      throw new AppError("too-many-requests", "Too many requests from this address.");
    }
    await next();
  });
}
