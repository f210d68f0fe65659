import { episodeStateCode } from "../domain/finding/episode-state.ts";
import type { FinderId, FindingId, ReportId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { notHeld } from "./due-findings.ts";

/** A report that one process looks through for what it shows again. */
export type FollowedReport = {
  readonly number: number;
  readonly id: ReportId;
  readonly finder: FinderId;
};

const toFollow = `r.followed_at is null and r.released_at is not null and r.state = 'completed' and r.rejected_at is null`;

/**
 * Gives this process a report that was completed and released and that nobody has looked through yet, the earliest first;
 * null when there is none. What a kill switch holds waits.
 */
export async function leaseReportToFollow(
  sql: Sql,
  now: Date,
  until: Date,
): Promise<FollowedReport | null> {
  const { rows } = await sql.query<FollowedReport>(
    `update reports t set follow_leased_until = $2
      where t.number = (select r.number from reports r
                         where ${toFollow} and ${notHeld}
                           and (r.follow_leased_until is null or r.follow_leased_until <= $1)
                         order by r.number limit 1 for update skip locked)
     returning t.number, t.id, t.finder`,
    [now, until],
  );
  return rows[0] ?? null;
}

/** Notes that a report was looked through. */
export async function markFollowed(sql: Sql, number: number, at: Date): Promise<void> {
  await sql.query(
    "update reports set followed_at = $2, follow_leased_until = null where number = $1",
    [number, at],
  );
}

/** Whether any report waits to be looked through, so that nobody may say yet what was not seen. */
export async function isFollowingBehind(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query(
    `select from reports r where ${toFollow} and ${notHeld} limit 1`,
  );
  return rows.length > 0;
}

/** Findings and the second at which each was seen, in the same order. */
export type SeenFindings = { readonly ids: readonly number[]; readonly seenAtS: readonly number[] };

/**
 * Keeps when a finder saw open findings last. The sighting that opened an episode is not kept: the finding has it. Doing
 * it again changes nothing.
 */
export async function saveLatestSightings(
  sql: Sql,
  { number, finder }: FollowedReport,
  { ids, seenAtS }: SeenFindings,
): Promise<void> {
  await sql.query(
    `insert into latest_sightings as s (finding_id, finder, seen_at, report)
     select f.id, $3, to_timestamp(u.seen), $4
       from unnest($1::bigint[], $2::float8[]) as u (id, seen)
       join findings f on f.id = u.id
       join reports o on o.number = f.opened_by
      where f.closed_at is null and (o.finder <> $3 or to_timestamp(u.seen) > f.observed_at)
     on conflict (finding_id, finder) do update set seen_at = excluded.seen_at, report = excluded.report
      where excluded.seen_at > s.seen_at`,
    [ids, seenAtS, finder, number],
  );
}

/** A claim that a later sighting refutes. */
export type RefutedClaim = { readonly finding: FindingId; readonly seenAt: Date };

/** Those of these findings that are said to be fixed, and were seen after that was said. */
export async function listRefuted(
  sql: Sql,
  { ids, seenAtS }: SeenFindings,
): Promise<RefutedClaim[]> {
  const claimed = episodeStateCode("claimed-fixed");
  const { rows: candidates } = await sql.query<{ id: FindingId }>(
    `select f.id from findings f where f.id = any($1::bigint[]) and f.state = ${claimed}`,
    [ids],
  );
  if (candidates.length === 0) return [];
  const { rows } = await sql.query<RefutedClaim>(
    `with seen as (
       select u.id, max(to_timestamp(u.seen)) as seen_at
         from unnest($1::bigint[], $2::float8[]) as u (id, seen) where u.id = any($3::bigint[]) group by u.id)
     select s.id as finding, s.seen_at as "seenAt"
       from seen s
       join (select c.id, max(e.changed_at) as claimed_at
               from episode_changes e cross join unnest(e.finding_ids) as c (id)
              where e.state = ${claimed} and c.id = any($3::bigint[])
              group by c.id) said on said.id = s.id
      where s.seen_at > said.claimed_at
      order by s.id`,
    [ids, seenAtS, candidates.map(({ id }) => id)],
  );
  return rows;
}

/** Keeps that the claims about these findings were wrong. */
export async function saveRefutations(
  sql: Sql,
  refuted: readonly RefutedClaim[],
  at: Date,
): Promise<void> {
  await sql.query(
    `insert into refutations (finding_id, episode, refuted_at, seen_at)
     select f.id, f.episode, $3, u.seen_at
       from unnest($1::bigint[], $2::timestamptz[]) as u (id, seen_at) join findings f on f.id = u.id
     on conflict (finding_id, episode) do update set refuted_at = excluded.refuted_at, seen_at = excluded.seen_at`,
    [refuted.map(({ finding }) => finding), refuted.map(({ seenAt }) => seenAt), at],
  );
}

/**
 * Open findings with ids between these (the first exclusive) that were neither seen nor handed over since an instant, by
 * any finder.
 */
export async function listUnseen(
  sql: Sql,
  after: number,
  until: number,
  since: Date,
): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `select f.id from findings f
      where f.id > $1 and f.id <= $2 and f.closed_at is null and f.observed_at < $3 and f.opened_at < $3
        and not exists (select from latest_sightings s where s.finding_id = f.id and s.seen_at >= $3)
        and not exists (select from rechecks c where c.finding_id = f.id and c.outcome = 'still-open'
                           and c.checked_at >= $3)
      order by f.id`,
    [after, until, since],
  );
  return rows.map(({ id }) => id);
}
