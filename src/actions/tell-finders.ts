import { type ReportOutcome, toOutcomeText } from "../domain/finder/report-outcome.ts";
import type { FinderId } from "../domain/ids.ts";
import type { Notice } from "../domain/notice/notice.ts";
import { transaction } from "../platform/database.ts";
import { must } from "../platform/errors.ts";
import { lockUntoldOutcomes, markOutcomesTold, type UntoldOutcome } from "../store/finders.ts";
import { queueNotices } from "../store/notices.ts";
import { findReportSummary } from "../store/views/report-summary.ts";
import type { FinderContext } from "./finders/finder-context.ts";

const dayMs = 24 * 60 * 60_000;

/**
 * Tells finders what became of their reports that a person decided about: at most one mail a day each, numbers and no
 * addresses, and only where the contact was confirmed. Answers how many mails.
 */
export async function tellFinders({
  context,
}: {
  readonly context: Pick<FinderContext, "sql" | "clock" | "instance">;
}): Promise<number> {
  const at = context.clock();
  return transaction(context.sql, async (sql) => {
    const untold = await lockUntoldOutcomes(sql, new Date(at.getTime() - dayMs));
    const byFinder = new Map<FinderId, { first: UntoldOutcome; outcomes: ReportOutcome[] }>();
    for (const outcome of untold) {
      const { report, refusedBecause } = outcome;
      const summary = must(await findReportSummary(sql, report), "a report has a summary");
      const told = byFinder.get(outcome.finder) ?? { first: outcome, outcomes: [] };
      byFinder.set(outcome.finder, told);
      told.outcomes.push({ report, refusedBecause, dispositions: summary.dispositions });
    }
    const notices = [...byFinder.values()].map(({ first, outcomes }): Notice => {
      const { name, contact: address, language } = first;
      const data = { name, reports: toOutcomeText(outcomes, language) };
      return { kind: "finder-outcome", once: null, organisation: null, address, language, data };
    });
    await queueNotices(sql, notices, { at, domain: context.instance.sender.returnPathDomain });
    const reports = untold.map(({ report }) => report);
    await markOutcomesTold(sql, reports, at);
    return notices.length;
  });
}
