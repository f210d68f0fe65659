import type { ReportId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { holdReportRow, lockForHolds, withdrawHeld } from "../store/holds.ts";
import { getReport } from "../store/reports.ts";

/**
 * Throws the kill switch of a report: nothing of it goes out any more, and notifications with rows of it that were not
 * sent yet are taken back. What is on its way at this moment is not stopped. Throws `not-found`.
 */
export async function holdReport({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly report: ReportId; readonly reason: string };
}): Promise<{ readonly held: boolean; readonly withdrawn: number }> {
  const report = await getReport(context.sql, input.report);
  const now = context.clock();
  return transaction(
    context.sql,
    async (sql) => {
      await lockForHolds(sql);
      const held = await holdReportRow(sql, report.number, now, input.reason);
      return { held, withdrawn: await withdrawHeld(sql, now) };
    },
    { attempts: 3 },
  );
}
