import { dispositionCode } from "../domain/finding/disposition.ts";
import { type Lane, lanes } from "../domain/finding/lane.ts";
import type { DeliveryId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";
import { notHeld } from "./due-findings.ts";

/**
 * Takes back what was not sent yet in a lane; its rows are due again when the switch is taken back. Answers how many
 * notifications. Call `lockForHolds` first.
 */
export async function withdrawLane(sql: Sql, lane: Lane, at: Date): Promise<number> {
  return withdrawUnsent(sql, at, "v.lane = $1", [lanes.indexOf(lane)]);
}

/**
 * Takes back what was not sent yet of the reports that are held now: whole notifications, since their bytes are fixed;
 * rows of other reports in them are due again at once, those held when the switch is taken back. What is on its way
 * at this moment is not stopped. Answers how many notifications. Call `lockForHolds` first.
 */
export async function withdrawHeld(sql: Sql, at: Date): Promise<number> {
  return withdrawUnsent(
    sql,
    at,
    `exists (select from notification_findings nf join reports r on r.number = nf.report
              where nf.notification_id = v.notification_id and not (${notHeld}))`,
  );
}

/**
 * Takes back notifications about any of these findings that were not sent yet and would go elsewhere, or show something
 * else, by what was decided meanwhile; answers how many. The others go on by the new decision.
 */
export async function withdrawOutdated(
  sql: Sql,
  findings: readonly number[],
  at: Date,
): Promise<number> {
  const { rows } = await sql.query<{ id: string }>(
    `select distinct nf.notification_id as id
       from findings f
       join notification_findings nf
         on nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
        and nf.role = 'primary' and nf.superseded_at is null
       join decisions was on was.id = nf.decision_id
       left join decisions is_now on is_now.id = f.decision_id
      where f.id = any($1::bigint[])
        and (f.disposition <> ${dispositionCode("pending")}
             or (was.rung, was.organisation, was.address, was.tier)
                is distinct from (is_now.rung, is_now.organisation, is_now.address, is_now.tier))`,
    [findings],
  );
  const withdrawn =
    rows.length === 0
      ? 0
      : await withdrawUnsent(sql, at, "v.notification_id = any($1::uuid[])", [
          rows.map(({ id }) => id),
        ]);
  await sql.query(
    `update notification_findings nf set decision_id = f.decision_id
       from findings f
      where f.id = any($1::bigint[]) and nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
        and nf.role = 'primary' and nf.superseded_at is null and nf.decision_id <> f.decision_id`,
    [findings],
  );
  return withdrawn;
}

/**
 * Takes back whatever was not sent yet about any of these findings, to whomever: somebody else answers for them now.
 * Answers how many notifications.
 */
export async function withdrawAbout(
  sql: Sql,
  findings: readonly number[],
  at: Date,
): Promise<number> {
  if (findings.length === 0) return 0;
  const { rows } = await sql.query<{ id: string }>(
    `with waiting as materialized (
       select v.notification_id as id from deliveries v where v.state = 'queued'
       union all
       select v.notification_id from deliveries v where v.state = 'leased'
       union all
       select v.notification_id from deliveries v where v.state = 'unknown')
     select w.id from waiting w
      where exists (select from notification_findings nf
                     where nf.notification_id = w.id and nf.finding_id = any($1::bigint[]))`,
    [findings],
  );
  return withdrawNotifications(
    sql,
    rows.map(({ id }) => id),
    at,
  );
}

/** Takes back those of these notifications that were not sent yet; answers how many. Call `lockForHolds` first. */
export async function withdrawNotifications(
  sql: Sql,
  ids: readonly string[],
  at: Date,
): Promise<number> {
  if (ids.length === 0) return 0;
  return withdrawUnsent(sql, at, "v.notification_id = any($1::uuid[])", [ids]);
}

/** Takes back whatever was not sent yet to any of these addresses; answers how many notifications. */
export async function withdrawTo(
  sql: Sql,
  addresses: readonly EmailAddress[],
  at: Date,
): Promise<number> {
  return withdrawUnsent(
    sql,
    at,
    "v.notification_id in (select n.id from notifications n where n.address = any($1::text[]))",
    [addresses],
  );
}

/**
 * Takes back those of these deliveries that were on their way when somebody took them back, and that did not arrive; to be
 * called when they would be tried again.
 */
export async function withdrawTakenBack(sql: Sql, ids: readonly DeliveryId[]): Promise<number> {
  const { rows } = await sql.query<{ id: string; at: Date }>(
    `select v.notification_id as id, max(v.taken_back_at) over () as at from deliveries v
      where v.id = any($1::uuid[]) and v.state = 'queued' and v.taken_back_at is not null`,
    [ids],
  );
  const [first] = rows;
  if (first === undefined) return 0;
  return withdrawNotifications(
    sql,
    rows.map(({ id }) => id),
    first.at,
  );
}

/**
 * Takes back notifications whose deliveries `v` wait and match; nobody will notice that they ever were. What is on its way
 * is marked, so that nobody tries it again (`withdrawTakenBack`). Corrections go out whatever is held: they take back
 * themselves.
 */
async function withdrawUnsent(
  sql: Sql,
  at: Date,
  condition: string,
  values: readonly unknown[] = [],
): Promise<number> {
  const { rows } = await sql.query<{ id: string; isUnderWay: boolean }>(
    `select v.notification_id as id,
            v.state = 'unknown'
            or exists (select from delivery_attempts a where a.delivery_id = v.id and a.ended_at is null) as "isUnderWay"
       from deliveries v
      where v.state in ('queued', 'leased', 'unknown')
        and not exists (select from notifications n where n.id = v.notification_id and n.role = 'correction')
        and ${condition}
      order by v.id
        for update of v`,
    values,
  );
  const underWay = rows.filter(({ isUnderWay }) => isUnderWay).map(({ id }) => id);
  if (underWay.length > 0) {
    await sql.query(
      "update deliveries set taken_back_at = $2 where notification_id = any($1::uuid[])",
      [underWay, at],
    );
  }
  const ids = rows.filter(({ isUnderWay }) => !isUnderWay).map(({ id }) => id);
  if (ids.length === 0) return 0;
  await sql.query(
    `update deliveries set state = 'withdrawn', settled_at = $2, leased_by = null, leased_until = null
      where notification_id = any($1::uuid[])`,
    [ids, at],
  );
  await sql.query("update notifications set withdrawn_at = $2 where id = any($1::uuid[])", [
    ids,
    at,
  ]);
  await oweAgain(sql, ids);
  await sql.query(
    `update notification_findings set role = 'withdrawn', superseded_at = $2, superseded_because = 'withdrawn'
      where notification_id = any($1::uuid[])`,
    [ids, at],
  );
  return ids.length;
}

/** What digests and informed parties are owed again, since these notifications do not reach them. */
async function oweAgain(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query(
    `insert into owed_observations (report, evidence_offset, finding_id, observed_at)
     select nf.report, nf.evidence_offset, nf.finding_id, nf.observed_at
       from notification_findings nf where nf.notification_id = any($1::uuid[]) and nf.role = 'digest'
     on conflict do nothing`,
    [ids],
  );
  await sql.query(
    `insert into informed_due (notification_id, address, organisation)
     select distinct told.notification_id, n.address, n.organisation
       from notifications n
       join notification_findings nf on nf.notification_id = n.id
       join notification_findings told
         on told.finding_id = nf.finding_id and told.episode = nf.episode and told.round = nf.round
        and told.role = 'primary' and told.superseded_at is null
      where n.id = any($1::uuid[]) and n.role = 'informed'
     on conflict do nothing`,
    [ids],
  );
}
