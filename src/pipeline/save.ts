import { packDeltas } from "../domain/finding/packed-observations.ts";
import { type Sql, toSqlState, transaction } from "../platform/database.ts";
import { copyDecisions } from "../store/decisions.ts";
import { lastEpisodeChange, lockForSaving } from "../store/episodes.ts";
import { copyNewFindings, improveFindings, reopenFindings } from "../store/findings.ts";
import { saveObservations } from "../store/observations.ts";
import { type RowCounts, saveChunk } from "../store/report-chunks.ts";
import type { Chunk } from "./material/chunk.ts";

/**
 * What another process did meanwhile made our knowledge of findings stale: nothing of the chunk was saved, and it is to
 * be taken in again with what is known by then.
 */
export class StaleKnowledge extends Error {
  override readonly name = "StaleKnowledge";
}

export type SaveOptions = {
  readonly report: number;
  readonly savedAt: Date;
  /** The latest change of episodes that our knowledge of findings includes. */
  readonly asOf: number;
  /** Decides anew about findings that a better observation changed. */
  readonly decideAgain: (sql: Sql, ids: readonly number[]) => Promise<void>;
};

/** Unique violation (somebody saved a finding, decision or this chunk first), deadlock, serialization failure. */
const racedStates = new Set(["23505", "40P01", "40001"]);

/**
 * Saves one chunk in one transaction; throws `StaleKnowledge` when it has to be taken in again.
 *
 * A crash at any point leaves either the whole chunk or nothing of it.
 */
export async function save(sql: Sql, chunk: Chunk, options: SaveOptions): Promise<RowCounts> {
  const counts = countRows(chunk);
  try {
    await transaction(sql, async (sql) => {
      await lockForSaving(sql);
      if ((await lastEpisodeChange(sql)) !== options.asOf) throw new StaleKnowledge();
      if (chunk.decisionRows !== null) await copyDecisions(sql, chunk.decisionRows);
      if (chunk.freshRows !== null) await copyNewFindings(sql, chunk.freshRows);
      await reopenFindings(sql, chunk.reopened, options.report, options.savedAt);
      const changed = await improveFindings(sql, chunk.improved);
      if (changed.length > 0) await options.decideAgain(sql, changed);
      await saveRows(sql, chunk, counts, options);
    });
  } catch (error) {
    if (racedStates.has(toSqlState(error))) throw new StaleKnowledge("raced", { cause: error });
    throw error;
  }
  return counts;
}

/** Counts the rows of a chunk that went through `identify`. */
export function countRows(chunk: Chunk): RowCounts {
  const accepted = chunk.batch.count;
  return {
    accepted,
    quarantined: chunk.batch.quarantined.length,
    new: chunk.fresh.count,
    seenAgain: accepted - chunk.fresh.count - chunk.reopened.count,
    reopened: chunk.reopened.count,
  };
}

async function saveRows(
  sql: Sql,
  chunk: Chunk,
  counts: RowCounts,
  options: SaveOptions,
): Promise<void> {
  const { batch } = chunk;
  const { count } = batch;
  await saveChunk(
    sql,
    {
      ...counts,
      report: options.report,
      number: chunk.number,
      from: chunk.from,
      until: chunk.until,
      replacedBytes: batch.replacedBytes,
      observed: toObserved(batch.observedAt, count),
      savedAt: options.savedAt,
    },
    batch.quarantined,
  );
  if (count === 0) return;
  const seconds = new Float64Array(count);
  for (let i = 0; i < count; i++) seconds[i] = Math.floor((batch.observedAt[i] as number) / 1000);
  await saveObservations(
    sql,
    {
      report: options.report,
      chunk: chunk.number,
      savedAt: options.savedAt,
      digestDue: chunk.eventsSeenAgain,
    },
    {
      count,
      findingIds: packDeltas(chunk.ids, count),
      offsets: packDeltas(batch.offset, count),
      observedAt: packDeltas(seconds, count),
    },
  );
}

function toObserved(
  observedAt: Float64Array,
  count: number,
): { from: number; last: number } | null {
  if (count === 0) return null;
  let from = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    from = Math.min(from, observedAt[i] as number);
    last = Math.max(last, observedAt[i] as number);
  }
  return { from, last };
}
