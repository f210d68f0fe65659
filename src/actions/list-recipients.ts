import type { ReportId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { getReport } from "../store/reports.ts";
import { type ReportRecipient, readRecipients } from "../store/views/report-recipients.ts";

/**
 * Who got what of a report: every row of it that was shown to anybody, with the mail it was in and what became of
 * that. In order of recipient, mail and row; throws `not-found`.
 */
export async function* listRecipients({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly report: ReportId };
}): AsyncGenerator<ReportRecipient> {
  const report = await getReport(context.sql, input.report);
  yield* readRecipients(context.sql, report.number);
}
