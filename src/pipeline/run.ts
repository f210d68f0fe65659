import type { Decision } from "../domain/decision/decision.ts";
import { makeFindingKeyHasher } from "../domain/finding/finding-key.ts";
import type { Grade } from "../domain/finding/grade.ts";
import { encodeStanding } from "../domain/finding/standing.ts";
import { strictestTlp, type Tlp } from "../domain/finding/tlp.ts";
import type { FinderId, ReportId } from "../domain/ids.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import type { Scope } from "../domain/report/scope.ts";
import type { RowCursor, RowReader } from "../domain/report/source.ts";
import { AppError, must } from "../platform/errors.ts";
import { frameBytes } from "../platform/frame-codec.ts";
import type { FramedFile } from "../platform/framed-file.ts";
import { newUuid } from "../platform/uuid.ts";
import { numberFindingTypes } from "../store/finding-types.ts";
import { encodeNewFindings, reserveFindingIds } from "../store/findings.ts";
import { ensureObservationMonth } from "../store/observations.ts";
import { findResumePoint, sumChunks } from "../store/report-chunks.ts";
import {
  completeReport,
  findReportOf,
  getReport,
  type Report,
  type ReportTerms,
  saveReport,
} from "../store/reports.ts";
import { findPreviousScope } from "../store/scopes.ts";
import { findingKeySecret } from "../store/secrets.ts";
import { closeUnseen } from "./close-unseen.ts";
import { decideOpened, numbersOf, placeDecisions } from "./decide.ts";
import { decideAgain } from "./decide-again.ts";
import { enrich } from "./enrich.ts";
import { countUnknown, hashKeys, identify } from "./identify.ts";
import { type Kept, keep, keepForNow, openKept } from "./keep.ts";
import type { Basis } from "./material/basis.ts";
import { type Chunk, makeChunk, type RowType } from "./material/chunk.ts";
import type { PipelineContext } from "./material/context.ts";
import { assignDecisions, type Deciding, startDeciding } from "./material/deciding.ts";
import {
  gatherKnowledge,
  type Knowledge,
  knowsTooMuch,
  lookUpUnknown,
} from "./material/knowledge.ts";
import { type OpenedReport, openReport, type ReportDescription } from "./material/open-report.ts";
import { feedText, parse, type TextFeed } from "./parse.ts";
import { release } from "./release.ts";
import { type Retained, retain } from "./retain.ts";
import { countRows, StaleKnowledge, save } from "./save.ts";

/** What a finder says of what it hands over. */
export type Handover = ReportDescription & {
  readonly finder: FinderId;
  readonly caseName: string | null;
  readonly tlp: Tlp | null;
  readonly grade: Grade | null;
  readonly complete: boolean;
  readonly scope: Scope | null;
  /** Who releases it at once; null: a report of a finder that is not trusted waits. */
  readonly releasedBy: string | null;
};

/** How far taking in has come. */
export type Progress = {
  readonly stage: "receiving" | "reading";
  readonly bytes: number;
  /** Null while it is not known. */
  readonly ofBytes: number | null;
  readonly rows: number;
};

export type TakenIn = {
  readonly report: ReportId;
  /** The completed report of the same finder with the same bytes; nothing was taken in again. */
  readonly duplicateOf: ReportId | null;
  /** Findings closed because a complete report no longer shows them. */
  readonly closed: number;
};

type OnProgress = (progress: Progress) => void;

/**
 * Takes a report in: keeps the bytes, reads, enriches, identifies, decides and saves it chunk by chunk.
 *
 * What was interrupted goes on behind its last chunk; the same bytes of the same finder are taken in once. Throws
 * `input-refused` when the report cannot be read at all; its bytes and the receipt are kept all the same.
 */
export async function takeIn(
  context: PipelineContext,
  received: AsyncIterable<Uint8Array>,
  handover: Handover,
  onProgress: OnProgress = () => undefined,
): Promise<TakenIn> {
  const { sql, clock } = context;
  const keepOptions = {
    ...keepOptionsOf(context),
    onReceived: (bytes: number) =>
      onProgress({ stage: "receiving", bytes, ofBytes: null, rows: 0 }),
  };
  // Read and compiled while the bytes come in; its failure is met below.
  const coming = context.readBasis();
  coming.catch(() => undefined);
  const kept = await keep(sql, received, clock(), keepOptions);
  const earlier = await findReportOf(sql, handover.finder, kept.sha256, handover.typeLabel);
  if (earlier?.state === "completed")
    return { report: earlier.id, duplicateOf: earlier.id, closed: 0 };
  const file = await openKept(kept, keepOptions);
  try {
    const basis = await coming;
    const described = earlier === null ? handover : descriptionOf(earlier);
    const opened = openReport(
      await file.readAt(0, frameBytes),
      described,
      context.sources,
      context.catalogue,
    );
    const report =
      earlier ?? (await record(context, toTerms(basis, handover, opened), kept, handover, opened));
    if (opened.kind === "refused") throw toRefused(report.fileName, report.id, opened);
    await readRows(context, basis, report, kept, file, opened, onProgress);
    const closed = await closeWhatIsGone(context, report);
    await completeReport(sql, report.number, clock());
    return { report: report.id, duplicateOf: null, closed };
  } finally {
    await file.close();
  }
}

