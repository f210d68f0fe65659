import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { insertAccessToken, shortenAccessToken } from "../store/access-tokens.ts";
import { appendAudit } from "../store/audit.ts";
import { hashWord } from "./access/hash-word.ts";
import { getOwnToken } from "./access/own-token.ts";
import { type IssuedToken, newTokenSecret } from "./access/token-secret.ts";

const dayMs = 24 * 60 * 60_000;

/**
 * Gives a new token in the place of one, with the same rights and for as long as that was made for; the old one holds
 * for a day more, so that programs can change over. Throws `not-found`, also for tokens of others.
 */
export async function rotateToken({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: string };
}): Promise<IssuedToken> {
  const now = context.clock();
  const old = await getOwnToken(context.sql, input.actor, "token.issue", input.id);
  if (old.revokedAt !== null || old.expiresAt <= now) {
    throw new AppError("conflict", "The token does not hold any more.", {
      remedy: "Issue a new one.",
    });
  }
  const token = newTokenSecret();
  const lastsMs = old.expiresAt.getTime() - old.madeAt.getTime();
  const fresh = {
    ...old,
    id: newUuid(now.getTime()),
    madeAt: now,
    madeBy: input.actor.name,
    expiresAt: new Date(now.getTime() + Math.max(lastsMs, dayMs)),
    replaces: old.id,
  };
  await transaction(context.sql, async (sql) => {
    await insertAccessToken(sql, fresh, hashWord(token));
    await shortenAccessToken(sql, old.id, new Date(now.getTime() + dayMs));
    await appendAudit(sql, {
      at: now,
      actor: input.actor,
      act: "token.issue",
      about: old.party,
      subject: fresh.id,
      detail: { replaces: old.id, expiresAt: fresh.expiresAt },
    });
  });
  return { id: fresh.id, token, expiresAt: fresh.expiresAt };
}
