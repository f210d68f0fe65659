import type { FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { isRedecidable } from "./streamed-findings.ts";

/** A later sighting of a finding that counts for whose it is. */
export type Sighting = {
  readonly finding: FindingId;
  readonly observedAtS: number;
  /** Number of the report, and where the row lies in its text. */
  readonly report: number;
  readonly offset: number;
};

/** Waits for later sightings of these findings, each at its instant or later; what was waited for before stays. */
export async function awaitSightings(
  sql: Sql,
  ids: readonly number[],
  sinceMs: readonly number[],
): Promise<void> {
  await sql.query(
    `insert into awaited_sightings as a (finding_id, episode, since, looked_at)
     select f.id, f.episode, to_timestamp(u.since / 1000.0), to_timestamp(u.since / 1000.0)
       from unnest($1::bigint[], $2::float8[]) as u (id, since) join findings f on f.id = u.id
     on conflict (finding_id) do update
        set episode = excluded.episode, since = excluded.since,
            looked_at = case when a.since = excluded.since and a.episode = excluded.episode then a.looked_at
                             else excluded.looked_at end`,
    [ids, sinceMs],
  );
}

/** Forgets what is waited for in vain: findings that were closed, or are in another episode. */
export async function forgetVainSightings(sql: Sql): Promise<void> {
  await sql.query(
    `delete from awaited_sightings a
      where not exists (select from findings f
                         where f.id = a.finding_id and f.episode = a.episode and ${isRedecidable})`,
  );
}

/** Reports that may hold sightings that are waited for, the earliest first; empty when nothing is. */
export async function listReportsToLookThrough(sql: Sql): Promise<number[]> {
  const { rows } = await sql.query<{ number: number }>(
    `select r.number
       from reports r, (select min(a.looked_at) as looked_at from awaited_sightings a) a
      where r.state = 'completed' and r.released_at is not null and r.held_at is null and r.recalled_at is null
        and greatest(r.completed_at, r.released_at) >= a.looked_at
      order by r.number`,
  );
  return rows.map(({ number }) => number);
}

/**
 * Findings that a report may show again, with the instant from which that counts, in seconds. Only a report of the finder
 * that opened the episode counts, with a label no stricter than then: so no permission of one observation is used for
 * another (2-domain.md, "Policy only narrows").
 */
export async function listAwaitedIn(sql: Sql, report: number): Promise<Map<number, number>> {
  const { rows } = await sql.query<{ id: number; since: number }>(
    `select a.finding_id as id, extract(epoch from a.since)::float8 as since
       from awaited_sightings a
       join findings f on f.id = a.finding_id
       join reports o on o.number = f.opened_by
       join reports r on r.number = $1
      where r.finder = o.finder and r.tlp <= o.tlp and greatest(r.completed_at, r.released_at) >= a.looked_at`,
    [report],
  );
  return new Map(rows.map(({ id, since }) => [id, since]));
}

/** Keeps sightings as what counts of their findings, which are owed another decision, and waits for them no longer. */
export async function saveSightings(sql: Sql, sightings: readonly Sighting[]): Promise<void> {
  const ids = sightings.map(({ finding }) => finding);
  await sql.query(
    `update findings f set seen_at = to_timestamp(s.seen), seen_in = s.report, seen_offset = s.row_offset
       from unnest($1::bigint[], $2::float8[], $3::integer[], $4::bigint[]) as s (id, seen, report, row_offset)
      where f.id = s.id`,
    [
      ids,
      sightings.map(({ observedAtS }) => observedAtS),
      sightings.map(({ report }) => report),
      sightings.map(({ offset }) => offset),
    ],
  );
  await sql.query("delete from awaited_sightings a where a.finding_id = any($1::bigint[])", [ids]);
  await sql.query(
    `insert into owed_redecisions (finding_id) select u.id from unnest($1::bigint[]) as u (id) on conflict do nothing`,
    [ids],
  );
}

/** Notes that all reports that were completed and released before this instant were looked through. */
export async function noteLookedThrough(sql: Sql, at: Date): Promise<void> {
  await sql.query("update awaited_sightings set looked_at = greatest(looked_at, $1)", [at]);
}
