import type { Actor } from "../domain/access/actor.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import {
  type AccessTokenEntry,
  insertAccessToken,
  shortenAccessToken,
} from "../store/access-tokens.ts";
import { appendAudit } from "../store/audit.ts";
import { type ApprovalAsk, type ApprovalContext, uncounted } from "./access/approval-ask.ts";
import { hashWord } from "./access/hash-word.ts";
import { getOwnToken } from "./access/own-token.ts";
import { personOf } from "./access/token-holder.ts";
import { type IssuedToken, newTokenSecret } from "./access/token-secret.ts";
import { withApproval } from "./access/with-approval.ts";

const dayMs = 24 * 60 * 60_000;

/**
 * Gives a new token in the place of one, with the same rights and for as long as that was made for; the old one holds
 * for a day more, so that programs can change over. Throws `not-found`, also for tokens of others, and `approval-needed`
 * where the instance says so of tokens of the house: whoever rotates somebody's token has it.
 */
export async function rotateToken({
  context,
  input,
}: {
  readonly context: ApprovalContext;
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
  await withApproval(context, (approve) =>
    transaction(context.sql, async (sql) => {
      const approval = old.kind === "house" ? await approve(sql, toAsk(input.actor, old)) : null;
      await insertAccessToken(sql, fresh, hashWord(token));
      await shortenAccessToken(sql, old.id, new Date(now.getTime() + dayMs));
      await appendAudit(sql, {
        at: now,
        actor: input.actor,
        act: "token.issue",
        about: old.party,
        subject: fresh.id,
        detail: { replaces: old.id, expiresAt: fresh.expiresAt, approval },
      });
    }),
  );
  return { id: fresh.id, token, expiresAt: fresh.expiresAt };
}

function toAsk(actor: Actor, { id, name, body, roles }: AccessTokenEntry): ApprovalAsk {
  return {
    actor,
    act: "token.issue",
    what: { replaces: id, to: personOf(actor).name },
    summary: { replaces: id, name, body: body ?? "", roles: roles.join(", ") },
    extent: uncounted,
    next: null,
  };
}
