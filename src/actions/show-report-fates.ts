import type { Actor } from "../domain/access/actor.ts";
import { may } from "../domain/access/may.ts";
import {
  type Fate,
  type FateCounts,
  fates,
  type ShownFates,
  showFates,
} from "../domain/finder/finding-fates.ts";
import type { ReportId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { readObservations } from "../store/observations.ts";
import { getReport } from "../store/reports.ts";
import { countFates } from "../store/views/finding-fates.ts";

const atOnce = 50_000;

/** What became of the findings that a report shows. */
export type ReportFates = {
  readonly report: ReportId;
  /** Findings, each once however many rows show it. */
  readonly findings: number;
  /** Adds up to `findings`; what is 0 is left out. */
  readonly fates: ShownFates;
};

/**
 * What became of the findings of a report: delivered, bounced, acknowledged, fixed, disputed, withdrawn. For its finder what
 * owners say about few findings is put together with the rest; the house sees all. Throws `not-found`, also for reports of
 * others.
 */
export async function showReportFates({
  context: { sql },
  input: { report: id, actor },
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly report: ReportId; readonly actor: Actor };
}): Promise<ReportFates> {
  const report = await getReport(sql, id);
  if (!may(actor, "report.read", { finder: report.finder })) {
    throw new AppError("not-found", `There is no report ${id}.`, {
      remedy: "List the latest ones with `meldpunt report list`.",
    });
  }
  const findings = new Set<number>();
  for await (const { findingIds } of readObservations(sql, report.number)) {
    for (const finding of findingIds) findings.add(finding);
  }
  const ids = [...findings];
  const counts = new Map<Fate, number>();
  for (let from = 0; from < ids.length; from += atOnce) {
    for (const [fate, count] of await countFates(sql, ids.slice(from, from + atOnce))) {
      counts.set(fate, (counts.get(fate) ?? 0) + count);
    }
  }
  const all = Object.fromEntries(fates.map((fate) => [fate, counts.get(fate) ?? 0])) as FateCounts;
  return {
    report: id,
    findings: ids.length,
    fates: actor.kind === "finder" ? showFates(all) : all,
  };
}
