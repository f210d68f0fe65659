import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { listKeptApprovals } from "../store/approvals.ts";
import { readAs } from "../store/read-as.ts";
import { type Approval, toApproval } from "./access/approval-view.ts";
import { permit } from "./access/permit.ts";

/** Requests for approval, the latest first, at most `limit`; `open`: only those that wait for people or for the asker. */
export async function listApprovals({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly open: boolean; readonly limit: number };
}): Promise<readonly Approval[]> {
  const { actor, open, limit } = input;
  permit(actor, "approval.give");
  const now = context.clock();
  const found = await readAs(context.sql, actor, (sql) =>
    listKeptApprovals(sql, { open, limit, now }),
  );
  return found.map((request) => toApproval(request, now));
}
