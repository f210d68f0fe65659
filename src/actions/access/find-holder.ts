import { timingSafeEqual } from "node:crypto";
import { type Actor, toShellActor } from "../../domain/access/actor.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Sql } from "../../platform/database.ts";
import { findValidToken } from "../../store/access-tokens.ts";
import { hashWord } from "./hash-word.ts";
import { toActor } from "./token-holder.ts";

export type AccessContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  /** The word of this installation (`MELDPUNT_TOKEN`, `keys/api-token`): opens everything, for setting up. */
  readonly accessToken: string;
};

/** Who shows the word of the installation: may do everything, and is nobody in particular. */
export const wordHolder: Actor = toShellActor("with the word of the installation");

/** Whom the word with this hash lets in; null when nobody: unknown, expired and revoked are one answer. */
export async function findHolder(context: AccessContext, hash: Buffer): Promise<Actor | null> {
  if (timingSafeEqual(hash, hashWord(context.accessToken))) {
    return wordHolder;
  }
  const token = await findValidToken(context.sql, hash, context.clock());
  return token === null ? null : toActor(token);
}
