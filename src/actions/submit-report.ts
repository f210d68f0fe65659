import type { Actor } from "../domain/access/actor.ts";
import { type FinderId, isSlug, type ReportId } from "../domain/ids.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import type { Format } from "../domain/report/source.ts";
import { mayReleaseAtOnce } from "../domain/report/wait-reason.ts";
import type { Handover } from "../pipeline/material/handover.ts";
import { takeIn } from "../pipeline/run.ts";
import type { Progress } from "../pipeline/run-rows.ts";
import { transaction } from "../platform/database.ts";
import { AppError, must } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { getReport } from "../store/reports.ts";
import { findReportSummary, type ReportSummary } from "../store/views/report-summary.ts";
import { permit } from "./access/permit.ts";
import { releaseApproved } from "./releasing/release-approved.ts";

export type SubmitReportContext = Parameters<typeof takeIn>[0];

export type SubmitReportInput = {
  /** The bytes as the finder handed them over, packed or not; read once, at the pace of the database. */
  readonly received: AsyncIterable<Uint8Array>;
  readonly handover: Omit<Handover, "releasedBy">;
  /** How much it will be, where that is known; only makes large reports faster. */
  readonly expectedBytes: number | null;
  /**
   * Release it at once, also when its finder is not trusted; where that needs several people, it waits for them. Not where
   * its signature is amiss or it is too much: that is looked at first.
   */
  readonly release: boolean;
  /** Who hands it over: somebody of the house, or the finder itself. */
  readonly actor: Actor;
  readonly onProgress?: (progress: Progress) => void;
};

/** What a client is told about a report that it handed over; a promise (`report submit --json`), in this order. */
export type SubmitAnswer = {
  readonly report: ReportId;
  readonly finder: FinderId;
  readonly format: Format | null;
  readonly type: string | null;
  /** Hexadecimal, of the bytes as received. */
  readonly sha256: string;
  /** The report that this one repeats; nothing was taken in, and everything that counts is 0. */
  readonly duplicateOf: ReportId | null;
  readonly rows: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly new: number;
  readonly seenAgain: number;
  readonly reopened: number;
  /** Adds up to `accepted`; those that are 0 are left out. */
  readonly dispositions: ReportSummary["dispositions"];
  /** The first 100 rows that were put aside. */
  readonly quarantine: readonly QuarantinedRow[];
  readonly elapsedMs: number;
};

export type SubmittedReport = {
  readonly answer: SubmitAnswer;
  readonly summary: ReportSummary;
  /** Findings closed because a complete report no longer shows them. */
  readonly closed: number;
};

/**
 * Takes a report in and answers where its rows stand.
 *
 * The same bytes of the same finder are taken in once; what was interrupted goes on where it stopped. Throws
 * `input-refused` when the report cannot be read at all: bytes and receipt are kept all the same; and
 * `approval-needed` when it was taken in and its release needs several people.
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
  permit(actor, "report.submit", { finder: handover.finder });
  // Letting it go out is for people of the house; a finder that is not trusted waits for one.
  if (release) permit(actor, "report.release");
  // How many people a release needs may depend on how much it is; then it comes after.
  const isAsked = context.instance.approvals["report.release"] !== undefined;
  const releasedBy = release && !isAsked ? actor.name : null;
  const taken = await takeIn(
    context,
    input.received,
    { ...handover, releasedBy },
    input.onProgress,
    input.expectedBytes,
  );
  await recordSubmission(context, input, taken);
  let summary = await summaryOf(context, taken.report);
  // An interrupted report that goes on now was described when it first came in; the release is new.
  const mayRelease = mayReleaseAtOnce(summary.waitsBecause);
  if (release && mayRelease && taken.duplicateOf === null && summary.releasedAt === null) {
    await releaseApproved(context, await getReport(context.sql, taken.report), actor, false);
    summary = await summaryOf(context, taken.report);
  }
  const elapsedMs = Math.round(performance.now() - startedMs);
  return { answer: toAnswer(summary, taken.duplicateOf, elapsedMs), summary, closed: taken.closed };
}

async function recordSubmission(
  context: SubmitReportContext,
  { actor, handover, release }: SubmitReportInput,
  { report, duplicateOf }: Awaited<ReturnType<typeof takeIn>>,
): Promise<void> {
  const { rows, accepted } = toAnswer(await summaryOf(context, report), duplicateOf, 0);
  await transaction(context.sql, (sql) =>
    appendAudit(sql, {
      at: context.clock(),
      actor,
      act: "report.submit",
      about: handover.finder,
      subject: report,
      detail: { rows, accepted, duplicateOf, release },
    }),
  );
}

function toAnswer(
  summary: ReportSummary,
  duplicateOf: ReportId | null,
  elapsedMs: number,
): SubmitAnswer {
  const { report, finder, format, type, sha256, accepted, quarantined } = summary;
  const same = { report, finder, format, type, sha256, duplicateOf };
  if (duplicateOf !== null) {
    const nothing = { rows: 0, accepted: 0, quarantined: 0, new: 0, seenAgain: 0, reopened: 0 };
    return { ...same, ...nothing, dispositions: {}, quarantine: [], elapsedMs };
  }
  return {
    ...same,
    rows: accepted + quarantined,
    accepted,
    quarantined,
    new: summary.new,
    seenAgain: summary.seenAgain,
    reopened: summary.reopened,
    dispositions: summary.dispositions,
    quarantine: summary.quarantine,
    elapsedMs,
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