function keepOptionsOf(context: PipelineContext): {
  masterKey: PipelineContext["masterKey"];
  folder: string;
} {
  return { masterKey: context.masterKey, folder: context.keptFolder };
}

/** How an interrupted report was described when it was first handed over; that holds. */
function descriptionOf(report: Report): ReportDescription {
  const { format, typeLabel, fileName, mapping } = report;
  return { format, typeLabel, fileName, mapping };
}

/** What was said of the report, and what is known of its finder at this moment. */
function toTerms(basis: Basis, handover: Handover, opened: OpenedReport): ReportTerms {
  const finder = basis.world.finders.find(({ id }) => id === handover.finder);
  return {
    finder: handover.finder,
    trusted: finder?.trusted ?? false,
    fileName: handover.fileName,
    format: opened.source?.format ?? null,
    reportType: opened.kind === "opened" ? opened.reportType : null,
    typeLabel: handover.typeLabel,
    mapping: handover.mapping,
    caseName: handover.caseName,
    tlp: strictestTlp(handover.tlp, finder?.tlp),
    grade: handover.grade ?? opened.source?.grade ?? "reported",
    complete: handover.complete,
    scope: handover.scope,
  };
}

/** Writes the receipt. */
function record(
  context: PipelineContext,
  terms: ReportTerms,
  kept: Kept,
  handover: Handover,
  opened: OpenedReport,
): Promise<Report> {
  const receivedAt = context.clock();
  const byTrust = terms.trusted ? `finder ${terms.finder} is trusted` : null;
  return saveReport(context.sql, {
    id: newUuid(receivedAt.getTime()) as ReportId,
    terms,
    sha256: kept.sha256,
    receivedAt,
    releasedBy: handover.releasedBy ?? byTrust,
    refusal: opened.kind === "refused" ? opened.refusal : null,
  });
}

function toRefused(
  fileName: string | null,
  report: ReportId | null,
  { refusal }: Extract<OpenedReport, { kind: "refused" }>,
): AppError {
  const { detail, remedy, line, field, reason } = refusal;
  const place = [
    fileName ?? "standard input",
    ...(line === null ? [] : [`line ${line}`]),
    ...(field === null ? [] : [`field ${field}`]),
  ];
  return new AppError("input-refused", `${place.join(", ")}: ${detail}`, {
    remedy,
    details: { report, reason, line, field },
  });
}

/** What stays the same while the rows of one report are read. */
type Reading = {
  readonly context: PipelineContext;
  readonly reader: RowReader;
  readonly deciding: Deciding;
  /** Apart from `deciding`: what it stores belongs to the chunk being saved, not to the next one. */
  readonly again: Deciding;
  readonly knowledge: Knowledge;
  readonly types: RowType[];
  readonly hasher: ReturnType<typeof makeFindingKeyHasher>;
  readonly standing: number;
};

/** Takes in all rows that are not yet; whenever what is known goes stale it begins anew behind the last chunk saved. */
async function readRows(
  context: PipelineContext,
  basis: Basis,
  report: Report,
  kept: Kept,
  file: FramedFile,
  opened: Extract<OpenedReport, { kind: "opened" }>,
  onProgress: OnProgress,
): Promise<void> {
  const { sql, clock } = context;
  await ensureObservationMonth(sql, clock());
  const hasher = makeFindingKeyHasher(await findingKeySecret(sql));
  const standing = standingOf(report, report.releasedAt !== null);
  for (let mayKnowAll = true; ; ) {
    const resume = await findResumePoint(sql, report.number);
    const cursor: RowCursor = resume?.cursor ?? { ...opened.cursor };
    const knowledge = await gatherKnowledge(sql, kept.textBytes - cursor.offset, mayKnowAll);
    const deciding = startDeciding(basis, clock());
    const reading: Reading = {
      context,
      reader: opened.reader,
      deciding,
      again: startDeciding(basis, deciding.decidedAt),
      knowledge,
      types: [],
      hasher,
      standing,
    };
    const feed = await feedText(file, kept.textBytes, cursor.offset);
    try {
      await readChunks(
        reading,
        report,
        feed,
        cursor,
        resume?.chunk ?? 0,
        kept.textBytes,
        onProgress,
      );
      return;
    } catch (error) {
      if (!(error instanceof StaleKnowledge)) throw error;
      mayKnowAll = false;
    } finally {
      await feed.close();
    }
  }
}

