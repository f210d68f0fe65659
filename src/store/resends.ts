import type { EndpointId, NotificationId } from "../domain/ids.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import type { Sql } from "../platform/database.ts";
import { notHeldAs } from "./due-findings.ts";

/** Something that is sent once more, which a worker has for itself until its lease ends. */
export type LeasedResend = {
  readonly endpoint: EndpointId;
  readonly notificationId: NotificationId;
  readonly askedAt: Date;
  readonly number: PublicNumber;
  /** How often it was tried. */
  readonly attempts: number;
  /** Sealed; null once destroyed. */
  readonly content: Buffer | null;
};

/** Which notifications of the organisation of an endpoint are asked for. */
export type ResendWindow = { readonly from: Date; readonly until: Date };

/**
 * Queues once more what the organisation of an endpoint was told in a stretch of time and got, in the form that the endpoint
 * reads, by whatever way it got it; what waits to be resent already is left out. Answers how many.
 */
export async function insertResends(
  sql: Sql,
  endpoint: EndpointId,
  { from, until }: ResendWindow,
  { at, by, limit }: { readonly at: Date; readonly by: string; readonly limit: number },
): Promise<number> {
  const { rowCount } = await sql.query(
    `insert into resends (endpoint_id, notification_id, asked_at, asked_by, next_attempt_at)
     select e.id, n.id, $4, $5, $4
       from endpoints e
       join notifications n on n.organisation = e.organisation and n.composed_at >= $2 and n.composed_at < $3
       join deliveries d on d.notification_id = n.id and d.state = 'accepted'
       join machine_forms m on m.notification_id = n.id and m.content is not null
        and m.format = case e.kind when 'folder' then e.format else 'json' end
      where e.id = $1
        and not exists (select from resends r
                         where r.endpoint_id = e.id and r.notification_id = n.id and r.settled_at is null)
      order by m.position
      limit $6`,
    [endpoint, from, until, at, by, limit],
  );
  return rowCount;
}

/** By a kill switch, of the lane or the channel, or for a row of it, the resend `r` to the endpoint `e` waits. */
const isHeld = `exists (select from deliveries d, holds h
                         where d.notification_id = r.notification_id
                           and (h.kind = 'channel' and h.value = e.kind
                                or h.kind = 'lane' and h.value = (array['now', 'day', 'week'])[d.lane + 1]))
   or exists (select from notification_findings nf join reports rp on rp.number = nf.report
               where nf.notification_id = r.notification_id and not (${notHeldAs("rp")}))`;

/**
 * Gives a worker resends that are due, so many of each endpoint, in the order in which they were composed; no other worker
 * gets them. What a kill switch holds waits.
 */
export async function leaseResends(
  sql: Sql,
  { now, until, ofEach }: { readonly now: Date; readonly until: Date; readonly ofEach: number },
): Promise<LeasedResend[]> {
  const { rows } = await sql.query<LeasedResend & { position: number }>(
    `with taken as (
       select l.endpoint_id, l.notification_id, l.asked_at
         from endpoints e
        cross join lateral (
          select r.endpoint_id, r.notification_id, r.asked_at from resends r
           where r.endpoint_id = e.id and r.settled_at is null and r.next_attempt_at <= $1
             and (r.leased_until is null or r.leased_until <= $1) and not (${isHeld})
           order by r.next_attempt_at, r.notification_id limit $3
             for update skip locked) l
        where e.id in (select w.endpoint_id from resends w where w.settled_at is null))
     update resends r set leased_until = $2, attempts = r.attempts + 1
       from taken t, notifications n, machine_forms m
      where (r.endpoint_id, r.notification_id, r.asked_at) = (t.endpoint_id, t.notification_id, t.asked_at)
        and n.id = r.notification_id and m.notification_id = r.notification_id
     returning r.endpoint_id as endpoint, r.notification_id as "notificationId", r.asked_at as "askedAt",
               n.public_number as number, r.attempts, m.content, m.position`,
    [now, until, ofEach],
  );
  return rows.sort((a, b) => a.position - b.position);
}

/** What became of a resend: taken or given up for good, or tried again at an instant. */
export type ResendEnd = { readonly outcome: "accepted" | "failed" } | { readonly again: Date };

/** Records what became of a resend. */
export async function endResend(
  sql: Sql,
  { endpoint, notificationId, askedAt }: LeasedResend,
  at: Date,
  end: ResendEnd,
): Promise<void> {
  const isOver = "outcome" in end;
  await sql.query(
    `update resends set leased_until = null, settled_at = $4, outcome = $5, next_attempt_at = $6
      where endpoint_id = $1 and notification_id = $2 and asked_at = $3 and settled_at is null`,
    [
      endpoint,
      notificationId,
      askedAt,
      isOver ? at : null,
      isOver ? end.outcome : null,
      isOver ? at : end.again,
    ],
  );
}
