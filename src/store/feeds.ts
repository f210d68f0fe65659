import type { FeedFile, FeedFileOutcome, FeedId } from "../domain/feed/feed.ts";
import type { ReportId } from "../domain/ids.ts";
import { type Sql, transaction } from "../platform/database.ts";

/** Runs `work` while nobody else works at this feed; answers null, at once, when somebody does. */
export async function withFeedLock<T>(
  sql: Sql,
  feed: FeedId,
  work: () => Promise<T>,
): Promise<T | null> {
  return sql.lend(async (connection) => {
    const { rows } = await connection.query<{ locked: boolean }>(
      "select pg_try_advisory_lock(hashtext('feed'), hashtext($1)) as locked",
      [feed],
    );
    if (rows[0]?.locked !== true) return null;
    try {
      return await work();
    } finally {
      await connection.query("select pg_advisory_unlock(hashtext('feed'), hashtext($1))", [feed]);
    }
  });
}

/** Which of these feeds are to be looked at by now; those never looked at are. */
export async function listDueFeeds(
  sql: Sql,
  feeds: readonly FeedId[],
  now: Date,
): Promise<ReadonlySet<FeedId>> {
  const { rows } = await sql.query<{ feed: FeedId }>(
    `select f.feed from unnest($1::text[]) as f (feed)
       left join feed_positions p on p.feed = f.feed
      where p.next_look_at is null or p.next_look_at <= $2
         or exists (select from feed_files o where o.feed = f.feed and o.state = 'owed' and o.try_at <= $2)`,
    [feeds, now],
  );
  return new Set(rows.map(({ feed }) => feed));
}

/** How far a feed was read, and how often in a row it failed since. */
export async function findFeedPosition(
  sql: Sql,
  feed: FeedId,
): Promise<{
  position: string | null;
  nextLookAt: Date | null;
  failures: number;
}> {
  const { rows } = await sql.query<{
    position: string | null;
    nextLookAt: Date;
    failures: number;
  }>(
    `select position, next_look_at as "nextLookAt", failures from feed_positions where feed = $1`,
    [feed],
  );
  return rows[0] ?? { position: null, nextLookAt: null, failures: 0 };
}

/** Records what a look found and how far it came, both or neither; files that are known stay as they are. */
export async function saveLook(
  sql: Sql,
  look: {
    readonly feed: FeedId;
    readonly position: string | null;
    readonly files: readonly FeedFile[];
    readonly lookedAt: Date;
    readonly nextLookAt: Date;
  },
): Promise<void> {
  await transaction(sql, async (sql) => {
    await sql.query(
      `insert into feed_positions (feed, position, looked_at, next_look_at, answered_at, known_since)
       values ($1, $2, $3, $4, $3, $3)
       on conflict (feed) do update set position = excluded.position, looked_at = excluded.looked_at,
         next_look_at = excluded.next_look_at, answered_at = excluded.answered_at, failure = null, failures = 0`,
      [look.feed, look.position, look.lookedAt, look.nextLookAt],
    );
    // No feed lists what is older; what does come again is the same report.
    await sql.query(
      `delete from feed_files where feed = $1 and settled_at < $2::timestamptz - interval '180 days'`,
      [look.feed, look.lookedAt],
    );
    await sql.query(
      `insert into feed_files (feed, file, name, state, found_at, try_at)
       select $1, f.file, f.name, 'owed', $4, $4 from unnest($2::text[], $3::text[]) as f (file, name)
       on conflict (feed, file) do nothing`,
      [
        look.feed,
        look.files.map(({ key }) => key),
        look.files.map(({ name }) => name),
        look.lookedAt,
      ],
    );
  });
}

/** Records that a feed did not answer; its position stays. */
export async function saveFailedLook(
  sql: Sql,
  look: {
    readonly feed: FeedId;
    readonly failure: string;
    readonly lookedAt: Date;
    readonly nextLookAt: Date;
  },
): Promise<void> {
  await sql.query(
    `insert into feed_positions (feed, looked_at, next_look_at, failure, failures, known_since)
     values ($1, $3, $4, $2, 1, $3)
     on conflict (feed) do update set looked_at = excluded.looked_at, next_look_at = excluded.next_look_at,
       failure = excluded.failure, failures = feed_positions.failures + 1`,
    [look.feed, look.failure, look.lookedAt, look.nextLookAt],
  );
}

