import type { FeedId } from "../../domain/feed/feed.ts";
import type { FeedAlarmKind, FeedFacts, FeedVolume } from "../../domain/feed/judge-feed.ts";
import type { Sql } from "../../platform/database.ts";

type VolumeRow = FeedVolume & { feed: FeedId };

/** How each of these feeds does, by id; those never looked at are left out. */
export async function readFeedFacts(
  sql: Sql,
  feeds: readonly FeedId[],
  now: Date,
): Promise<ReadonlyMap<FeedId, FeedFacts>> {
  const { rows } = await sql.query<Omit<FeedFacts, "volumes">>(
    `select p.feed, p.looked_at as "lookedAt", p.next_look_at as "nextLookAt", p.answered_at as "answeredAt",
            p.failure, p.failures, p.known_since as "knownSince", t.settled_at as "lastTakenAt", t.name as "lastFile",
            coalesce(o.count, 0) as owed, o.found_at as "owedSince", o.reason as "owedReason",
            coalesce(r.count, 0) as refused, r.name as "refusedName", r.reason as "refusedReason"
       from feed_positions p
       left join lateral (select f.settled_at, f.name from feed_files f where f.feed = p.feed and f.state = 'taken'
                           order by f.settled_at desc, f.file desc limit 1) t on true
       left join lateral (select f.found_at, f.reason, (count(*) over ())::integer as count from feed_files f
                           where f.feed = p.feed and f.state = 'owed'
                           order by f.found_at, f.file limit 1) o on true
       left join lateral (select f.name, f.reason, (count(*) over ())::integer as count from feed_files f
                           where f.feed = p.feed and f.state = 'refused'
                             and f.settled_at >= $2::timestamptz - interval '3 days'
                           order by f.settled_at desc, f.file desc limit 1) r on true
      where p.feed = any($1::text[])`,
    [feeds, now],
  );
  const volumes = Map.groupBy(await listVolumes(sql, feeds, now), ({ feed }) => feed);
  return new Map(
    rows.map((row) => {
      const own = (volumes.get(row.feed) ?? []).map(({ feed: _, ...volume }) => volume);
      return [row.feed, { ...row, volumes: own }];
    }),
  );
}

/** Of each report type the last file, beside the 14 before it; what came twice counts once. */
async function listVolumes(sql: Sql, feeds: readonly FeedId[], now: Date): Promise<VolumeRow[]> {
  const { rows } = await sql.query<VolumeRow>(
    `with taken as (
       select f.feed, coalesce(r.report_type, '') as type, f.name, f.accepted, f.quarantined, f.header,
              row_number() over (partition by f.feed, r.report_type order by f.settled_at desc, f.file desc) as nth
         from feed_files f
         join reports r on r.id = f.report
        where f.feed = any($1::text[]) and f.state = 'taken' and not f.repeated
          and f.settled_at >= $2::timestamptz - interval '90 days'
     ), usual as (
       select t.feed, t.type, percentile_cont(0.5) within group (order by t.accepted) as median,
              count(*)::integer as files
         from taken t where t.nth between 2 and 15 group by t.feed, t.type
     )
     select l.feed, l.type, l.name, l.accepted, l.quarantined, l.header, b.header as "headerBefore",
            u.median, coalesce(u.files, 0) as "filesBefore"
       from taken l
       left join taken b on b.feed = l.feed and b.type = l.type and b.nth = 2
       left join usual u on u.feed = l.feed and u.type = l.type
      where l.nth = 1
      order by l.feed, l.type`,
    [feeds, now],
  );
  return rows;
}

/** An alarm that stands, since when, and when operators were told. */
export type StandingAlarm = {
  readonly feed: FeedId;
  readonly kind: FeedAlarmKind;
  readonly detail: string;
  readonly since: Date;
  readonly toldAt: Date | null;
};

/** All alarms that stand, by feed and kind. */
export async function listStandingAlarms(sql: Sql): Promise<StandingAlarm[]> {
  const { rows } = await sql.query<StandingAlarm>(
    `select feed, kind, detail, since, told_at as "toldAt" from feed_alarms order by feed, kind`,
  );
  return rows;
}
