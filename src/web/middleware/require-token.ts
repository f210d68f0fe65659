import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { authenticate } from "../../actions/authenticate.ts";
import { AppError } from "../../platform/errors.ts";
import type { AttemptLimit } from "../access/attempt-limit.ts";
import { clientOf } from "../client-address.ts";
import type { WebContext, WebEnv } from "../context.ts";

/**
 * Asks for `Authorization: Bearer` (RFC 6750, section 2.1).
 *
 * The right token always works, so that nobody behind the same address can lock a client out: it is too long to be
 * guessed, and what the limit saves us is the work and the log lines of those who try.
 */
export function requireToken(context: WebContext, limit: AttemptLimit) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(c.req.header("Authorization") ?? "")?.[1];
    const actor = token && (await authenticate({ context, input: { word: token } }));
    if (!actor) throw refuse(c, limit, token === undefined);
    c.set("actor", actor);
    await next();
  });
}

function refuse(c: Context<WebEnv>, limit: AttemptLimit, isAbsent: boolean): AppError {
  const client = clientOf(c);
  const waitS = limit.waitS(client);
  if (waitS > 0) {
    c.header("Retry-After", String(waitS));
    return new AppError("too-many-requests", "Too many wrong tokens from this address.");
  }
  c.header("WWW-Authenticate", 'Bearer realm="Meldpunt"');
  if (isAbsent) return new AppError("not-authenticated", "The request carries no bearer token.");
  limit.fail(client);
  return new AppError("not-authenticated", "The bearer token is not valid.");
}
