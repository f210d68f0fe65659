import type { Actor } from "../domain/access/actor.ts";
import type { ReportId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { getReport } from "../store/reports.ts";
import { type ReportRecipient, readRecipients } from "../store/views/report-recipients.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";

/**
 * Who got what of a report: every row of it that was shown to anybody, with the mail it was in and what became of
 * that. In order of recipient, mail and row; throws `not-found`.
 */
export async function* listRecipients({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly report: ReportId; readonly actor: Actor };
}): AsyncGenerator<ReportRecipient> {
  const { actor } = input;
  permit(actor, "report.read", "everybody");
  const report = await getReport(context.sql, input.report);
  const { finder: about, id: subject } = report;
  await recordAct(context, {
    actor,
    act: "report.read",
    about,
    subject,
    detail: { what: "recipients" },
  });
  yield* readRecipients(context.sql, report.number);
}
