import { type PackedObservations, unpackDeltas } from "../domain/finding/packed-observations.ts";
import type { Sql } from "../platform/database.ts";

/** Observations of one chunk of a report. */
export type ObservedChunk = {
  readonly report: number;
  readonly chunk: number;
  readonly findingIds: Float64Array;
  readonly offsets: Float64Array;
  /** Seconds since 1970 UTC. */
  readonly observedAtS: Float64Array;
};

/**
 * Makes the partition of the month (UTC) of this instant, when it is not there yet. To be called outside the
 * transactions that fill it: making a partition locks the whole table for a moment.
 */
export async function ensureObservationMonth(sql: Sql, at: Date): Promise<void> {
  const from = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  const until = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  const name = `observations_${from.toISOString().slice(0, 7).replace("-", "_")}`;
  const { rows } = await sql.query<{ there: boolean }>(
    "select to_regclass($1) is not null as there",
    [name],
  );
  if (rows[0]?.there) return;
  // One text, so one transaction: processes that come together wait for each other, and the later ones find it.
  await sql.query(
    `select pg_advisory_xact_lock(hashtext('observations'));
     create table if not exists ${name} partition of observations
       for values from ('${from.toISOString()}') to ('${until.toISOString()}')`,
  );
}

/** Stores the packed observations of one chunk. */
export async function saveObservations(
  sql: Sql,
  place: {
    readonly report: number;
    readonly chunk: number;
    readonly savedAt: Date;
    readonly digestDue: boolean;
  },
  packed: PackedObservations,
): Promise<void> {
  await sql.query(
    `insert into observations (saved_at, report, chunk, count, finding_ids, offsets, observed_at, digest_due)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      place.savedAt,
      place.report,
      place.chunk,
      packed.count,
      packed.findingIds,
      packed.offsets,
      packed.observedAt,
      place.digestDue,
    ],
  );
}

type ObservationRow = {
  report: number;
  chunk: number;
  count: number;
  finding_ids: Buffer;
  offsets: Buffer;
  observed_at: Buffer;
};

/** The observations of a report that are still kept, chunk by chunk in order. */
export async function* readObservations(sql: Sql, report: number): AsyncGenerator<ObservedChunk> {
  for (let after = -1; ; ) {
    const { rows } = await sql.query<ObservationRow>(
      `select o.report, o.chunk, o.count, o.finding_ids, o.offsets, o.observed_at from observations o
        where o.report = $1 and o.chunk > $2 order by o.chunk limit 16`,
      [report, after],
    );
    if (rows.length === 0) return;
    for (const row of rows) yield toObservedChunk(row);
    after = (rows.at(-1) as ObservationRow).chunk;
  }
}

/** Unpacks a row of the table. */
export function toObservedChunk(row: ObservationRow): ObservedChunk {
  return {
    report: row.report,
    chunk: row.chunk,
    findingIds: unpackDeltas(row.finding_ids, row.count),
    offsets: unpackDeltas(row.offsets, row.count),
    observedAtS: unpackDeltas(row.observed_at, row.count),
  };
}
