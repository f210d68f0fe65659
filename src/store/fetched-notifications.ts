import type { DeliveryId, NotificationId, OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** A notification in its form for programs. */
export type FetchableNotification = {
  readonly id: NotificationId;
  /** In the order in which they are fetched. */
  readonly position: number;
  /** Sealed. */
  readonly content: Buffer;
};

/** What waits to be fetched and acknowledged by whom the database works for, after a position; the first first. */
export async function listFetchable(
  sql: Sql,
  after: number,
  limit: number,
): Promise<FetchableNotification[]> {
  const { rows } = await sql.query<FetchableNotification>(
    `select n.id, m.position, m.content
       from deliveries d
       join notifications n on n.id = d.notification_id
       join machine_forms m on m.notification_id = n.id
      where d.endpoint_id in (select e.id from endpoints e where e.organisation = acting_organisation())
        and d.channel = 'pull' and d.state in ('queued', 'unknown') and m.position > $1 and m.content is not null
      order by m.position limit $2`,
    [after, limit],
  );
  return rows;
}

/** What whom the database works for was told in a stretch of time and got, by whatever way, after a position; the first first. */
export async function listToldBetween(
  sql: Sql,
  {
    from,
    until,
    after,
    limit,
  }: { readonly from: Date; readonly until: Date; readonly after: number; readonly limit: number },
): Promise<FetchableNotification[]> {
  const { rows } = await sql.query<FetchableNotification>(
    `select n.id, m.position, m.content
       from notifications n
       join deliveries d on d.notification_id = n.id
       join machine_forms m on m.notification_id = n.id
      where n.organisation = acting_organisation() and n.composed_at >= $1 and n.composed_at < $2
        and d.state = 'accepted' and m.format = 'json' and m.content is not null and m.position > $3
      order by m.position limit $4`,
    [from, until, after, limit],
  );
  return rows;
}

/** Of a delivery `d` to be fetched: it was not taken back, no kill switch holds it by lane or channel, its lane is not stopped. */
const mayBeShown = `d.taken_back_at is null
   and not exists (select from holds h
                     where h.kind = 'channel' and h.value = 'pull'
                        or h.kind = 'lane' and h.value = (array['now', 'day', 'week'])[d.lane + 1])
   and not exists (select from lane_stops s where s.lane = d.lane)`;

/**
 * Writes down that these are shown now, before they are: whether what is shown arrives, only an acknowledgement tells. Answers
 * those that may be shown; the others were taken back, acknowledged or mailed meanwhile, or are held.
 */
export async function beginShowing(
  sql: Sql,
  ids: readonly NotificationId[],
  at: Date,
): Promise<Set<NotificationId>> {
  await sql.query(
    `with fresh as (
       select d.id from deliveries d
        where d.notification_id = any($1::uuid[]) and d.channel = 'pull' and d.state = 'queued'
          and ${mayBeShown}
        order by d.id
          for update),
     shown as (
       update deliveries d set state = 'unknown', attempts = d.attempts + 1 from fresh f where d.id = f.id
       returning d.id, d.attempts)
     insert into delivery_attempts (delivery_id, attempt, started_at, channel)
     select s.id, s.attempts, $2, 'pull' from shown s`,
    [ids, at],
  );
  const { rows } = await sql.query<{ id: NotificationId }>(
    `select d.notification_id as id from deliveries d
      where d.notification_id = any($1::uuid[]) and d.channel = 'pull' and d.state = 'unknown' and ${mayBeShown}`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Deliveries to an organisation that were shown, up to a position, and not acknowledged; locked until the end of the transaction. */
export async function lockShown(
  sql: Sql,
  organisation: OrganisationId,
  upTo: number,
): Promise<DeliveryId[]> {
  const { rows } = await sql.query<{ id: DeliveryId }>(
    `select d.id
       from endpoints e
       join deliveries d on d.endpoint_id = e.id
       join machine_forms m on m.notification_id = d.notification_id
      where e.organisation = $1 and d.channel = 'pull' and d.state = 'unknown' and m.position <= $2
      order by d.id
        for update of d`,
    [organisation, upTo],
  );
  return rows.map(({ id }) => id);
}
