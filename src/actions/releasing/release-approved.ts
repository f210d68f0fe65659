import type { Actor } from "../../domain/access/actor.ts";
import { runRelease } from "../../pipeline/run-release.ts";
import { type Sql, transaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { appendAudit } from "../../store/audit.ts";
import { liftReportRow, lockForHolds } from "../../store/holds.ts";
import { sumChunks } from "../../store/report-chunks.ts";
import type { Report } from "../../store/reports.ts";
import type { ApprovalAsk } from "../access/approval-ask.ts";
import { type Approve, withApproval } from "../access/with-approval.ts";

export type ReleaseContext = Parameters<typeof runRelease>[0];

export type Released = { readonly released: boolean; readonly holdLifted: boolean };

/**
 * Releases a report that waits for a person, once those approved whom the instance asks for. Answers what it changed;
 * throws `approval-needed`.
 *
 * @param lift whether its kill switch is taken back, too
 */
export async function releaseApproved(
  context: ReleaseContext,
  report: Report,
  actor: Actor,
  lift: boolean,
): Promise<Released> {
  if (report.rejectedAt !== null) {
    throw new AppError("conflict", `Report ${report.id} was refused, and that is final.`, {
      remedy: "Its finder hands over what still holds in a new report.",
    });
  }
  if (report.recalledAt !== null) {
    throw new AppError("conflict", `Report ${report.id} was recalled, and that is final.`, {
      remedy: "Its finder hands over what still holds in a new report.",
    });
  }
  const ask = await toAsk(context.sql, report, actor);
  return withApproval(context, async (approve) => {
    const approvals: (string | null)[] = [];
    const released = await runRelease(context, report.id, actor.name, async (sql) => {
      approvals.push(await approve(sql, ask));
    });
    const rest = { released, lift, approve, approvals };
    const holdLifted = await liftHold(context, report, ask, rest);
    return { released, holdLifted };
  });
}

async function liftHold(
  context: ReleaseContext,
  report: Report,
  ask: ApprovalAsk,
  rest: {
    readonly released: boolean;
    readonly lift: boolean;
    readonly approve: Approve;
    readonly approvals: (string | null)[];
  },
): Promise<boolean> {
  const { released, lift, approve, approvals } = rest;
  return transaction(context.sql, async (sql) => {
    await lockForHolds(sql);
    const holdLifted = lift && (await liftReportRow(sql, report.number));
    // One approval is for both; what was released before still needs one to go on.
    if (holdLifted && !released) approvals.push(await approve(sql, ask));
    const detail = { released, holdLifted, approval: approvals[0] ?? null };
    await appendAudit(sql, {
      at: context.clock(),
      actor: ask.actor,
      act: "report.release",
      about: report.finder,
      subject: report.id,
      detail,
    });
    return holdLifted;
  });
}

/** A report that goes on to be taken in, or that is held meanwhile, is another act. */
async function toAsk(sql: Sql, report: Report, actor: Actor): Promise<ApprovalAsk> {
  const { accepted: rows } = await sumChunks(sql, report.number);
  const { id, finder, releasedAt, heldAt } = report;
  return {
    actor,
    act: "report.release",
    what: { report: id, rows, released: releasedAt !== null, heldAt },
    summary: { report: id, finder, file: report.fileName ?? "", case: report.caseName ?? "", rows },
    extent: { figure: rows, braked: false },
    next: `\`meldpunt report release ${id}\``,
  };
}
