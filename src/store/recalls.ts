import { dispositionCode } from "../domain/finding/disposition.ts";
import { episodeStateCode } from "../domain/finding/episode-state.ts";
import type { CorrectionId, FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

const withdrawn = dispositionCode("withdrawn");
const outOfScope = dispositionCode("outOfScope");
const held = dispositionCode("heldForPerson");
const [open, notified, acknowledged] = (["open", "notified", "acknowledged"] as const).map(
  episodeStateCode,
);
const over = (["withdrawn", "recalled"] as const).map(episodeStateCode).join(", ");

/** Marks reports as recalled as a whole: all that they say is void, repeats included. */
export async function markReportsRecalled(
  sql: Sql,
  reports: readonly number[],
  correction: CorrectionId,
  at: Date,
): Promise<void> {
  await sql.query(
    `update reports r
        set recalled_at = $2, recalled_by = $3,
            recalled_repeats = (select coalesce(sum(c.seen_again), 0) from report_chunks c where c.report = r.number)
      where r.number = any($1::integer[]) and r.recalled_at is null`,
    [reports, at, correction],
  );
}

/**
 * Gives what was recalled its disposition: findings that reports opened and that are over by now, and their episodes of
 * the past. To be called after the present episodes were moved.
 */
export async function withdrawDispositions(
  sql: Sql,
  reports: readonly number[],
  typeId: number | null,
  gone: readonly FindingId[],
): Promise<void> {
  await sql.query(
    `update findings f set disposition = ${withdrawn}
      where (f.id = any($3::bigint[]) or f.opened_by = any($1::integer[]) and ($2::integer is null or f.type_id = $2))
        and f.state in (${over}) and f.disposition not in (${withdrawn}, ${outOfScope})`,
    [reports, typeId, gone],
  );
  await sql.query(
    `update past_episodes p
        set disposition = ${withdrawn},
            state = case when p.state in (${over}) then p.state else ${episodeStateCode("recalled")} end
       from findings f
      where p.opened_by = any($1::integer[]) and f.id = p.finding_id and ($2::integer is null or f.type_id = $2)
        and p.disposition not in (${withdrawn}, ${outOfScope})`,
    [reports, typeId],
  );
}

/** A finding whose episode rests on other evidence now. */
export type RestedFinding = {
  readonly id: FindingId;
  /** The row that takes the place of the one that opened it; null: that one stays. */
  readonly takenOver: {
    readonly report: number;
    readonly chunk: number;
    readonly offset: number;
  } | null;
  readonly observedAtS: number;
  readonly standing: number;
  /** Nobody let go what is left: it waits for a person, and whoever was told so far does not count as told. */
  readonly waits: boolean;
};

/**
 * Rests episodes on what is left of their evidence: the row that opens them, their instant and their standing; and counts
 * that row as new in its report, no longer as seen again. They are owed another decision.
 */
export async function restFindings(sql: Sql, rested: readonly RestedFinding[]): Promise<void> {
  if (rested.length === 0) return;
  await countTakenOver(sql, rested);
  await sql.query(
    `update findings f
        set opened_by = coalesce(u.report, f.opened_by),
            evidence_offset = coalesce(u.row_offset, f.evidence_offset),
            observed_at = to_timestamp(u.observed_at), standing = u.standing,
            seen_at = null, seen_in = null, seen_offset = null,
            disposition = case when u.waits then ${held} else f.disposition end,
            state = case when u.waits and f.state in (${notified}, ${acknowledged}) then ${open} else f.state end,
            round = f.round + case when u.waits and exists (
              select from notification_findings nf
               where nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
                 and nf.role = 'primary' and nf.superseded_at is null) then 1 else 0 end
       from unnest($1::bigint[], $2::integer[], $3::bigint[], $4::float8[], $5::smallint[], $6::boolean[])
         as u (id, report, row_offset, observed_at, standing, waits)
      where f.id = u.id`,
    [
      rested.map(({ id }) => id),
      rested.map(({ takenOver }) => takenOver?.report ?? null),
      rested.map(({ takenOver }) => takenOver?.offset ?? null),
      rested.map(({ observedAtS }) => observedAtS),
      rested.map(({ standing }) => standing),
      rested.map(({ waits }) => waits),
    ],
  );
  await oweRedecisions(
    sql,
    rested.map(({ id }) => id),
  );
}

/** What opens an episode now was seen again before; what opened it stands elsewhere. To be called before it changes hands. */
async function countTakenOver(sql: Sql, rested: readonly RestedFinding[]): Promise<void> {
  const taken = rested.flatMap(({ id, takenOver }) =>
    takenOver === null ? [] : [{ id, ...takenOver }],
  );
  if (taken.length === 0) return;
  const ids = taken.map(({ id }) => id);
  await sql.query(
    `update report_chunks c
        set new = c.new + n.fresh, reopened = c.reopened + n.again, seen_again = c.seen_again - n.fresh - n.again
       from (select u.report, u.chunk, count(*) filter (where f.episode = 1) as fresh,
                    count(*) filter (where f.episode > 1) as again
               from unnest($1::bigint[], $2::integer[], $3::integer[]) as u (id, report, chunk)
               join findings f on f.id = u.id
              group by u.report, u.chunk) n
      where c.report = n.report and c.number = n.chunk`,
    [ids, taken.map(({ report }) => report), taken.map(({ chunk }) => chunk)],
  );
  await sql.query(
    `update reports r set recalled_elsewhere = r.recalled_elsewhere + n.count
       from (select f.opened_by, count(*) as count from findings f where f.id = any($1::bigint[]) group by f.opened_by) n
      where r.number = n.opened_by`,
    [ids],
  );
}

/**
 * Later sightings of findings in these reports count no longer for whose they are; the findings are owed another
 * decision.
 *
 * @param among ids; null: whichever
 */
export async function forgetSightings(
  sql: Sql,
  reports: readonly number[],
  typeId: number | null,
  among: readonly number[] | null,
): Promise<void> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `update findings f set seen_at = null, seen_in = null, seen_offset = null
      where f.seen_in = any($1::integer[]) and ($2::integer is null or f.type_id = $2)
        and ($3::bigint[] is null or f.id = any($3))
     returning f.id`,
    [reports, typeId, among],
  );
  await oweRedecisions(
    sql,
    rows.map(({ id }) => id),
  );
}

async function oweRedecisions(sql: Sql, ids: readonly FindingId[]): Promise<void> {
  if (ids.length === 0) return;
  await sql.query(
    `insert into owed_redecisions (finding_id) select u.id from unnest($1::bigint[]) as u (id) on conflict do nothing`,
    [ids],
  );
}

/** Custody of findings that are gone is over, whatever was said about it. */
export async function endRecalledCustodies(sql: Sql, gone: readonly FindingId[]): Promise<void> {
  await sql.query(
    "update custodies c set state = 'recalled', due_at = null where c.due_at is not null and c.finding_id = any($1::bigint[])",
    [gone],
  );
}
