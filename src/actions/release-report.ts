import type { Actor } from "../domain/access/actor.ts";
import type { ReportId } from "../domain/ids.ts";
import { runRelease } from "../pipeline/run-release.ts";
import { transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { liftReportRow, lockForHolds } from "../store/holds.ts";
import { getReport } from "../store/reports.ts";
import { permit } from "./access/permit.ts";

export type ReleaseReportContext = Parameters<typeof runRelease>[0];

/**
 * Lets a report go out: one that waits for a person, and one whose kill switch was thrown. Answers what it changed;
 * throws `not-found`.
 */
export async function releaseReport({
  context,
  input,
}: {
  readonly context: ReleaseReportContext;
  readonly input: { readonly report: ReportId; readonly actor: Actor };
}): Promise<{ readonly released: boolean; readonly holdLifted: boolean }> {
  const { sql } = context;
  const { actor } = input;
  permit(actor, "report.release");
  const report = await getReport(sql, input.report);
  const released = await runRelease(context, input.report, actor.name);
  const holdLifted = await transaction(sql, async (sql) => {
    await lockForHolds(sql);
    const holdLifted = await liftReportRow(sql, report.number);
    const detail = { released, holdLifted };
    const at = context.clock();
    await appendAudit(sql, {
      at,
      actor,
      act: "report.release",
      about: report.finder,
      subject: report.id,
      detail,
    });
    return holdLifted;
  });
  return { released, holdLifted };
}
