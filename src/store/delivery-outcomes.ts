import { dispositionCode } from "../domain/finding/disposition.ts";
import { episodeStateCode } from "../domain/finding/episode-state.ts";
import type { DeliveryId, FindingId, NotificationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";
import { askCustody } from "./custodies.ts";

/** Dispositions of findings whose recipient may still turn out to have been told. */
const untold = (["pending", "declined", "suppressed", "heldForPerson"] as const)
  .map(dispositionCode)
  .join(", ");

/** States in which nobody has said anything yet. */
const unanswered = (["open", "notified"] as const).map(episodeStateCode).join(", ");

type ToldRow = {
  notification: NotificationId;
  id: FindingId;
  decision: number;
  episode: number;
  round: number;
  informs: boolean;
};

/**
 * Records that recipients' servers took these deliveries: their findings are delivered, by the decisions that they were
 * written for, and whoever has a right to know is owed a notification. Those settled before stay as they are.
 */
export async function markAccepted(sql: Sql, ids: readonly DeliveryId[], at: Date): Promise<void> {
  const { rows: settled } = await sql.query<{ notification: NotificationId }>(
    `update deliveries set state = 'accepted', settled_at = $2, leased_by = null, leased_until = null
      where id = any($1::uuid[]) and settled_at is null
     returning notification_id as notification`,
    [ids, at],
  );
  if (settled.length === 0) return;
  const notifications = settled.map(({ notification }) => notification);
  const { rows: told } = await sql.query<ToldRow>(
    `select nf.notification_id as notification, nf.finding_id as id, nf.decision_id as decision, nf.episode, nf.round,
            (select d.informed <> '[]' from decisions d where d.id = nf.decision_id)
              and not exists (select from reminders rm where rm.finding_id = nf.finding_id and rm.episode = nf.episode
                                 and rm.round = nf.round) as informs
       from notification_findings nf
      where nf.notification_id = any($1::uuid[]) and nf.role = 'primary' and nf.superseded_at is null`,
    [notifications],
  );
  if (told.length === 0) return;
  await markDelivered(sql, told);
  await askCustody(sql, notifications, at);
  const informing = new Set(told.flatMap((row) => (row.informs ? row.notification : [])));
  if (informing.size > 0) await oweInformed(sql, [...informing]);
}

/** By the ids as values: a join would be planned by statistics that lag behind what was just composed. */
async function markDelivered(sql: Sql, told: readonly ToldRow[]): Promise<void> {
  await sql.query(
    `update findings f
        set disposition = ${dispositionCode("delivered")}, decision_id = u.decision,
            state = case when f.state = ${episodeStateCode("open")} then ${episodeStateCode("notified")} else f.state end
       from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::smallint[]) as u (id, decision, episode, round)
      where f.id = any($1::bigint[]) and f.id = u.id and f.episode = u.episode and f.round = u.round
        and f.disposition in (${untold})`,
    [
      told.map(({ id }) => id),
      told.map(({ decision }) => decision),
      told.map(({ episode }) => episode),
      told.map(({ round }) => round),
    ],
  );
}

async function oweInformed(sql: Sql, notifications: readonly NotificationId[]): Promise<void> {
  await sql.query(
    `insert into informed_due (notification_id, address, organisation)
     select distinct n.notification_id, p.value ->> 'address', p.value ->> 'organisation'
       from (select distinct nf.notification_id, nf.decision_id from notification_findings nf
              where nf.notification_id = any($1::uuid[]) and nf.role = 'primary' and nf.superseded_at is null
                and nf.corrected_as is distinct from 'withdrawn') n
       join decisions d on d.id = n.decision_id
      cross join lateral jsonb_array_elements(d.informed) as p (value)
     on conflict do nothing`,
    [notifications],
  );
}

export type SupersedeReason = "address-dead" | "refused" | "retries-exhausted";

/**
 * Records that these deliveries will not arrive: they failed, their findings await the next rung, and what a digest
 * owed is owed again where somebody else may still get it. Answers the findings.
 */
export async function markFailed(
  sql: Sql,
  ids: readonly DeliveryId[],
  because: SupersedeReason,
  at: Date,
): Promise<FindingId[]> {
  const { rows: failed } = await sql.query<{ id: NotificationId }>(
    `update deliveries set state = 'failed', settled_at = $2, leased_by = null, leased_until = null
      where id = any($1::uuid[]) and settled_at is null
     returning notification_id as id`,
    [ids, at],
  );
  const notifications = failed.map(({ id }) => id);
  await oweAgain(sql, notifications, because);
  const { rows } = await sql.query<{ id: FindingId }>(
    `update notification_findings set superseded_at = $2, superseded_because = $3
      where notification_id = any($1::uuid[]) and role = 'primary' and superseded_at is null
     returning finding_id as id`,
    [notifications, at, because],
  );
  return rows.map(({ id }) => id);
}

/** What digests among these notifications showed is owed again, where somebody else may still get it. */
async function oweAgain(
  sql: Sql,
  notifications: readonly NotificationId[],
  because: SupersedeReason,
): Promise<void> {
  await sql.query(
    `insert into owed_observations (report, evidence_offset, finding_id, observed_at)
     select nf.report, nf.evidence_offset, nf.finding_id, nf.observed_at
       from notifications n join notification_findings nf on nf.notification_id = n.id
      where n.id = any($1::uuid[]) and nf.role = 'digest' and (n.role = 'primary' or $2 = 'address-dead')
     on conflict do nothing`,
    [notifications, because],
  );
}

/**
 * Records that mail came back, whether its server had taken it or that was not known yet: its findings that nobody has
 * answered for await the next rung, and whoever was asked to hold them is not any more. Answers the findings.
 */
export async function markBounced(
  sql: Sql,
  ids: readonly DeliveryId[],
  because: SupersedeReason,
  at: Date,
): Promise<FindingId[]> {
  const { rows: returned } = await sql.query<{ id: NotificationId }>(
    `update deliveries set state = 'failed', bounced_at = $2
      where id = any($1::uuid[]) and state = 'accepted'
     returning notification_id as id`,
    [ids, at],
  );
  const notifications = returned.map(({ id }) => id);
  const unsettled = await markFailed(sql, ids, because, at);
  await sql.query(
    "update deliveries set bounced_at = $2 where id = any($1::uuid[]) and state = 'failed' and bounced_at is null",
    [ids, at],
  );
  await oweAgain(sql, notifications, because);
  await sql.query(
    "delete from custodies c where c.notification_id = any($1::uuid[]) and c.state = 'asked'",
    [notifications],
  );
  const { rows } = await sql.query<{ id: FindingId }>(
    `with back as (
       update findings f set disposition = ${dispositionCode("pending")}
         from notification_findings nf
        where nf.notification_id = any($1::uuid[]) and nf.role = 'primary' and nf.superseded_at is null
          and f.id = nf.finding_id and f.episode = nf.episode and f.round = nf.round
          and f.state in (${unanswered}) and f.disposition = ${dispositionCode("delivered")}
       returning f.id, nf.notification_id, nf.position)
     update notification_findings nf set superseded_at = $2, superseded_because = $3
       from back b where nf.notification_id = b.notification_id and nf.position = b.position
     returning nf.finding_id as id`,
    [notifications, at, because],
  );
  return [...unsettled, ...rows.map(({ id }) => id)];
}

/** Deliveries to an address that still wait for an attempt. */
export async function listQueuedTo(sql: Sql, address: EmailAddress): Promise<DeliveryId[]> {
  const { rows } = await sql.query<{ id: DeliveryId }>(
    `select v.id from notifications n join deliveries v on v.notification_id = n.id
      where n.address = $1 and v.state = 'queued'
      order by v.id
        for update of v`,
    [address],
  );
  return rows.map(({ id }) => id);
}

/**
 * Findings whose ladder has ended without anybody told: the rungs tried and what their servers said is the evidence.
 * To be called after they were decided again.
 */
export async function markUndeliverable(sql: Sql, ids: readonly FindingId[]): Promise<number> {
  const { rowCount } = await sql.query(
    `update findings f set disposition = ${dispositionCode("undeliverable")}
       from decisions d
      where f.id = any($1::bigint[]) and d.id = f.decision_id and d.held_reason = 'nobody'
        and f.disposition = ${dispositionCode("heldForPerson")}`,
    [ids],
  );
  return rowCount;
}