function standingOf(terms: ReportTerms, released: boolean): number {
  const gradeSuffices = released || terms.grade === "verified";
  return encodeStanding({ released, tlp: terms.tlp, gradeSuffices });
}

/** Reads the next chunk while the database saves the one before. */
async function readChunks(
  reading: Reading,
  report: Report,
  feed: TextFeed,
  cursor: RowCursor,
  from: number,
  textBytes: number,
  onProgress: OnProgress,
): Promise<void> {
  const { chunkRows } = reading.context;
  const chunks = [makeChunk(chunkRows), makeChunk(chunkRows)] as const;
  let saving: Promise<unknown> = Promise.resolve();
  try {
    for (let number = from; ; number++) {
      const chunk = chunks[number % 2] as Chunk;
      chunk.number = number;
      chunk.from = { ...cursor };
      await parse(feed, reading.reader, cursor, chunk.batch);
      chunk.until = { ...cursor };
      if (chunk.batch.count + chunk.batch.quarantined.length === 0) break;
      await numberTypes(reading);
      await prepare(reading, chunk, (count) => reserveFindingIds(reading.context.sql, count));
      await encode(reading, report, chunk);
      await saving;
      saving = saveChunkOf(reading, report, chunk);
      // Its failure is met at the next turn; nobody is to take it for unhandled until then.
      saving.catch(() => undefined);
      onProgress({ stage: "reading", bytes: cursor.offset, ofBytes: textBytes, rows: cursor.row });
      if (knowsTooMuch(reading.knowledge)) {
        await saving;
        throw new StaleKnowledge("more is known than memory should hold");
      }
    }
  } finally {
    await saving;
  }
}

/** Everything about a chunk that needs no transaction. */
async function prepare(
  reading: Reading,
  chunk: Chunk,
  reserveIds: (count: number) => Promise<number>,
): Promise<void> {
  const { context, types, knowledge, deciding } = reading;
  enrich(chunk, types, deciding.basis.compiled);
  hashKeys(chunk, types, reading.hasher);
  if (!knowledge.whole) await lookUpUnknown(context.sql, knowledge, chunk);
  const unknown = countUnknown(chunk, knowledge.known);
  const idsFrom = unknown === 0 ? 0 : await reserveIds(unknown);
  identify(chunk, types, knowledge.known, reading.standing, idsFrom);
  decideOpened(chunk, types, deciding);
}

/** Writes the rows that will be copied while the database still saves the chunk before. */
async function encode({ context, deciding }: Reading, report: Report, chunk: Chunk): Promise<void> {
  chunk.decisionRows = await assignDecisions(context.sql, deciding, numbersOf(chunk));
  placeDecisions(chunk.fresh, deciding);
  placeDecisions(chunk.reopened, deciding);
  chunk.freshRows = encodeNewFindings(chunk.fresh, report.number, context.clock());
}

/** Numbers the finding types that the reader met since the last chunk. */
async function numberTypes({ context, reader, types, hasher }: Reading): Promise<void> {
  const met = reader.types.slice(types.length);
  if (met.length === 0) return;
  const numbers = await numberFindingTypes(
    context.sql,
    met.map(({ id }) => id),
  );
  for (const type of met) {
    const number = must(numbers.get(type.id), "a numbered type has a number");
    types.push({ type, number, hash: hasher.hashType(type.id) });
  }
}

function saveChunkOf(reading: Reading, report: Report, chunk: Chunk): Promise<unknown> {
  const { context, again, knowledge } = reading;
  return save(context.sql, chunk, {
    report: report.number,
    savedAt: context.clock(),
    asOf: knowledge.asOf,
    decideAgain: async (sql, ids) => {
      await decideAgain(sql, context.catalogue, again, ids);
    },
  });
}

/** Closes what a complete report no longer shows, where its scope is known and nothing of it is in doubt. */
async function closeWhatIsGone(context: PipelineContext, report: Report): Promise<number> {
  const { sql, clock } = context;
  if (!report.complete || report.releasedAt === null || report.reportType === null) return 0;
  const scope =
    report.scope ?? (await findPreviousScope(sql, report.finder, report.reportType, report.number));
  const counts = await sumChunks(sql, report.number);
  if (scope === null || counts.quarantined > 0) return 0;
  return closeUnseen(sql, report, scope, counts.observedLast ?? report.receivedAt, clock());
}

