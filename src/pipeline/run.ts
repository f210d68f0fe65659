import type { ReportId } from "../domain/ids.ts";
import { mayReleaseAtOnce } from "../domain/report/wait-reason.ts";
import { frameBytes } from "../platform/frame-codec.ts";
import { newUuid } from "../platform/uuid.ts";
import { completeReport, findReportOf, type Report, saveReport } from "../store/reports.ts";
import { type Arriving, arrive, findWait } from "./arrive.ts";
import { type Kept, keep, openKept } from "./keep.ts";
import type { Basis } from "./material/basis.ts";
import type { PipelineContext } from "./material/context.ts";
import { type Handover, toRefused, toTerms } from "./material/handover.ts";
import { gatherKnowledge } from "./material/knowledge.ts";
import { type OpenedReport, openReport, type ReportDescription } from "./material/open-report.ts";
import { closeWhatIsGone } from "./run-release.ts";
import { type OnProgress, readRows } from "./run-rows.ts";

export type TakenIn = {
  readonly report: ReportId;
  /** The completed report of the same finder with the same bytes; nothing was taken in again. */
  readonly duplicateOf: ReportId | null;
  /** Findings closed because a complete report no longer shows them. */
  readonly closed: number;
  /** What stands before its first row, as the names of its columns do, cut to 4000 characters; null when nothing does. */
  readonly header: string | null;
};

/** A report of this size is worth gathering what is known before its rows are there. */
const largeBytes = 32 * frameBytes;

/**
 * Takes a report in: keeps the bytes, reads, enriches, identifies, decides and saves it chunk by chunk.
 *
 * What was interrupted goes on behind its last chunk; the same bytes of the same finder are taken in once. Throws
 * `input-refused` when the report cannot be read at all; its bytes and the receipt are kept all the same.
 *
 * @param expectedBytes length of the text, where it is known beforehand
 */
export async function takeIn(
  context: PipelineContext,
  received: AsyncIterable<Uint8Array>,
  handover: Handover,
  onProgress: OnProgress = () => undefined,
  expectedBytes: number | null = null,
): Promise<TakenIn> {
  const { sql, clock } = context;
  const keepOptions = {
    masterKey: context.masterKey,
    folder: context.keptFolder,
    onReceived: (bytes: number) =>
      onProgress({ stage: "receiving", bytes, ofBytes: null, rows: 0 }),
  };
  // Both are read while the bytes come in; whether they fail is met below.
  const coming = context.readBasis();
  coming.catch(() => undefined);
  const isLarge = expectedBytes !== null && expectedBytes >= largeBytes;
  const knowing = isLarge ? gatherKnowledge(sql, expectedBytes, true) : null;
  knowing?.catch(() => undefined);
  const arriving = await arrive(context, received, handover);
  const kept = await keep(sql, arriving.received, clock(), keepOptions);
  const earlier = await findReportOf(sql, handover.finder, kept.sha256, handover.typeLabel);
  if (earlier?.state === "completed")
    return { report: earlier.id, duplicateOf: earlier.id, closed: 0, header: null };
  const file = await openKept(kept, keepOptions);
  try {
    const basis = await coming;
    const described = earlier === null ? handover : descriptionOf(earlier);
    const head = await file.readAt(0, frameBytes);
    const opened = openReport(head, described, context.sources, context.catalogue);
    const report = earlier ?? (await record(context, { basis, kept, handover, opened, arriving }));
    if (opened.kind === "refused") throw toRefused(report.fileName, report.id, opened);
    const header = headerOf(head, opened.cursor.offset);
    await readRows(context, { basis, report, kept, file, opened, knowing }, onProgress);
    const closed = await closeWhatIsGone(context, report);
    await completeReport(sql, report.number, clock());
    return { report: report.id, duplicateOf: null, closed, header };
  } finally {
    await file.close();
  }
}

const longestHeader = 4000;

function headerOf(head: Uint8Array, until: number): string | null {
  const text = new TextDecoder().decode(head.subarray(0, Math.min(until, 4 * longestHeader)));
  return text.trim().slice(0, longestHeader).replaceAll("\0", "") || null;
}

/** How an interrupted report was described when it was first handed over; that holds. */
function descriptionOf(report: Report): ReportDescription {
  const { format, typeLabel, fileName, mapping } = report;
  return { format, typeLabel, fileName, mapping };
}

/** What the receipt of a report is written from. */
type Received = {
  readonly basis: Basis;
  readonly kept: Kept;
  readonly handover: Handover;
  readonly opened: OpenedReport;
  readonly arriving: Arriving;
};

/** Writes the receipt. */
async function record(
  context: PipelineContext,
  { basis, kept, handover, opened, arriving }: Received,
): Promise<Report> {
  const receivedAt = context.clock();
  const terms = toTerms(basis, handover, opened, arriving.finder.grade);
  const signature = await arriving.findSignature();
  const wait = await findWait(context, { basis, terms, arriving, signature });
  const byTrust = wait === null ? `finder ${terms.finder} is trusted` : null;
  const byPerson = mayReleaseAtOnce(wait) ? handover.releasedBy : null;
  const releasedBy = byPerson ?? byTrust;
  return saveReport(context.sql, {
    id: newUuid(receivedAt.getTime()) as ReportId,
    terms,
    sha256: kept.sha256,
    receivedAt,
    releasedBy,
    waitsBecause: releasedBy === null && opened.kind === "opened" ? wait : null,
    signature,
    refusal: opened.kind === "refused" ? opened.refusal : null,
  });
}
