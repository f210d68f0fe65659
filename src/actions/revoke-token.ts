import type { Actor } from "../domain/access/actor.ts";
import { transaction } from "../platform/database.ts";
import { revokeAccessToken } from "../store/access-tokens.ts";
import { appendAudit } from "../store/audit.ts";
import { type ApprovalContext, uncounted } from "./access/approval-ask.ts";
import { getOwnToken } from "./access/own-token.ts";
import { withApproval } from "./access/with-approval.ts";

/**
 * Ends a token at once, sessions that were opened with it too; answers false when it was ended before. Throws
 * `not-found`, and `approval-needed` where the instance says so of tokens of the house.
 */
export async function revokeToken({
  context,
  input,
}: {
  readonly context: ApprovalContext;
  readonly input: { readonly actor: Actor; readonly id: string };
}): Promise<boolean> {
  const { actor, id } = input;
  const found = await getOwnToken(context.sql, actor, "token.revoke", id);
  const at = context.clock();
  return withApproval(context, (approve) =>
    transaction(context.sql, async (sql) => {
      const revoked = await revokeAccessToken(sql, id, at, actor.name);
      if (!revoked) return false;
      const { name, party: about, kind } = found;
      const what = { token: id };
      const ask = { actor, act: "token.revoke", what, extent: uncounted, next: null } as const;
      const approval =
        kind === "house" ? await approve(sql, { ...ask, summary: { token: id, name } }) : null;
      const detail = { name, approval };
      await appendAudit(sql, { at, actor, act: "token.revoke", about, subject: id, detail });
      return true;
    }),
  );
}
