import type { Language } from "../domain/finding/finding-type.ts";
import type { DeliveryId, FindingId, NotificationId, OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";

/** What came back: a delivery of a notification, or mail about the register. */
export type Returned = {
  readonly kind: "delivery" | "notice";
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly notification: NotificationId | null;
  /** When its server took it, or else when it was queued. */
  readonly sentAt: Date;
};

/** What a return path names; null when it is forgotten. */
export async function findReturned(sql: Sql, id: DeliveryId): Promise<Returned | null> {
  const { rows } = await sql.query<Returned>(
    `select 'delivery' as kind, n.address, n.organisation, n.id as notification,
            coalesce(v.settled_at, v.queued_at) as "sentAt"
       from deliveries v join notifications n on n.id = v.notification_id where v.id = $1
     union all
     select 'notice', n.address, n.organisation, null, coalesce(n.settled_at, n.queued_at) from notices n where n.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** A notification that somebody answers. */
export type AnsweredNotification = {
  readonly id: NotificationId;
  readonly number: string;
  readonly subject: string;
  readonly address: EmailAddress;
  readonly messageId: string;
  readonly language: Language;
};

const answered = `select n.id, n.public_number as number, n.subject, n.address, n.message_id as "messageId", n.language
  from notifications n`;

/** The notification with this id; null when it is forgotten. */
export async function findAnswered(
  sql: Sql,
  id: NotificationId,
): Promise<AnsweredNotification | null> {
  const { rows } = await sql.query<AnsweredNotification>(`${answered} where n.id = $1`, [id]);
  return rows[0] ?? null;
}

/** The notification that one of these Message-IDs or this number names; the first of the Message-IDs counts most. */
export async function findNamed(
  sql: Sql,
  messageIds: readonly string[],
  number: string | null,
): Promise<AnsweredNotification | null> {
  const { rows } = await sql.query<AnsweredNotification>(
    `${answered} where n.message_id = any($1::text[]) or n.public_number = $2
      order by array_position($1::text[], n.message_id) nulls last limit 1`,
    [messageIds, number],
  );
  return rows[0] ?? null;
}

/** Findings that a notification asks its recipient to act on, in the episode and round that it told of. */
export async function listPresentFindings(
  sql: Sql,
  notification: NotificationId,
): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `select f.id from notification_findings nf join findings f on f.id = nf.finding_id
      where nf.notification_id = $1 and nf.role = 'primary' and nf.superseded_at is null
        and f.episode = nf.episode and f.round = nf.round
      order by f.id`,
    [notification],
  );
  return rows.map(({ id }) => id);
}
