import { frameBytes } from "../platform/frame-codec.ts";
import { type FramedFile, openFrames } from "../platform/framed-file.ts";
import { keptPath } from "../platform/kept-files.ts";
import { unwrapKey } from "../platform/master-key.ts";
import { findKeptReport } from "../store/kept-reports.ts";
import { listReportsByNumber, type Report } from "../store/reports.ts";
import type { PipelineContext } from "./material/context.ts";
import { openReport } from "./material/open-report.ts";

/** Where a row lies: in the text of the report with this number, at this offset. */
export type EvidenceRef = { readonly report: number; readonly offset: number };

/** All columns of a row as its report has them, in the report's order; null when its report is no longer kept. */
export type Evidence = ReadonlyMap<string, string> | null;

/** Enough for nearly every row, and seldom across two frames; longer ones are read again whole. */
const usualRowBytes = 1 << 13;
const newline = 10;

/** Reads rows back from the kept reports, in the order asked; each report is opened once. */
export async function readEvidence(
  context: PipelineContext,
  refs: readonly EvidenceRef[],
): Promise<Evidence[]> {
  const answers = new Array<Evidence>(refs.length).fill(null);
  const reports = await listReportsByNumber(context.sql, [
    ...new Set(refs.map(({ report }) => report)),
  ]);
  for (const report of reports) {
    const places = refs.flatMap((ref, place) => (ref.report === report.number ? [place] : []));
    places.sort((a, b) => offsetAt(refs, a) - offsetAt(refs, b));
    await readOf(context, report, async (evidenceAt) => {
      for (const place of places) answers[place] = await evidenceAt(offsetAt(refs, place));
    });
  }
  return answers;
}

function offsetAt(refs: readonly EvidenceRef[], place: number): number {
  return (refs[place] as EvidenceRef).offset;
}

/** Opens the kept text of a report, where its key still lives, for as long as `use` takes. */
async function readOf(
  context: PipelineContext,
  report: Report,
  use: (evidenceAt: (offset: number) => Promise<Evidence>) => Promise<void>,
): Promise<void> {
  const kept = await findKeptReport(context.sql, report.sha256);
  if (!kept?.wrappedKey) return;
  const path = keptPath(context.keptFolder, kept.sha256, kept.wrappedKey, "text");
  const file = await openFrames(path, unwrapKey(context.masterKey, kept.wrappedKey));
  try {
    const head = await file.readAt(0, frameBytes);
    const opened = openReport(head, report, context.sources, context.catalogue);
    if (opened.kind === "refused") return;
    const { reader } = opened;
    await use(async (offset) => reader.evidence(await readRow(file, offset)));
  } finally {
    await file.close();
  }
}

async function readRow(file: FramedFile, offset: number): Promise<Buffer> {
  const bytes = await file.readAt(offset, usualRowBytes);
  if (bytes.length < usualRowBytes || bytes.includes(newline)) return bytes;
  return file.readAt(offset, 2 * frameBytes);
}
