import type { DeliveryId, NotificationId } from "../../domain/ids.ts";
import type { ChannelName } from "../../domain/notification/channel.ts";
import type { Sql } from "../../platform/database.ts";

/** A delivery that did not arrive and is not tried again. */
export type DeadLetter = {
  readonly delivery: DeliveryId;
  readonly notification: NotificationId;
  readonly number: string;
  readonly address: string;
  readonly channel: ChannelName;
  readonly attempts: number;
  readonly failedAt: Date;
  /** Of the last attempt: its outcome, and what the other side said; null where nothing answered. */
  readonly outcome: string | null;
  readonly reply: string | null;
  readonly rows: number;
  /** Of these rows, those that somebody else was told of since. */
  readonly toldElsewhere: number;
};

/** Deliveries that failed since an instant, the latest first. */
export async function listDeadLetters(sql: Sql, since: Date, limit: number): Promise<DeadLetter[]> {
  const { rows } = await sql.query<DeadLetter>(
    `select v.id as delivery, n.id as notification, n.public_number as number, n.address, v.channel, v.attempts, v.settled_at as "failedAt",
            a.outcome, nullif(concat_ws(' ', a.reply_code, a.enhanced_code, a.reply_text), '') as reply,
            n.row_count as rows,
            (select count(distinct nf.position)::int
               from notification_findings nf
               join notification_findings later
                 on later.finding_id = nf.finding_id and later.episode = nf.episode and later.round = nf.round
                and later.role = 'primary' and later.superseded_at is null
              where nf.notification_id = n.id) as "toldElsewhere"
       from deliveries v
       join notifications n on n.id = v.notification_id
       left join lateral (select a.* from delivery_attempts a where a.delivery_id = v.id
                           order by a.attempt desc limit 1) a on true
      where v.state = 'failed' and v.settled_at >= $1
      order by v.settled_at desc, v.id desc
      limit $2`,
    [since, limit],
  );
  return rows;
}
