import type { Sql } from "../platform/database.ts";

/** What the key is for that knocks are hashed with (`makeKeyedHash`). */
export const knockPurpose = "knocks";

/** One count: of whom, at which door and in which window stands in the hash. */
export type Knock = { readonly hash: Buffer; readonly windowMs: number };

export type CountedKnock = {
  readonly hash: Buffer;
  /** With this one. */
  readonly count: number;
  /** When its window is over. */
  readonly until: Date;
};

/** No count grows beyond it, however long somebody goes on. */
const highest = 1_000_000;

/** Counts these, each in its window or in a new one, in one statement: whoever knocks at once, elsewhere, is counted too. */
export async function countKnocks(
  sql: Sql,
  knocks: readonly Knock[],
  at: Date,
): Promise<CountedKnock[]> {
  const { rows } = await sql.query<CountedKnock>(
    `insert into knocks as k (knock_hash, count, until)
     select n.hash, 1, $3::timestamptz + n.window_ms * interval '1 millisecond'
       from unnest($1::bytea[], $2::bigint[]) as n (hash, window_ms) order by n.hash
     on conflict (knock_hash) do update
        set count = case when k.until <= $3 then 1 else least(k.count + 1, $4) end,
            until = case when k.until <= $3 then excluded.until else k.until end
     returning k.knock_hash as hash, k.count, k.until`,
    [knocks.map(({ hash }) => hash), knocks.map(({ windowMs }) => windowMs), at, highest],
  );
  return rows;
}

/** Takes one off each of these counts again, where its window is not over. */
export async function uncountKnocks(sql: Sql, hashes: readonly Buffer[], at: Date): Promise<void> {
  await sql.query(
    `update knocks k set count = k.count - 1
       from (select l.knock_hash from knocks l where l.knock_hash = any ($1::bytea[]) and l.until > $2 and l.count > 0
              order by l.knock_hash for update) found
      where k.knock_hash = found.knock_hash`,
    [hashes, at],
  );
}

/** Forgets whose window is over; answers how many. */
export async function deleteOldKnocks(sql: Sql, at: Date): Promise<number> {
  const { rowCount } = await sql.query("delete from knocks k where k.until <= $1", [at]);
  return rowCount;
}
