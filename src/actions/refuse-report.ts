import type { Actor } from "../domain/access/actor.ts";
import type { ReportId } from "../domain/ids.ts";
import { runReject } from "../pipeline/run-reject.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { getReport } from "../store/reports.ts";
import { permit } from "./access/permit.ts";

export type RefuseReportContext = Parameters<typeof runReject>[0] & {
  readonly clock: () => Date;
};

/**
 * Refuses a report that waits for a person, for good and with a reason: nothing of it goes out, what it alone showed is
 * withdrawn. Answers how many findings that were; throws `not-found`, and `conflict` where it does not wait.
 */
export async function refuseReport({
  context,
  input,
}: {
  readonly context: RefuseReportContext;
  readonly input: { readonly report: ReportId; readonly reason: string; readonly actor: Actor };
}): Promise<{ readonly withdrawn: number }> {
  const { actor } = input;
  permit(actor, "report.release", "everybody");
  const reason = input.reason.trim();
  if (reason === "") throw new AppError("wrong-usage", "Refusing a report needs a reason.");
  const report = await getReport(context.sql, input.report);
  const at = context.clock();
  const rejection = { at, by: actor.name, reason };
  const withdrawn = await runReject(context, report.id, rejection, async (sql, withdrawn) => {
    const detail = { refused: true, reason, withdrawn };
    const act = "report.release" as const;
    await appendAudit(sql, { at, actor, act, about: report.finder, subject: report.id, detail });
  });
  if (withdrawn !== null) return { withdrawn };
  throw new AppError("conflict", `Report ${report.id} does not wait for a person.`, {
    remedy:
      "What was released is stopped with `meldpunt report hold`; what is still being read is handed over again first.",
  });
}
