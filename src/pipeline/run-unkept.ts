import type { RowCursor } from "../domain/report/source.ts";
import { frameBytes } from "../platform/frame-codec.ts";
import { findFinderTerms } from "../store/finders.ts";
import { keepForNow } from "./keep.ts";
import type { Basis } from "./material/basis.ts";
import { type Chunk, makeChunk } from "./material/chunk.ts";
import type { PipelineContext } from "./material/context.ts";
import { type Handover, standingOf, toRefused, toTerms } from "./material/handover.ts";
import { type OpenedReport, openReport } from "./material/open-report.ts";
import { feedText, parse, type TextFeed } from "./parse.ts";
import { prepare, type Reading } from "./run-rows.ts";

/** A report that is read and not kept, once its beginning was seen. */
export type Unkept = {
  readonly opened: Extract<OpenedReport, { kind: "opened" }>;
  readonly textBytes: number;
  readonly standing: number;
};

/** Ids that no finding has, for findings that are never saved. */
const idsOfNobody = 2 ** 31;

/**
 * Reads and decides as `takeIn` does, chunk by chunk, and keeps nothing: neither bytes nor receipt nor findings.
 *
 * Throws `input-refused` when the report cannot be read at all. Answers where the ids of the next report begin that is
 * read with the same knowledge.
 */
export async function readUnkept(
  context: PipelineContext,
  report: {
    readonly received: AsyncIterable<Uint8Array>;
    readonly handover: Handover;
    readonly basis: Basis;
    readonly idsFrom?: number;
  },
  start: (unkept: Unkept) => Promise<Reading>,
  each: (reading: Reading, chunk: Chunk) => void,
): Promise<number> {
  const { handover, basis, idsFrom = idsOfNobody } = report;
  const { kept, open, discard } = await keepForNow(report.received, {
    masterKey: context.masterKey,
    folder: context.keptFolder,
  });
  try {
    const file = await open();
    try {
      const head = await file.readAt(0, frameBytes);
      const opened = openReport(head, handover, context.sources, context.catalogue);
      if (opened.kind === "refused") throw toRefused(handover.fileName, null, opened);
      const { grade } = await findFinderTerms(context.sql, handover.finder);
      const terms = toTerms(basis, handover, opened, grade);
      const released = terms.trusted || handover.releasedBy !== null;
      const { textBytes } = kept;
      const reading = await start({
        opened,
        textBytes,
        standing: standingOf(basis.world, terms, released),
      });
      const feed = await feedText(file, textBytes, 0);
      return await readChunks(reading, feed, opened.cursor, idsFrom, each);
    } finally {
      await file.close();
    }
  } finally {
    await discard();
  }
}

async function readChunks(
  reading: Reading,
  feed: TextFeed,
  from: RowCursor,
  firstId: number,
  each: (reading: Reading, chunk: Chunk) => void,
): Promise<number> {
  const cursor = { ...from };
  const chunk = makeChunk(reading.context.chunkRows);
  let idsFrom = firstId;
  try {
    for (;;) {
      await parse(feed, reading.reader, cursor, chunk.batch);
      if (chunk.batch.count + chunk.batch.quarantined.length === 0) return idsFrom;
      for (const type of reading.reader.types.slice(reading.types.length)) {
        reading.types.push({ type, number: 0, hash: reading.hasher.hashType(type.id) });
      }
      await prepare(reading, chunk, async () => idsFrom);
      each(reading, chunk);
      idsFrom += chunk.batch.count;
    }
  } finally {
    await feed.close();
  }
}
