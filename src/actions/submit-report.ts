import { isSlug, type ReportId } from "../domain/ids.ts";
import { type Handover, type Progress, runRelease, takeIn } from "../pipeline/run.ts";
import { AppError, must } from "../platform/errors.ts";
import { findReportSummary, type ReportSummary } from "../store/views/report-summary.ts";

export type SubmitReportContext = Parameters<typeof takeIn>[0];

export type SubmitReportInput = {
  /** The bytes as the finder handed them over, packed or not; read once, at the pace of the database. */
  readonly received: AsyncIterable<Uint8Array>;
  readonly handover: Omit<Handover, "releasedBy">;
  /** Release it at once, also when its finder is not trusted. */
  readonly release: boolean;
  /** Who hands it over, for the record: `operator …`. */
  readonly actor: string;
  readonly onProgress?: (progress: Progress) => void;
};

/** What became of a report that was handed over. */
export type SubmittedReport = {
  readonly summary: ReportSummary;
  /** The report that this one repeats; nothing was taken in. */
  readonly duplicateOf: ReportId | null;
  /** Findings closed because a complete report no longer shows them. */
  readonly closed: number;
  readonly elapsedMs: number;
};

/**
 * Takes a report in and answers where its rows stand.
 *
 * The same bytes of the same finder are taken in once; what was interrupted goes on where it stopped. Throws
 * `input-refused` when the report cannot be read at all: bytes and receipt are kept all the same.
 */
export async function submitReport({
  context,
  input,
}: {
  readonly context: SubmitReportContext;
  readonly input: SubmitReportInput;
}): Promise<SubmittedReport> {
  const startedMs = performance.now();
  const { handover, release, actor } = input;
  if (!isSlug(handover.finder)) throw toBadFinder(handover.finder);
  const releasedBy = release ? actor : null;
  const taken = await takeIn(
    context,
    input.received,
    { ...handover, releasedBy },
    input.onProgress,
  );
  let summary = await summaryOf(context, taken.report);
  // An interrupted report that goes on now was described when it first came in; the release is new.
  if (release && taken.duplicateOf === null && summary.releasedAt === null) {
    await runRelease(context, taken.report, actor);
    summary = await summaryOf(context, taken.report);
  }
  return {
    summary,
    duplicateOf: taken.duplicateOf,
    closed: taken.closed,
    elapsedMs: Math.round(performance.now() - startedMs),
  };
}

async function summaryOf(context: SubmitReportContext, report: ReportId): Promise<ReportSummary> {
  return must(await findReportSummary(context.sql, report), "a report taken in has a summary");
}

function toBadFinder(finder: string): AppError {
  return new AppError(
    "wrong-usage",
    `Not the id of a finder: ${JSON.stringify(finder.slice(0, 100))}.`,
    {
      remedy: "Give its id in the world file: lower case letters, digits, dots and hyphens.",
    },
  );
}
