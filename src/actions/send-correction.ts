import type { Actor } from "../domain/access/actor.ts";
import { type CorrectionScope, toScopeText } from "../domain/correction/scope.ts";
import type { CorrectionId } from "../domain/ids.ts";
import { runCorrection } from "../pipeline/run-correction.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import type { ApprovalAsk, ApprovalContext } from "./access/approval-ask.ts";
import { permit } from "./access/permit.ts";
import { withApproval } from "./access/with-approval.ts";
import { type CorrectionTexts, toCorrectionTexts, toReason } from "./recalling/correction-texts.ts";

export type SendCorrectionInput = {
  readonly scope: CorrectionScope;
  /** Hexadecimal, of the preview that is carried out. */
  readonly digest: string;
  /** For the record. */
  readonly reason: string;
  /** What recipients are told; both are needed, for nothing else says what is put right. */
  readonly texts: CorrectionTexts;
  readonly actor: Actor;
};

/**
 * Puts something right that was said with what was told (a range of versions, an advice), and takes nothing back: whoever
 * was shown rows of it is owed one correction with this text. Throws `wrong-usage` without a text in either language,
 * `conflict` where it would go to others by now, and `approval-needed` where the instance asks for several people.
 */
export async function sendCorrection({
  context,
  input,
}: {
  readonly context: ApprovalContext;
  readonly input: SendCorrectionInput;
}): Promise<{ readonly correction: CorrectionId; readonly notifications: number }> {
  const { actor, scope, digest } = input;
  permit(actor, "report.correct");
  const reason = toReason(input.reason);
  const { nl, en } = toCorrectionTexts(input.texts);
  if (nl === null || en === null) {
    throw new AppError("wrong-usage", "What is put right has to be said in Dutch and in English.");
  }
  const at = context.clock();
  const id = newUuid(at.getTime()) as CorrectionId;
  const order = { id, scope, digest, reason, texts: { nl, en }, at, by: actor.name };
  return withApproval(context, async (approve) => {
    let approval: string | null = null;
    const notifications = await runCorrection(
      context,
      order,
      async (sql, rowsTold) => {
        approval = await approve(sql, toAsk({ ...input, reason, texts: { nl, en } }, rowsTold));
      },
      async (sql, notifications) => {
        const detail = { correction: id, notifications, digest, reason, approval };
        const subject = scope.kind === "report" ? scope.report : toScopeText(scope);
        await appendAudit(sql, { at, actor, act: "report.correct", about: null, subject, detail });
      },
    );
    return { correction: id, notifications };
  });
}

function toAsk(
  { actor, scope, digest, reason, texts }: SendCorrectionInput,
  rowsTold: number,
): ApprovalAsk {
  return {
    actor,
    act: "report.correct",
    what: { scope, digest, reason, texts },
    summary: { correction: toScopeText(scope), rows: rowsTold, reason: reason.slice(0, 200) },
    extent: { figure: rowsTold, braked: false },
    next: null,
  };
}
