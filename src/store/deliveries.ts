import { type Lane, lanes } from "../domain/finding/lane.ts";
import type { DeliveryId, EndpointId, NotificationId, OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { ChannelName } from "../domain/notification/channel.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import type { ReplyClass } from "../domain/notification/reply-class.ts";
import type { Sql } from "../platform/database.ts";
import { withdrawTakenBack } from "./withdrawals.ts";

/** A delivery that a worker has for itself until its lease ends. */
export type LeasedDelivery = {
  readonly id: DeliveryId;
  readonly notificationId: NotificationId;
  readonly number: PublicNumber;
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly messageId: string;
  readonly lane: Lane;
  readonly channel: ChannelName;
  /** Null for mail. */
  readonly endpoint: EndpointId | null;
  /** Since when it goes this way. */
  readonly queuedAt: Date;
  /** How often its content was on the way already, this way. */
  readonly attempts: number;
  /** The bytes as rendered for this channel, sealed. */
  readonly content: Buffer;
};

type LeasedRow = Omit<LeasedDelivery, "lane"> & { lane: number };

/**
 * Gives a worker deliveries that are due, by mail or to programs, those of the first lane first; lanes that were stopped
 * stay, and what a kill switch holds by its lane or channel. Any number of workers may ask at once and none gets what
 * another has.
 */
export async function leaseDeliveries(
  sql: Sql,
  lease: {
    readonly worker: string;
    readonly now: Date;
    readonly until: Date;
    readonly limit: number;
    /** Default mail. */
    readonly by?: "mail" | "machines";
  },
): Promise<LeasedDelivery[]> {
  const channels = lease.by === "machines" ? "v.channel <> 'mail'" : "v.channel = 'mail'";
  const { rows } = await sql.query<LeasedRow>(
    `with taken as (
       select v.id, v.lane, v.next_attempt_at
         from unnest(array[0, 1, 2]::smallint[]) as l (lane)
        cross join lateral (select v.id, v.lane, v.next_attempt_at from deliveries v
                             where v.state = 'queued' and v.lane = l.lane and v.next_attempt_at <= $2
                               and ${channels}
                               and not exists (select from holds h where h.kind = 'channel' and h.value = v.channel)
                             order by v.next_attempt_at limit $4
                               for update skip locked) v
        where not exists (select from lane_stops s where s.lane = l.lane)
          and not exists (select from holds h where h.kind = 'lane' and h.value = (array['now', 'day', 'week'])[l.lane + 1])
        order by v.lane, v.next_attempt_at
        limit $4)
     update deliveries v
        set state = 'leased', leased_by = $1, leased_until = $3
       from taken t, notifications n
      where v.id = t.id and n.id = v.notification_id
     returning v.id, v.notification_id as "notificationId", n.public_number as number, n.address, n.organisation,
               n.message_id as "messageId", v.lane, v.channel, v.endpoint_id as endpoint,
               coalesce(v.routed_at, v.queued_at) as "queuedAt", v.attempts - v.attempts_before as attempts,
               case when v.channel = 'mail' then n.content
                    else (select m.content from machine_forms m where m.notification_id = n.id) end as content`,
    [lease.worker, lease.now, lease.until, lease.limit],
  );
  return rows
    .sort((a, b) => a.lane - b.lane || (a.id < b.id ? -1 : 1))
    .map((row) => ({ ...row, lane: lanes[row.lane] as Lane }));
}

/**
 * Writes down that the contents of these deliveries go out now, and answers which ones the worker still has: of the
 * others (their lease ended, or they were taken back) nothing may be sent.
 */
export async function beginAttempts(
  sql: Sql,
  ids: readonly DeliveryId[],
  worker: string,
  now: Date,
  leasedUntil: Date,
): Promise<Set<DeliveryId>> {
  const { rows } = await sql.query<{ id: DeliveryId }>(
    `with held as (
       select v.id from deliveries v
        where v.id = any($1::uuid[]) and v.state = 'leased' and v.leased_by = $2 and v.leased_until > $3
        order by v.id for update),
     mine as (
       update deliveries v set attempts = attempts + 1, leased_until = $4
         from held h where v.id = h.id
       returning v.id, v.attempts, v.channel)
     insert into delivery_attempts (delivery_id, attempt, started_at, channel)
     select m.id, m.attempts, $3, m.channel from mine m
     returning delivery_id as id`,
    [ids, worker, now, leasedUntil],
  );
  return new Set(rows.map(({ id }) => id));
}

/** What came of an attempt, for the record. */
export type AttemptRecord = {
  readonly deliveryId: DeliveryId;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly outcome: ReplyClass | "never-sent";
  readonly replyCode: number | null;
  readonly enhancedCode: string | null;
  readonly replyText: string | null;
  readonly libraryCode: string | null;
};

/**
 * Records how attempts ended, one of a delivery each; those that ended before their content went out were not begun and
 * are added.
 */
export async function endAttempts(sql: Sql, records: readonly AttemptRecord[]): Promise<void> {
  await sql.query(
    `with ended as (
       select * from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::text[], $5::smallint[], $6::text[],
                            $7::text[], $8::text[])
         as u (id, started_at, ended_at, outcome, reply_code, enhanced_code, reply_text, library_code)),
     begun as (
       update delivery_attempts a
          set ended_at = e.ended_at, outcome = e.outcome, reply_code = e.reply_code, enhanced_code = e.enhanced_code,
              reply_text = e.reply_text, library_code = e.library_code
         from ended e where a.delivery_id = e.id and a.ended_at is null
       returning a.delivery_id as id),
     mine as (
       update deliveries v set attempts = attempts + 1
        where v.id in (select e.id from ended e) and v.id not in (select b.id from begun b)
       returning v.id, v.attempts, v.channel)
     insert into delivery_attempts (delivery_id, attempt, started_at, ended_at, outcome, reply_code, enhanced_code,
                                    reply_text, library_code, channel)
     select m.id, m.attempts, e.started_at, e.ended_at, e.outcome, e.reply_code, e.enhanced_code, e.reply_text,
            e.library_code, m.channel
       from mine m join ended e on e.id = m.id`,
    [
      records.map(({ deliveryId }) => deliveryId),
      records.map(({ startedAt }) => startedAt),
      records.map(({ endedAt }) => endedAt),
      records.map(({ outcome }) => outcome),
      records.map(({ replyCode }) => replyCode),
      records.map(({ enhancedCode }) => enhancedCode),
      records.map(({ replyText }) => replyText?.slice(0, 500) ?? null),
      records.map(({ libraryCode }) => libraryCode),
    ],
  );
}

/** Puts a delivery back into the queue until the next attempt; for good where it was taken back meanwhile. */
export async function requeueDelivery(
  sql: Sql,
  id: DeliveryId,
  nextAttemptAt: Date,
): Promise<void> {
  await sql.query(
    `update deliveries set state = 'queued', leased_by = null, leased_until = null, next_attempt_at = $2
      where id = $1 and state in ('leased', 'unknown')`,
    [id, nextAttemptAt],
  );
  await withdrawTakenBack(sql, [id]);
}

/** Nobody knows whether it arrived: it is not sent again until that is settled. */
export async function markUnknown(sql: Sql, id: DeliveryId, lookAgainAt: Date): Promise<void> {
  await sql.query(
    `update deliveries set state = 'unknown', leased_by = null, leased_until = null, next_attempt_at = $2
      where id = $1 and state in ('leased', 'unknown')`,
    [id, lookAgainAt],
  );
}

/**
 * Takes deliveries back whose worker died: those that never got to their content are queued again, the others are
 * unknown. Answers how many of each.
 */
export async function reclaimLapsed(
  sql: Sql,
  now: Date,
): Promise<{ readonly queued: number; readonly unknown: number }> {
  const { rows } = await sql.query<{ state: string }>(
    `with lapsed as (
       select v.id, exists (select from delivery_attempts a where a.delivery_id = v.id and a.ended_at is null) as begun
         from deliveries v
        where v.state = 'leased' and v.leased_until <= $1
        order by v.id
          for update skip locked)
     update deliveries v
        set state = case when l.begun then 'unknown' else 'queued' end, leased_by = null, leased_until = null,
            next_attempt_at = $1
       from lapsed l where v.id = l.id
     returning v.state`,
    [now],
  );
  const unknown = rows.filter(({ state }) => state === "unknown").length;
  return { unknown, queued: rows.length - unknown };
}

/** A delivery that may or may not have arrived. */
export type UnknownDelivery = {
  readonly id: DeliveryId;
  readonly messageId: string;
  readonly channel: ChannelName;
  readonly startedAt: Date;
};

/** Unknown deliveries that it is time to ask about, each taken by one asker until `until`. */
export async function takeUnknown(sql: Sql, now: Date, until: Date): Promise<UnknownDelivery[]> {
  const { rows } = await sql.query<UnknownDelivery>(
    `with taken as (
       select v.id from deliveries v where v.state = 'unknown' and v.next_attempt_at <= $1
        order by v.next_attempt_at limit 100 for update skip locked)
     update deliveries v set next_attempt_at = $2
       from taken t, notifications n
      where v.id = t.id and n.id = v.notification_id
     returning v.id, n.message_id as "messageId", v.channel, v.queued_at as "startedAt"`,
    [now, until],
  );
  return rows;
}

/** Nothing more goes out in this lane until a person lifts it. */
export async function stopLane(sql: Sql, lane: Lane, at: Date, reason: string): Promise<void> {
  await sql.query(
    "insert into lane_stops (lane, stopped_at, reason) values ($1, $2, $3) on conflict (lane) do nothing",
    [lanes.indexOf(lane), at, reason.slice(0, 500)],
  );
}

/** Lets a stopped lane go on; answers false when it was not stopped. */
export async function resumeLane(sql: Sql, lane: Lane): Promise<boolean> {
  const { rowCount } = await sql.query("delete from lane_stops where lane = $1", [
    lanes.indexOf(lane),
  ]);
  return rowCount > 0;
}

/** What of the outbox waits, by state, and which lanes are stopped. */
export async function countOutbox(sql: Sql): Promise<{
  readonly waiting: number;
  readonly unknown: number;
  readonly stoppedLanes: readonly Lane[];
}> {
  const { rows } = await sql.query<{ waiting: number; unknown: number; stopped: number[] }>(
    `select (select count(*) from deliveries v where v.state = 'queued')
            + (select count(*) from deliveries v where v.state = 'leased') as waiting,
            (select count(*) from deliveries v where v.state = 'unknown') as unknown,
            (select coalesce(array_agg(s.lane order by s.lane), '{}')::int[] from lane_stops s) as stopped`,
  );
  const row = rows[0];
  return {
    waiting: row?.waiting ?? 0,
    unknown: row?.unknown ?? 0,
    stoppedLanes: (row?.stopped ?? []).map((lane) => lanes[lane] as Lane),
  };
}

/** Whether nobody knows if a delivery arrived; it stays locked until the end of the transaction. */
export async function isUnknown(sql: Sql, id: DeliveryId): Promise<boolean> {
  const { rows } = await sql.query<{ state: string }>(
    "select v.state from deliveries v where v.id = $1 for update",
    [id],
  );
  return rows[0]?.state === "unknown";
}
