import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { findApproval } from "../store/approvals.ts";
import { readAs } from "../store/read-as.ts";
import { type Approval, toApproval } from "./access/approval-view.ts";
import { permit } from "./access/permit.ts";

/** One request for approval, with who answered what; throws `not-found`. */
export async function showApproval({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: string };
}): Promise<Approval> {
  permit(input.actor, "approval.give");
  const found = await readAs(context.sql, input.actor, (sql) => findApproval(sql, input.id));
  if (found === null) throw new AppError("not-found", "There is no such request for approval.");
  return toApproval(found, context.clock());
}
