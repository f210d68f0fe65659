import type { Actor } from "../domain/access/actor.ts";
import { may } from "../domain/access/may.ts";
import type { ReportId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { findReportSummary, type ReportSummary } from "../store/views/report-summary.ts";

export type ShowReportContext = { readonly sql: Sql };

/** What a report says of itself and where each of its rows stands today; throws `not-found`, also for reports of others. */
export async function showReport({
  context,
  input,
}: {
  readonly context: ShowReportContext;
  readonly input: { readonly report: ReportId; readonly actor: Actor };
}): Promise<ReportSummary> {
  const summary = await findReportSummary(context.sql, input.report);
  if (summary !== null && may(input.actor, "report.read", { finder: summary.finder }))
    return input.actor.kind === "finder" ? withoutNames(summary) : summary;
  throw new AppError("not-found", `There is no report ${input.report}.`, {
    remedy: "List the latest ones with `meldpunt report list`.",
  });
}

/** For its finder: what was done, not who of the house did it, nor why somebody threw a kill switch. */
function withoutNames(summary: ReportSummary): ReportSummary {
  const { releasedBy, held, rejected } = summary;
  return {
    ...summary,
    releasedBy: releasedBy === null ? null : house,
    held: held && { ...held, reason: "held" },
    rejected: rejected && { ...rejected, by: house },
  };
}

const house = "the Meldpunt";
