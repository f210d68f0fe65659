import type { Sql } from "../src/platform/database.ts";
import { must } from "../src/platform/errors.ts";

/** How large a database is on disk, and how much log the server has written so far. */
export type DatabaseSize = {
  readonly bytes: number;
  /** Of the table of findings with its indexes, a part of `bytes`. */
  readonly findingBytes: number;
  readonly findings: number;
  readonly walBytes: number;
};

/** Measures after a checkpoint, where the role may ask for one. */
export async function measureDatabaseSize(sql: Sql): Promise<DatabaseSize> {
  await sql.query("checkpoint").catch(() => undefined);
  const { rows } = await sql.query<DatabaseSize>(
    `select pg_database_size(current_database()) as bytes,
      pg_total_relation_size('findings') as "findingBytes",
      (select count(*) from findings) as findings,
      pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint as "walBytes"`,
  );
  return must(rows[0], "a select without from answers a row");
}
