import type { Actor } from "../domain/access/actor.ts";
import { type CorrectionScope, toScopeText } from "../domain/correction/scope.ts";
import type { CorrectionId, FinderId } from "../domain/ids.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { type RecallExtent, runRecall } from "../pipeline/run-recall.ts";
import type { Sql } from "../platform/database.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { listFinderContacts } from "../store/finders.ts";
import { queueNotices } from "../store/notices.ts";
import type { ApprovalAsk, ApprovalContext } from "./access/approval-ask.ts";
import { permit } from "./access/permit.ts";
import { withApproval } from "./access/with-approval.ts";
import { type CorrectionTexts, toCorrectionTexts, toReason } from "./recalling/correction-texts.ts";

export type RecallReportsContext = Parameters<typeof runRecall>[0] & ApprovalContext;

export type RecallReportsInput = {
  readonly scope: CorrectionScope;
  /** Hexadecimal, of the preview that is carried out. */
  readonly digest: string;
  /** For the record and the finder. */
  readonly reason: string;
  readonly texts: CorrectionTexts;
  readonly actor: Actor;
};

/** What a recall came to; see `Recalled`. */
export type RecalledReports = Awaited<ReturnType<typeof runRecall>>;

/**
 * Takes back what was previewed under this digest: whatever was not sent is not sent, everybody who got a row of it is owed
 * one correction, findings end or go on by what others show, the finders are told. Throws `conflict` where it would do
 * something else by now, and `approval-needed` where the instance asks for several people.
 */
export async function recallReports({
  context,
  input,
}: {
  readonly context: RecallReportsContext;
  readonly input: RecallReportsInput;
}): Promise<RecalledReports> {
  const { actor, scope, digest } = input;
  permit(actor, "report.recall");
  const reason = toReason(input.reason);
  const texts = toCorrectionTexts(input.texts);
  const id = newUuid(context.clock().getTime()) as CorrectionId;
  const order = { id, scope, digest, reason, texts, by: actor.name };
  return withApproval(context, async (approve) => {
    let approval: string | null = null;
    return runRecall(
      context,
      order,
      async (sql, extent) => {
        approval = await approve(sql, toAsk({ ...input, reason, texts }, extent));
      },
      async (sql, recalled, reports) => {
        const finders = [...new Set(reports.map(({ finder }) => finder))];
        await tellFinders(context, sql, finders, {
          id,
          scope,
          reason,
          withdrawn: recalled.withdrawn,
        });
        const detail = { ...recalled, digest, reason, reports: reports.length, approval };
        const subject = scope.kind === "report" ? scope.report : toScopeText(scope);
        const about = finders.length === 1 ? (finders[0] ?? null) : null;
        const at = context.clock();
        await appendAudit(sql, { at, actor, act: "report.recall", about, subject, detail });
      },
    );
  });
}

/** Another text is another act, as is another set of findings. */
function toAsk(
  { actor, scope, digest, reason, texts }: RecallReportsInput,
  { reports, rowsTold }: RecallExtent,
): ApprovalAsk {
  const summary = { recall: toScopeText(scope), reports: reports.length, rows: rowsTold, reason };
  return {
    actor,
    act: "report.recall",
    what: { scope, digest, reason, texts },
    summary: { ...summary, reason: reason.slice(0, 200) },
    extent: { figure: rowsTold, braked: false },
    next: null,
  };
}

/** Tells each finder once, in numbers; an address of a system never goes out that way. */
async function tellFinders(
  { instance, clock }: RecallReportsContext,
  sql: Sql,
  finders: readonly FinderId[],
  recall: {
    readonly id: CorrectionId;
    readonly scope: CorrectionScope;
    readonly reason: string;
    readonly withdrawn: number;
  },
): Promise<void> {
  const notices = (await listFinderContacts(sql, finders)).map((finder): Notice => {
    const { id, name, contact: address, language } = finder;
    const reports = toScopeText(recall.scope);
    const data = { name, reports, findings: String(recall.withdrawn), reason: recall.reason };
    const once = `recall ${recall.id} ${id}`;
    return { kind: "finder-recalled", once, organisation: null, address, language, data };
  });
  await queueNotices(sql, notices, { at: clock(), domain: instance.sender.returnPathDomain });
}
