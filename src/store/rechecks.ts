import { closedStates, episodeStateCode } from "../domain/finding/episode-state.ts";
import type { FinderId, FindingId } from "../domain/ids.ts";
import type { RecheckOutcome } from "../domain/recheck/judge-rechecks.ts";
import type { LookMethod } from "../domain/recheck/look-again.ts";
import type { Sql } from "../platform/database.ts";

const closed = closedStates.map(episodeStateCode).join(", ");

/** How it was looked at. */
export type RecheckMethod = "stated" | LookMethod;

/** One look at a finding. */
export type MadeRecheck = {
  readonly id: string;
  readonly finding: FindingId;
  readonly outcome: RecheckOutcome;
  readonly checkedAt: Date;
  readonly method: RecheckMethod;
  readonly detail: string | null;
};

/** SQL: the finding `f` was reported by the finder of this parameter, first or again. */
export function isOwnOf(finder: string): string {
  return `(exists (select from reports r where r.number = f.opened_by and r.finder = ${finder})
           or exists (select from latest_sightings s where s.finding_id = f.id and s.finder = ${finder}))`;
}

/** Those of these findings that are open, and where a finder is given, its own; locked, in order of id. */
export async function lockRecheckable(
  sql: Sql,
  ids: readonly number[],
  finder: FinderId | null,
): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `select f.id from findings f
      where f.id = any($1::bigint[]) and f.state not in (${closed}) and ($2::text is null or ${isOwnOf("$2")})
      order by f.id for update of f`,
    [ids, finder],
  );
  return rows.map(({ id }) => id);
}

/** Keeps looks, each about the present episode of its finding. */
export async function insertRechecks(
  sql: Sql,
  rechecks: readonly MadeRecheck[],
  checker: string,
): Promise<void> {
  const of = <T>(pick: (recheck: MadeRecheck) => T): T[] => rechecks.map(pick);
  await sql.query(
    `insert into rechecks (id, finding_id, episode, checker, method, outcome, checked_at, detail)
     select u.id, f.id, f.episode, $7, u.method, u.outcome, u.checked_at, u.detail
       from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
         as u (id, finding, method, outcome, checked_at, detail)
       join findings f on f.id = u.finding`,
    [
      of(({ id }) => id),
      of(({ finding }) => finding),
      of(({ method }) => method),
      of(({ outcome }) => outcome),
      of(({ checkedAt }) => checkedAt),
      of(({ detail }) => detail),
      checker,
    ],
  );
}

/** Looks at a finding in its present episode that count, and whether its host comes and goes. */
export type JudgeableFinding = {
  readonly finding: FindingId;
  readonly looks: readonly {
    readonly outcome: RecheckOutcome;
    readonly checkedAt: number;
    readonly isStated: boolean;
  }[];
  readonly isFlapping: boolean;
  /** The latest sighting in a report, in milliseconds since 1970 UTC. */
  readonly seenAt: number;
};

/** What these findings are judged by; looks before the present episode do not count. */
export async function listJudgeable(sql: Sql, ids: readonly number[]): Promise<JudgeableFinding[]> {
  const { rows } = await sql.query<JudgeableFinding>(
    `select f.id as finding,
            (select coalesce(json_agg(json_build_object('outcome', c.outcome, 'isStated', c.method = 'stated',
                                        'checkedAt', extract(epoch from c.checked_at) * 1000) order by c.checked_at), '[]')
               from rechecks c where c.finding_id = f.id and c.episode = f.episode) as looks,
            f.episode > 1 or exists (select from refutations x where x.finding_id = f.id and x.episode = f.episode)
              as "isFlapping",
            (extract(epoch from greatest(f.observed_at,
              (select max(s.seen_at) from latest_sightings s where s.finding_id = f.id))) * 1000)::float8 as "seenAt"
       from findings f
      where f.id = any($1::bigint[]) order by f.id`,
    [ids],
  );
  return rows;
}
