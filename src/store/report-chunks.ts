import type { FinderId } from "../domain/ids.ts";
import type { QuarantinedRow } from "../domain/report/row-batch.ts";
import type { RowCursor } from "../domain/report/source.ts";
import { makeCopyWriter } from "../platform/binary-copy.ts";
import { copyIn, type Sql } from "../platform/database.ts";

/** Counts of rows, of a chunk or of a whole report: `accepted = new + seenAgain + reopened`. */
export type RowCounts = {
  readonly accepted: number;
  readonly quarantined: number;
  readonly new: number;
  readonly seenAgain: number;
  readonly reopened: number;
};

/** What one transaction of a report took in. */
export type ReportChunk = RowCounts & {
  readonly report: number;
  readonly number: number;
  readonly from: Readonly<RowCursor>;
  readonly until: Readonly<RowCursor>;
  readonly replacedBytes: number;
  /** Milliseconds since 1970 UTC; null when nothing was accepted. */
  readonly observed: { readonly from: number; readonly last: number } | null;
  readonly savedAt: Date;
};

/** Records a chunk and the rows it put aside; fails on the unique key when another process took the chunk in first. */
export async function saveChunk(
  sql: Sql,
  chunk: ReportChunk,
  quarantined: readonly QuarantinedRow[],
): Promise<void> {
  await sql.query(
    `insert into report_chunks (report, number, row_from, line_from, offset_from, row_until, line_until, offset_until,
                                accepted, quarantined, new, seen_again, reopened, replaced_bytes,
                                observed_from, observed_last, saved_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      chunk.report,
      chunk.number,
      chunk.from.row,
      chunk.from.line,
      chunk.from.offset,
      chunk.until.row,
      chunk.until.line,
      chunk.until.offset,
      chunk.accepted,
      chunk.quarantined,
      chunk.new,
      chunk.seenAgain,
      chunk.reopened,
      chunk.replacedBytes,
      chunk.observed === null ? null : new Date(chunk.observed.from),
      chunk.observed === null ? null : new Date(chunk.observed.last),
      chunk.savedAt,
    ],
  );
  if (quarantined.length === 0) return;
  const writer = makeCopyWriter(quarantined.length * 120);
  for (const row of quarantined) {
    writer.row(6);
    writer.int32(chunk.report);
    writer.int32(row.row);
    writer.int32(row.line);
    writer.text(storable(row.field));
    writer.text(storable(row.reason));
    writer.text(storable(row.value).slice(0, 200));
  }
  await copyIn(
    sql,
    "copy quarantined_rows (report, row, line, field, reason, value) from stdin (format binary)",
    [writer.finish()],
  );
}

/** Rows that this finder handed over since an instant, accepted or put aside. */
export async function sumRowsSince(sql: Sql, finder: FinderId, since: Date): Promise<number> {
  const { rows } = await sql.query<{ rows: number }>(
    `select coalesce(sum(c.accepted + c.quarantined), 0)::bigint as rows
       from reports r join report_chunks c on c.report = r.number
      where r.finder = $1 and r.received_at >= $2`,
    [finder, since],
  );
  return rows[0]?.rows ?? 0;
}

/** PostgreSQL's text holds everything but NUL. */
function storable(text: string): string {
  return text.replaceAll("\0", "\uFFFD");
}

/** Where reading a report has to go on: behind the last chunk that was saved; null when none was. */
export async function findResumePoint(
  sql: Sql,
  report: number,
): Promise<{ readonly chunk: number; readonly cursor: RowCursor } | null> {
  const { rows } = await sql.query<{
    number: number;
    row_until: number;
    line_until: number;
    offset_until: number;
  }>(
    `select c.number, c.row_until, c.line_until, c.offset_until
       from report_chunks c where c.report = $1 order by c.number desc limit 1`,
    [report],
  );
  const last = rows[0];
  if (last === undefined) return null;
  return {
    chunk: last.number + 1,
    cursor: { row: last.row_until, line: last.line_until, offset: Number(last.offset_until) },
  };
}

/** Sums over all chunks of a report, with the earliest and latest instant observed (null when none). */
export async function sumChunks(
  sql: Sql,
  report: number,
): Promise<RowCounts & { readonly observedFrom: Date | null; readonly observedLast: Date | null }> {
  const { rows } = await sql.query<
    Record<keyof RowCounts, string> & { observed_from: Date | null; observed_last: Date | null }
  >(
    `select coalesce(sum(c.accepted), 0)    as accepted,
            coalesce(sum(c.quarantined), 0) as quarantined,
            coalesce(sum(c.new), 0)         as new,
            coalesce(sum(c.seen_again), 0)  as "seenAgain",
            coalesce(sum(c.reopened), 0)    as reopened,
            min(c.observed_from)            as observed_from,
            max(c.observed_last)            as observed_last
       from report_chunks c where c.report = $1`,
    [report],
  );
  const row = rows[0] as (typeof rows)[number];
  return {
    accepted: Number(row.accepted),
    quarantined: Number(row.quarantined),
    new: Number(row.new),
    seenAgain: Number(row.seenAgain),
    reopened: Number(row.reopened),
    observedFrom: row.observed_from,
    observedLast: row.observed_last,
  };
}
