import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { authenticate } from "../../actions/authenticate.ts";
import { AppError } from "../../platform/errors.ts";
import type { KnockLimit } from "../access/knock-limit.ts";
import { clientOf } from "../client-address.ts";
import type { WebContext, WebEnv } from "../context.ts";

const challenge = 'Bearer realm="Meldpunt"';

/**
 * Asks for `Authorization: Bearer` (RFC 6750, section 2.1).
 *
 * The right token always works, so that nobody behind the same address can lock a client out: it is too long to be
 * guessed, and what the limit saves us is the work and the log lines of those who try.
 */
export function requireToken(context: WebContext, limit: KnockLimit) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(c.req.header("Authorization") ?? "")?.[1];
    const actor = token && (await authenticate({ context, input: { word: token } }));
    if (!actor) throw await refuse(c, limit, token === undefined);
    c.set("actor", actor);
    await next();
  });
}

async function refuse(c: Context<WebEnv>, limit: KnockLimit, isAbsent: boolean): Promise<AppError> {
  if (isAbsent) {
    c.header("WWW-Authenticate", challenge);
    return new AppError("not-authenticated", "The request carries no bearer token.");
  }
  const waitS = await limit.knock(clientOf(c));
  if (waitS > 0) {
    c.header("Retry-After", String(waitS));
    return new AppError("too-many-requests", "Too many wrong tokens from this address.");
  }
  c.header("WWW-Authenticate", challenge);
  return new AppError("not-authenticated", "The bearer token is not valid.");
}
