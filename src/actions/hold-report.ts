import type { Actor } from "../domain/access/actor.ts";
import type { ReportId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { holdReportRow, lockForHolds } from "../store/holds.ts";
import { getReport } from "../store/reports.ts";
import { withdrawHeld } from "../store/withdrawals.ts";
import { permit } from "./access/permit.ts";

/**
 * Throws the kill switch of a report: nothing of it goes out any more, and notifications with rows of it that were not
 * sent yet are taken back. What is on its way at this moment is not stopped. Throws `not-found`.
 */
export async function holdReport({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly report: ReportId; readonly reason: string; readonly actor: Actor };
}): Promise<{ readonly held: boolean; readonly withdrawn: number }> {
  const { actor, reason } = input;
  permit(actor, "report.hold");
  const report = await getReport(context.sql, input.report);
  const now = context.clock();
  return transaction(
    context.sql,
    async (sql) => {
      await lockForHolds(sql);
      const held = await holdReportRow(sql, report.number, now, reason);
      const withdrawn = await withdrawHeld(sql, now);
      const detail = { held, withdrawn, reason };
      await appendAudit(sql, {
        at: now,
        actor,
        act: "report.hold",
        about: report.finder,
        subject: report.id,
        detail,
      });
      return { held, withdrawn };
    },
    { attempts: 3 },
  );
}
