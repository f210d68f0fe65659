import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { answerApproval } from "./access/answer-approval.ts";
import type { Approval } from "./access/approval-view.ts";

const longestReason = 500;

/**
 * Refuses what somebody asked for, with a reason, or takes one's own request back. It cannot be approved after; asked
 * again, it is another request. Throws `not-found`, `not-permitted`, `wrong-usage`, and `conflict` when too late.
 */
export async function refuseRequest({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: string; readonly reason: string };
}): Promise<Approval> {
  const reason = input.reason.trim();
  if (reason === "" || reason.length > longestReason) {
    throw new AppError("wrong-usage", `A refusal needs a reason of 1 to ${longestReason} signs.`, {
      remedy: "Say why, in a sentence.",
    });
  }
  return answerApproval(context, { ...input, approves: false, reason });
}