/** A file that is still to be taken in. */
export type OwedFile = FeedFile & { readonly attempts: number; readonly foundAt: Date };

/** The next file to be taken in by now, in the order in which they were found; null when none is. */
export async function findOwedFile(sql: Sql, feed: FeedId, now: Date): Promise<OwedFile | null> {
  const { rows } = await sql.query<OwedFile>(
    `select file as key, name, attempts, found_at as "foundAt" from feed_files
      where feed = $1 and state = 'owed' and try_at <= $2 order by found_at, name, file limit 1`,
    [feed, now],
  );
  return rows[0] ?? null;
}

/** How many files wait for another attempt. */
export async function countOwedFiles(sql: Sql, feed: FeedId): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    "select count(*)::integer as count from feed_files where feed = $1 and state = 'owed'",
    [feed],
  );
  return rows[0]?.count ?? 0;
}

type SettledRow = FeedFile & {
  state: "taken" | "refused";
  report: ReportId | null;
  repeated: boolean;
  accepted: number | null;
  quarantined: number | null;
  reason: string | null;
};

/** Those of these files whose outcome is recorded. */
export async function listSettledFiles(
  sql: Sql,
  feed: FeedId,
  keys: readonly string[],
): Promise<{ readonly file: FeedFile; readonly outcome: FeedFileOutcome }[]> {
  const { rows } = await sql.query<SettledRow>(
    `select file as key, name, state, report, repeated, accepted, quarantined, reason from feed_files
      where feed = $1 and file = any($2::text[]) and state <> 'owed'`,
    [feed, keys],
  );
  return rows.map(({ key, name, state, report, repeated, accepted, quarantined, reason }) => ({
    file: { key, name },
    outcome:
      state === "taken" && report !== null
        ? { state, report, repeated, accepted: accepted ?? 0, quarantined: quarantined ?? 0 }
        : { state: "refused", report, reason: reason ?? "" },
  }));
}

/** Records how a file ended. */
export async function settleFeedFile(
  sql: Sql,
  settled: {
    readonly feed: FeedId;
    readonly key: string;
    readonly outcome: FeedFileOutcome;
    readonly header: string | null;
    readonly settledAt: Date;
  },
): Promise<void> {
  const { feed, key, outcome, header, settledAt } = settled;
  const taken = outcome.state === "taken" ? outcome : null;
  await sql.query(
    `update feed_files set state = $3, report = $4, repeated = $5, accepted = $6, quarantined = $7, reason = $8,
            header = $9, settled_at = $10, attempts = attempts + 1
      where feed = $1 and file = $2 and state = 'owed'`,
    [
      feed,
      key,
      outcome.state,
      outcome.report,
      taken?.repeated ?? false,
      taken?.accepted ?? null,
      taken?.quarantined ?? null,
      outcome.state === "refused" ? outcome.reason : null,
      header,
      settledAt,
    ],
  );
}

/** Records that an attempt failed, and when the next may be made. */
export async function postponeFeedFile(
  sql: Sql,
  postponed: {
    readonly feed: FeedId;
    readonly key: string;
    readonly reason: string;
    readonly tryAt: Date;
  },
): Promise<void> {
  await sql.query(
    `update feed_files set attempts = attempts + 1, reason = $3, try_at = $4
      where feed = $1 and file = $2 and state = 'owed'`,
    [postponed.feed, postponed.key, postponed.reason, postponed.tryAt],
  );
}

/** Lets everything that is owed wait until then at least. */
export async function postponeOwedFiles(sql: Sql, feed: FeedId, tryAt: Date): Promise<void> {
  await sql.query(
    "update feed_files set try_at = $2 where feed = $1 and state = 'owed' and try_at < $2",
    [feed, tryAt],
  );
}

/** Owes again what was refused, since this instant; answers how many files. */
export async function oweRefusedFiles(sql: Sql, feed: FeedId, now: Date): Promise<number> {
  const { rowCount } = await sql.query(
    `update feed_files set state = 'owed', settled_at = null, attempts = 0, try_at = $2, report = null
      where feed = $1 and state = 'refused'`,
    [feed, now],
  );
  return rowCount;
}
