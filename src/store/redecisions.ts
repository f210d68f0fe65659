import type { FindingId, SnapshotId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** How far open findings are decided again. */
export type Redecision = {
  readonly snapshot: SnapshotId;
  readonly decidedAt: Date;
  /** Findings up to this id are done. */
  readonly doneUntil: number;
  readonly isComplete: boolean;
  /** Numbers of reports that were being read when it began. */
  readonly lateReports: readonly number[];
};

/** The latest; null when there was none. */
export async function findRedecision(sql: Sql): Promise<Redecision | null> {
  const { rows } = await sql.query<Redecision>(
    `select r.snapshot_id as snapshot, r.decided_at as "decidedAt", r.done_until as "doneUntil",
            r.completed_at is not null as "isComplete", r.late_reports as "lateReports"
       from redecisions r`,
  );
  return rows[0] ?? null;
}

/** Begins another, from the first finding on; reports that are being read now will be late. */
export async function beginRedecision(
  sql: Sql,
  snapshot: SnapshotId,
  decidedAt: Date,
): Promise<void> {
  await sql.query(
    `insert into redecisions as r (snapshot_id, decided_at, late_reports)
     select $1, $2, coalesce(array_agg(n.number), '{}') from reports n where n.state = 'received'
     on conflict (is_latest) do update
        set snapshot_id = excluded.snapshot_id, decided_at = excluded.decided_at, done_until = 0, completed_at = null,
            late_reports = (select array(select distinct u.number from unnest(r.late_reports || excluded.late_reports)
                                           as u (number)))`,
    [snapshot, decidedAt],
  );
}

/** Keeps how far it came, in the transaction that did it. */
export async function saveRedecisionProgress(sql: Sql, doneUntil: number): Promise<void> {
  await sql.query("update redecisions set done_until = $1", [doneUntil]);
}

export async function completeRedecision(sql: Sql, at: Date): Promise<void> {
  await sql.query("update redecisions set completed_at = $1", [at]);
}

/**
 * Whether two snapshots differ in more than in which addresses are dead: what deliveries teach moves nobody who was told.
 */
export async function differInRules(sql: Sql, a: SnapshotId, b: SnapshotId): Promise<boolean> {
  const { rows } = await sql.query<{ differ: boolean }>(
    `select (to_jsonb(a) - '{id,made_at,address_state_id}'::text[])
              is distinct from (to_jsonb(b) - '{id,made_at,address_state_id}'::text[]) as differ
       from snapshots a, snapshots b where a.id = $1 and b.id = $2`,
    [a, b],
  );
  return rows[0]?.differ ?? true;
}

/** The greatest id of a finding; 0 when there is none. */
export async function lastFindingId(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ id: number }>(
    "select coalesce(max(f.id), 0) as id from findings f",
  );
  return Number(rows[0]?.id ?? 0);
}

/** Notes which of these findings are owed another decision: `later` are, the others have it. */
export async function settleOwedRedecisions(
  sql: Sql,
  ids: readonly FindingId[],
  later: readonly FindingId[],
): Promise<void> {
  await sql.query("delete from owed_redecisions o where o.finding_id = any($1::bigint[])", [ids]);
  if (later.length === 0) return;
  await sql.query(
    `insert into owed_redecisions (finding_id) select u.id from unnest($1::bigint[]) as u (id)
     on conflict do nothing`,
    [later],
  );
}

/** Those owed another decision whose turn has come, in order: their mail is not on its way any more. */
export async function listOwedRedecisions(sql: Sql): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `select o.finding_id as id from owed_redecisions o
      where not exists (select from findings f
                          join notification_findings nf
                            on nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
                          join deliveries v on v.notification_id = nf.notification_id
                         where f.id = o.finding_id and nf.role = 'primary' and nf.superseded_at is null
                           and v.state in ('leased', 'unknown'))
      order by o.finding_id`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Begins from the first finding again where late reports are read to the end by now, and takes these from the list;
 * answers whether there were any.
 */
export async function reopenForLate(sql: Sql): Promise<boolean> {
  const { rowCount } = await sql.query(
    `with late as (
       select array(select u.number from redecisions r cross join lateral unnest(r.late_reports) as u (number)
                     where exists (select from reports n where n.number = u.number and n.state = 'received')) as remaining)
     update redecisions r set done_until = 0, completed_at = null, late_reports = late.remaining
       from late where cardinality(late.remaining) < cardinality(r.late_reports)`,
  );
  return rowCount > 0;
}
