import type { Actor } from "../../domain/access/actor.ts";
import { findAnswerFault } from "../../domain/access/approval.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Sql, transaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { lockApproval, markRefused, saveAnswer } from "../../store/approvals.ts";
import { appendAudit } from "../../store/audit.ts";
import { type Approval, toApproval } from "./approval-view.ts";
import { wordHolder } from "./find-holder.ts";
import { permit } from "./permit.ts";
import { personOf } from "./token-holder.ts";
import { toNobody } from "./with-approval.ts";

export type ApprovalAnswerInput = {
  readonly actor: Actor;
  readonly id: string;
  readonly approves: boolean;
  readonly reason: string | null;
};

const faults = {
  own: ["You asked for this yourself.", "Somebody else has to approve it."],
  twice: ["You approved this before.", "Somebody else has to approve it, too."],
  closed: ["This request is closed.", "Look at it: `meldpunt approvals show`."],
} as const;

/**
 * Keeps what somebody says to a request, who has to be able to do the act, and answers the request as it stands then.
 * Throws `not-found`, `not-permitted`, and `conflict` where it is closed or the person has no say (any more).
 */
export async function answerApproval(
  context: { readonly sql: Sql; readonly clock: Clock },
  { actor, id, approves, reason }: ApprovalAnswerInput,
): Promise<Approval> {
  permit(actor, "approval.give");
  const now = context.clock();
  return transaction(context.sql, async (sql) => {
    const request = await lockApproval(sql, id);
    if (request === null) throw new AppError("not-found", "There is no such request for approval.");
    permit(actor, request.act, "everybody");
    if (approves && actor.name === wordHolder.name) throw toNobody(request.act);
    const answer = { person: personOf(actor), approves, answeredAt: now, reason };
    const fault = findAnswerFault(request, answer, now);
    if (fault !== null) {
      const [message, remedy] = faults[fault];
      throw new AppError("conflict", message, { remedy });
    }
    await saveAnswer(sql, id, answer);
    if (!approves) await markRefused(sql, id, now);
    const detail = { wanted: request.act, approves, reason, body: answer.person.body };
    const entry = { at: now, actor, act: "approval.give", about: null } as const;
    await appendAudit(sql, { ...entry, subject: id, detail });
    const others = request.answers.filter(({ person }) => person.name !== answer.person.name);
    return toApproval({ ...request, answers: [...others, answer] }, now);
  });
}
