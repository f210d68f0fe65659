import { closedStates, episodeStateCode } from "../domain/finding/episode-state.ts";
import type { Sql } from "../platform/database.ts";

/** What is known of kept bytes; `wrappedKey` is null once they can no longer be read. */
export type KeptReport = {
  readonly sha256: Buffer;
  readonly receivedBytes: number;
  readonly textBytes: number;
  readonly wrappedKey: Buffer | null;
};

type KeptReportRow = {
  sha256: Buffer;
  received_bytes: number;
  text_bytes: number;
  wrapped_key: Buffer | null;
};

function toKeptReport(row: KeptReportRow): KeptReport {
  return {
    sha256: row.sha256,
    receivedBytes: Number(row.received_bytes),
    textBytes: Number(row.text_bytes),
    wrappedKey: row.wrapped_key,
  };
}

/** The kept bytes of this content; null when they were never received. */
export async function findKeptReport(sql: Sql, sha256: Buffer): Promise<KeptReport | null> {
  const { rows } = await sql.query<KeptReportRow>(
    "select k.sha256, k.received_bytes, k.text_bytes, k.wrapped_key from kept_reports k where k.sha256 = $1",
    [sha256],
  );
  return rows[0] === undefined ? null : toKeptReport(rows[0]);
}

/**
 * Records bytes that lie on disk now. The same content received again while its key lives changes nothing; after its
 * key was destroyed it gets the new one. Answers the key that holds.
 */
export async function saveKeptReport(
  sql: Sql,
  kept: KeptReport & { readonly wrappedKey: Buffer },
  keptAt: Date,
): Promise<Buffer> {
  const { rows } = await sql.query<{ wrapped_key: Buffer }>(
    `insert into kept_reports as k (sha256, received_bytes, text_bytes, kept_at, wrapped_key)
     values ($1, $2, $3, $4, $5)
     on conflict (sha256) do update
        set wrapped_key = coalesce(k.wrapped_key, excluded.wrapped_key),
            kept_at = case when k.wrapped_key is null then excluded.kept_at else k.kept_at end,
            destroyed_at = null
     returning wrapped_key`,
    [kept.sha256, kept.receivedBytes, kept.textBytes, keptAt, kept.wrappedKey],
  );
  return (rows[0] as { wrapped_key: Buffer }).wrapped_key;
}

/**
 * Destroys the keys of kept bytes that are no longer needed, and answers whose: those kept before `keptBefore` whose
 * rows are evidence of no open finding, and all kept before `evidenceBefore` (2-domain.md, retention). Reports still
 * being read are left alone.
 */
export async function destroyExpiredKeys(
  sql: Sql,
  now: Date,
  keptBefore: Date,
  evidenceBefore: Date,
): Promise<{ readonly sha256: Buffer; readonly wrappedKey: Buffer }[]> {
  const { rows } = await sql.query<{ sha256: Buffer; wrapped_key: Buffer }>(
    `with expired as (
       select k.sha256, k.wrapped_key
         from kept_reports k
        where k.wrapped_key is not null
          and k.kept_at < $2
          and not exists (select from reports r where r.sha256 = k.sha256 and r.state = 'received')
          and (k.kept_at < $3
               or not exists (select from reports r
                                join findings f on f.opened_by = r.number
                               where r.sha256 = k.sha256 and f.state <> all($4::smallint[])))
          for update
     )
     update kept_reports k
        set wrapped_key = null, destroyed_at = $1
       from expired e
      where k.sha256 = e.sha256
     returning k.sha256, e.wrapped_key`,
    [now, keptBefore, evidenceBefore, closedStates.map(episodeStateCode)],
  );
  return rows.map((row) => ({ sha256: row.sha256, wrappedKey: row.wrapped_key }));
}

/** Hashes and keys of all bytes that can still be read. */
export async function listReadableKeys(
  sql: Sql,
): Promise<{ readonly sha256: Buffer; readonly wrappedKey: Buffer }[]> {
  const { rows } = await sql.query<{ sha256: Buffer; wrapped_key: Buffer }>(
    "select k.sha256, k.wrapped_key from kept_reports k where k.wrapped_key is not null",
  );
  return rows.map((row) => ({ sha256: row.sha256, wrappedKey: row.wrapped_key }));
}
