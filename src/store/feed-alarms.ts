import type { FeedId } from "../domain/feed/feed.ts";
import type { FeedAlarm } from "../domain/feed/judge-feed.ts";
import type { Sql } from "../platform/database.ts";
import type { StandingAlarm } from "./views/feed-list.ts";

/** One process at a time says what is wrong with feeds. To be called in a transaction. */
export async function lockFeedAlarms(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('feed alarms'))");
}

/** Lets exactly these alarms stand, of these feeds alone; one that stood before keeps since when, and that it was told. */
export async function replaceFeedAlarms(
  sql: Sql,
  feeds: readonly FeedId[],
  alarms: readonly (FeedAlarm & { readonly feed: FeedId })[],
  now: Date,
): Promise<void> {
  const named = alarms.map(({ feed }) => feed);
  const kinds = alarms.map(({ kind }) => kind);
  await sql.query(
    `delete from feed_alarms a where a.feed <> all($1::text[])
        or not exists (select from unnest($2::text[], $3::text[]) as n (feed, kind)
                        where n.feed = a.feed and n.kind = a.kind)`,
    [feeds, named, kinds],
  );
  await sql.query(
    `insert into feed_alarms (feed, kind, detail, since)
     select n.feed, n.kind, n.detail, $4 from unnest($1::text[], $2::text[], $3::text[]) as n (feed, kind, detail)
     on conflict (feed, kind) do update set detail = excluded.detail`,
    [named, kinds, alarms.map(({ detail }) => detail), now],
  );
}

/** Marks as told what was not told since this instant; answers it, by feed and kind. */
export async function markAlarmsTold(
  sql: Sql,
  notSince: Date,
  now: Date,
): Promise<StandingAlarm[]> {
  const { rows } = await sql.query<StandingAlarm>(
    `with told as (
       update feed_alarms set told_at = $2 where told_at is null or told_at <= $1 returning *
     )
     select feed, kind, detail, since, told_at as "toldAt" from told order by feed, kind`,
    [notSince, now],
  );
  return rows;
}

/** Takes the mark of these alarms back that was set at this instant: it did not come to telling. */
export async function forgetAlarmsTold(
  sql: Sql,
  alarms: readonly Pick<StandingAlarm, "feed" | "kind">[],
  toldAt: Date,
): Promise<void> {
  await sql.query(
    `update feed_alarms a set told_at = null from unnest($1::text[], $2::text[]) as n (feed, kind)
      where n.feed = a.feed and n.kind = a.kind and a.told_at = $3`,
    [alarms.map(({ feed }) => feed), alarms.map(({ kind }) => kind), toldAt],
  );
}
