import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { revokeAccessToken } from "../store/access-tokens.ts";
import { appendAudit } from "../store/audit.ts";
import { getOwnToken } from "./access/own-token.ts";

/** Ends a token at once, sessions that were opened with it too; answers false when it was ended before. Throws `not-found`. */
export async function revokeToken({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: string };
}): Promise<boolean> {
  const { actor, id } = input;
  const found = await getOwnToken(context.sql, actor, "token.revoke", id);
  const at = context.clock();
  return transaction(context.sql, async (sql) => {
    const revoked = await revokeAccessToken(sql, id, at, actor.name);
    if (!revoked) return false;
    const detail = { name: found.name };
    await appendAudit(sql, {
      at,
      actor,
      act: "token.revoke",
      about: found.party,
      subject: id,
      detail,
    });
    return true;
  });
}
