import { type Lane, lanes } from "../domain/finding/lane.ts";
import type { DeliveryId, NotificationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { ChannelName } from "../domain/notification/channel.ts";
import type { ReplyClass } from "../domain/notification/reply-class.ts";
import type { Sql } from "../platform/database.ts";

/** A delivery that a worker has for itself until its lease ends. */
export type LeasedDelivery = {
  readonly id: DeliveryId;
  readonly notificationId: NotificationId;
  readonly address: EmailAddress;
  readonly messageId: string;
  readonly lane: Lane;
  readonly channel: ChannelName;
  readonly queuedAt: Date;
  /** How often its content was on the way already. */
  readonly attempts: number;
  /** The rendered bytes, sealed. */
  readonly content: Buffer;
};

type LeasedRow = Omit<LeasedDelivery, "lane"> & { lane: number };

/**
 * Gives a worker deliveries that are due, those of the first lane first; lanes that were stopped stay. Any number of
 * workers may ask at once and none gets what another has.
 */
export async function leaseDeliveries(
  sql: Sql,
  lease: {
    readonly worker: string;
    readonly now: Date;
    readonly until: Date;
    readonly limit: number;
  },
): Promise<LeasedDelivery[]> {
  const { rows } = await sql.query<LeasedRow>(
    `with taken as (
       select v.id, v.lane, v.next_attempt_at
         from unnest(array[0, 1, 2]::smallint[]) as l (lane)
        cross join lateral (select v.id, v.lane, v.next_attempt_at from deliveries v
                             where v.state = 'queued' and v.lane = l.lane and v.next_attempt_at <= $2
                             order by v.next_attempt_at limit $4
                               for update skip locked) v
        where not exists (select from lane_stops s where s.lane = l.lane)
        order by v.lane, v.next_attempt_at
        limit $4)
     update deliveries v
        set state = 'leased', leased_by = $1, leased_until = $3
       from taken t, notifications n
      where v.id = t.id and n.id = v.notification_id
     returning v.id, v.notification_id as "notificationId", n.address, n.message_id as "messageId", v.lane,
               v.channel, v.queued_at as "queuedAt", v.attempts, n.content`,
    [lease.worker, lease.now, lease.until, lease.limit],
  );
  return rows
    .sort((a, b) => a.lane - b.lane || (a.id < b.id ? -1 : 1))
    .map((row) => ({ ...row, lane: lanes[row.lane] as Lane }));
}

/**
 * Writes down that the content of a delivery goes out now, and answers the number of the attempt; null when the worker
 * does not have it any more (its lease ended, or it was taken back): then nothing may be sent.
 */
export async function beginAttempt(
  sql: Sql,
  id: DeliveryId,
  worker: string,
  now: Date,
  leasedUntil: Date,
): Promise<number | null> {
  const { rows } = await sql.query<{ attempt: number }>(
    `with mine as (
       update deliveries set attempts = attempts + 1, leased_until = $4
        where id = $1 and state = 'leased' and leased_by = $2 and leased_until > $3
       returning id, attempts, channel)
     insert into delivery_attempts (delivery_id, attempt, started_at, channel)
     select m.id, m.attempts, $3, m.channel from mine m
     returning attempt`,
    [id, worker, now, leasedUntil],
  );
  return rows[0]?.attempt ?? null;
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

/** Records the end of an attempt; one that ended before its content went out was not begun and is added. */
export async function endAttempt(sql: Sql, record: AttemptRecord): Promise<void> {
  const values = [
    record.deliveryId,
    record.endedAt,
    record.outcome,
    record.replyCode,
    record.enhancedCode,
    record.replyText?.slice(0, 500) ?? null,
    record.libraryCode,
  ];
  const { rowCount } = await sql.query(
    `update delivery_attempts
        set ended_at = $2, outcome = $3, reply_code = $4, enhanced_code = $5, reply_text = $6, library_code = $7
      where delivery_id = $1 and ended_at is null`,
    values,
  );
  if (rowCount > 0) return;
  await sql.query(
    `with mine as (update deliveries set attempts = attempts + 1 where id = $1 returning id, attempts, channel)
     insert into delivery_attempts (delivery_id, attempt, started_at, ended_at, outcome, reply_code, enhanced_code,
                                    reply_text, library_code, channel)
     select m.id, m.attempts, $8, $2, $3, $4, $5, $6, $7, m.channel from mine m`,
    [...values, record.startedAt],
  );
}

/** Puts a delivery back into the queue until the next attempt. */
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
