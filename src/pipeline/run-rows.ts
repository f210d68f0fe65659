import { makeFindingKeyHasher } from "../domain/finding/finding-key.ts";
import type { RowCursor, RowReader } from "../domain/report/source.ts";
import { must } from "../platform/errors.ts";
import type { FramedFile } from "../platform/framed-file.ts";
import { numberFindingTypes } from "../store/finding-types.ts";
import { encodeNewFindings, reserveFindingIds } from "../store/findings.ts";
import { ensureObservationMonth } from "../store/observations.ts";
import { findResumePoint } from "../store/report-chunks.ts";
import type { Report } from "../store/reports.ts";
import { findingKeySecret } from "../store/secrets.ts";
import { decideOpened, numbersOf, placeDecisions } from "./decide.ts";
import { decideAgain } from "./decide-again.ts";
import { enrich } from "./enrich.ts";
import { countUnknown, hashKeys, identify } from "./identify.ts";
import type { Kept } from "./keep.ts";
import type { Basis } from "./material/basis.ts";
import { type Chunk, makeChunk, type RowType } from "./material/chunk.ts";
import type { PipelineContext } from "./material/context.ts";
import { assignDecisions, type Deciding, startDeciding } from "./material/deciding.ts";
import { standingOf } from "./material/handover.ts";
import {
  gatherKnowledge,
  type Knowledge,
  knowsTooMuch,
  lookUpUnknown,
} from "./material/knowledge.ts";
import type { OpenedReport } from "./material/open-report.ts";
import { feedText, parse, type TextFeed } from "./parse.ts";
import { StaleKnowledge, save } from "./save.ts";

/** How far taking in has come. */
export type Progress = {
  readonly stage: "receiving" | "reading";
  readonly bytes: number;
  /** Null while it is not known. */
  readonly ofBytes: number | null;
  readonly rows: number;
};

export type OnProgress = (progress: Progress) => void;

/** What stays the same while the rows of one report are read. */
export type Reading = {
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

/** What the rows of a report are read with. */
export type Rows = {
  readonly basis: Basis;
  readonly report: Report;
  readonly kept: Kept;
  readonly file: FramedFile;
  readonly opened: Extract<OpenedReport, { kind: "opened" }>;
  /** What was gathered while the bytes came in; null when nothing was. */
  readonly knowing: Promise<Knowledge> | null;
};

/** Takes in all rows that are not yet; whenever what is known goes stale it begins anew behind the last chunk saved. */
export async function readRows(
  context: PipelineContext,
  { basis, report, kept, file, opened, knowing }: Rows,
  onProgress: OnProgress,
): Promise<void> {
  const { sql, clock } = context;
  await ensureObservationMonth(sql, clock());
  const hasher = makeFindingKeyHasher(await findingKeySecret(sql));
  const standing = standingOf(basis.world, report, report.releasedAt !== null);
  for (let mayKnowAll = true; ; ) {
    const resume = await findResumePoint(sql, report.number);
    const cursor: RowCursor = resume?.cursor ?? { ...opened.cursor };
    const knowledge = await (mayKnowAll && knowing !== null
      ? knowing
      : gatherKnowledge(sql, kept.textBytes - cursor.offset, mayKnowAll));
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
export async function prepare(
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
