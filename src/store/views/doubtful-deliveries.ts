import type { DeliveryId, NotificationId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** A delivery of which nobody knows whether it arrived. */
export type DoubtfulDelivery = {
  readonly delivery: DeliveryId;
  readonly notification: NotificationId;
  readonly number: string;
  readonly address: string;
  /** What to look for in the log of the mail server. */
  readonly messageId: string;
  readonly subject: string;
  readonly attempts: number;
  /** Of the last attempt. */
  readonly startedAt: Date | null;
};

/** Mail in doubt, the oldest first; what a program was shown and did not acknowledge is settled by the clock. */
export async function listDoubtfulDeliveries(sql: Sql): Promise<DoubtfulDelivery[]> {
  const { rows } = await sql.query<DoubtfulDelivery>(
    `select v.id as delivery, n.id as notification, n.public_number as number, n.address, n.message_id as "messageId", n.subject, v.attempts,
            (select max(a.started_at) from delivery_attempts a where a.delivery_id = v.id) as "startedAt"
       from deliveries v
       join notifications n on n.id = v.notification_id
      where v.state = 'unknown' and v.channel = 'mail'
      order by v.id`,
  );
  return rows;
}