/** What a report would do. */
export type Preview = {
  readonly rows: number;
  readonly accepted: number;
  readonly new: number;
  readonly seenAgain: number;
  readonly reopened: number;
  readonly outOfScope: number;
  readonly quarantined: readonly QuarantinedRow[];
  readonly quarantinedCount: number;
  /** Findings it would open, by the decision about them. */
  readonly decisions: ReadonlyMap<Decision, number>;
};

/**
 * Reads and decides as `takeIn` does, and keeps nothing: neither bytes nor receipt nor findings.
 *
 * Throws `input-refused` when the report cannot be read at all.
 */
export async function preview(
  context: PipelineContext,
  received: AsyncIterable<Uint8Array>,
  handover: Handover,
): Promise<Preview> {
  const { sql, clock } = context;
  const { kept, open, discard } = await keepForNow(received, keepOptionsOf(context));
  try {
    const file = await open();
    try {
      const basis = await context.readBasis();
      const opened = openReport(
        await file.readAt(0, frameBytes),
        handover,
        context.sources,
        context.catalogue,
      );
      if (opened.kind === "refused") throw toRefused(handover.fileName, null, opened);
      const terms = toTerms(basis, handover, opened);
      const released = terms.trusted || handover.releasedBy !== null;
      const reading: Reading = {
        context,
        reader: opened.reader,
        deciding: startDeciding(basis, clock()),
        again: startDeciding(basis, clock()),
        knowledge: await gatherKnowledge(sql, kept.textBytes, true),
        types: [],
        hasher: makeFindingKeyHasher(await findingKeySecret(sql)),
        standing: standingOf(terms, released),
      };
      return await previewChunks(reading, await feedText(file, kept.textBytes, 0), opened.cursor);
    } finally {
      await file.close();
    }
  } finally {
    await discard();
  }
}

/** Ids that no finding has, for findings that are never saved. */
const previewIds = 2 ** 31;

async function previewChunks(reading: Reading, feed: TextFeed, from: RowCursor): Promise<Preview> {
  const cursor = { ...from };
  const chunk = makeChunk(reading.context.chunkRows);
  const decisions = new Map<Decision, number>();
  const quarantined: QuarantinedRow[] = [];
  const sums = { accepted: 0, new: 0, seenAgain: 0, reopened: 0, quarantined: 0, outOfScope: 0 };
  for (let idsFrom = previewIds; ; idsFrom += chunk.batch.count) {
    await parse(feed, reading.reader, cursor, chunk.batch);
    if (chunk.batch.count + chunk.batch.quarantined.length === 0) break;
    for (const type of reading.reader.types.slice(reading.types.length)) {
      reading.types.push({ type, number: 0, hash: reading.hasher.hashType(type.id) });
    }
    await prepare(reading, chunk, async () => idsFrom);
    const counts = countRows(chunk);
    for (const name of ["accepted", "new", "seenAgain", "reopened", "quarantined"] as const)
      sums[name] += counts[name];
    quarantined.push(...chunk.batch.quarantined.slice(0, 100 - quarantined.length));
    for (const opened of [chunk.fresh, chunk.reopened]) {
      for (let at = 0; at < opened.count; at++) {
        const number = (opened.decision[at] as number) - 1;
        if (number < 0) sums.outOfScope++;
        else {
          const decision = reading.deciding.memo.decisionOf(number);
          decisions.set(decision, (decisions.get(decision) ?? 0) + 1);
        }
      }
    }
  }
  await feed.close();
  return {
    ...sums,
    rows: sums.accepted + sums.quarantined,
    quarantined,
    quarantinedCount: sums.quarantined,
    decisions,
  };
}

/** Releases a report and decides anew about what it shows; answers false when it was released before. */
export async function runRelease(
  context: PipelineContext,
  id: ReportId,
  releasedBy: string,
): Promise<boolean> {
  const { sql, clock } = context;
  const report = await getReport(sql, id);
  const deciding = startDeciding(await context.readBasis(), clock());
  const released = await release(sql, report, clock(), releasedBy, async (sql, ids) => {
    await decideAgain(sql, context.catalogue, deciding, ids);
  });
  if (released) await closeWhatIsGone(context, await getReport(sql, id));
  return released;
}

/** Ends the keeping of what need not be kept any longer. */
export function runRetention(context: PipelineContext): Promise<Retained> {
  return retain(context);
}
