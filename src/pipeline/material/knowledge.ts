import { type KnownFindings, makeKnownFindings } from "../../domain/finding/known-findings.ts";
import type { Sql } from "../../platform/database.ts";
import { lastEpisodeChange } from "../../store/episodes.ts";
import { addAllKnown, addKnownOf, estimateFindings } from "../../store/known-findings.ts";
import { type Chunk, usualChunkRows } from "./chunk.ts";

/** What is known of findings while a report is taken in. */
export type Knowledge = {
  readonly known: KnownFindings;
  /** The latest change of episodes that it includes. */
  readonly asOf: number;
  /** Whether it began with every finding there was; else the database is asked about each chunk. */
  readonly whole: boolean;
};

/** Reading all findings costs so many times less each than asking the database about one row. */
const readingGain = 15;
/** Findings held at most: about 90 MB. */
const mostKnown = 3_000_000;
/** Bytes of a row, roughly; only chooses the cheaper way. */
const usualRowBytes = 200;

/**
 * Begins to know: all findings at once where the report is large enough to make that cheaper than asking about its
 * rows, nothing yet where it is not, or where `whole` says that what was known went stale.
 */
export async function gatherKnowledge(
  sql: Sql,
  textBytes: number,
  mayBeWhole: boolean,
): Promise<Knowledge> {
  const asOf = await lastEpisodeChange(sql);
  const findings = await estimateFindings(sql);
  const rows = textBytes / usualRowBytes;
  const whole =
    mayBeWhole &&
    rows > usualChunkRows &&
    findings < rows * readingGain &&
    findings + rows < mostKnown;
  const known = makeKnownFindings(
    whole ? findings + rows : Math.min(rows, mostKnown) + usualChunkRows,
  );
  if (whole) await addAllKnown(sql, known);
  return { known, asOf, whole };
}

/** Whether so much is known that the next chunk should begin anew, lest memory grow with the report. */
export function knowsTooMuch(knowledge: Knowledge): boolean {
  return knowledge.known.size() + usualChunkRows > mostKnown;
}

/** Asks the database about the chunk's keys that are not known. */
export async function lookUpUnknown(sql: Sql, knowledge: Knowledge, chunk: Chunk): Promise<void> {
  const { known } = knowledge;
  const unknown = new Uint32Array(chunk.batch.count * 4);
  let count = 0;
  for (let i = 0; i < chunk.batch.count; i++) {
    if (known.find(chunk.keys, i * 4) >= 0) continue;
    unknown.set(chunk.keys.subarray(i * 4, i * 4 + 4), count * 4);
    count++;
  }
  if (count > 0) await addKnownOf(sql, known, unknown, count);
}
