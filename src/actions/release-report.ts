import type { ReportId } from "../domain/ids.ts";
import { runRelease } from "../pipeline/run-release.ts";
import { transaction } from "../platform/database.ts";
import { liftReportRow, lockForHolds } from "../store/holds.ts";
import { getReport } from "../store/reports.ts";

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
  readonly input: { readonly report: ReportId; readonly actor: string };
}): Promise<{ readonly released: boolean; readonly holdLifted: boolean }> {
  const { sql } = context;
  const report = await getReport(sql, input.report);
  const released = await runRelease(context, input.report, input.actor);
  const holdLifted = await transaction(sql, async (sql) => {
    await lockForHolds(sql);
    return liftReportRow(sql, report.number);
  });
  return { released, holdLifted };
}
