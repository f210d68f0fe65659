import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { findValidToken } from "../store/access-tokens.ts";
import { hashWord } from "./access/hash-word.ts";
import { toActor } from "./access/token-holder.ts";

/** Whom somebody with a shell says to be by a token; throws `not-authenticated` when it does not hold. */
export async function actAs({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly token: string };
}): Promise<Actor> {
  const token = await findValidToken(context.sql, hashWord(input.token), context.clock());
  if (token !== null) return toActor(token);
  throw new AppError("not-authenticated", "MELDPUNT_ACT_AS holds no valid token.", {
    remedy: "Issue another (`meldpunt token issue`), or unset it to act as the user of the system.",
  });
}
