import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { answerApproval } from "./access/answer-approval.ts";
import type { Approval } from "./access/approval-view.ts";

/**
 * Approves what somebody else asked for, and answers how the request stands then; whoever asked does the act. Throws
 * `not-found`, `not-permitted`, and `conflict` for one's own, twice, or too late.
 */
export async function approveRequest({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: string };
}): Promise<Approval> {
  return answerApproval(context, { ...input, approves: true, reason: null });
}
