import type { DeliveryId, NotificationId } from "../domain/ids.ts";
import type { BounceMeaning } from "../domain/incoming/bounce-meaning.ts";
import type { MailClass } from "../domain/incoming/mail-class.ts";
import type {
  MailEffect,
  MailState,
  MailWay,
  ReceivedMailId,
} from "../domain/incoming/received-mail.ts";
import type { Suggestion } from "../domain/incoming/suggest-response.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";

/** A received mail as it is kept before anybody looked into it. */
export type KeptMail = {
  readonly id: ReceivedMailId;
  readonly digest: Buffer;
  readonly via: MailWay;
  readonly receivedAt: Date;
  readonly bytes: number;
  /** Null: the envelope names nobody to answer to. */
  readonly sender: string | null;
  readonly recipient: EmailAddress | null;
  readonly delivery: DeliveryId | null;
  readonly notification: NotificationId | null;
  /** Sealed under its id. */
  readonly content: Buffer;
};

/** Keeps a mail to be looked into; answers false when the same mail was kept before. */
export async function saveReceivedMail(sql: Sql, mail: KeptMail): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into received_mails (id, digest, via, received_at, byte_count, sender, recipient, delivery_id, notification_id,
                                 state, content)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'unread', $10)
     on conflict (digest) do nothing`,
    [
      mail.id,
      mail.digest,
      mail.via,
      mail.receivedAt,
      mail.bytes,
      mail.sender?.slice(0, 320) ?? "",
      mail.recipient ?? "",
      mail.delivery,
      mail.notification,
      mail.content,
    ],
  );
  return rowCount > 0;
}

/** Records a mail that was too large to be taken in; once for what `digest` stands for. */
export async function saveTooLarge(
  sql: Sql,
  mail: Pick<KeptMail, "id" | "digest" | "via" | "receivedAt" | "bytes">,
): Promise<void> {
  await sql.query(
    `insert into received_mails (id, digest, via, received_at, byte_count, sender, recipient, state, class)
     values ($1, $2, $3, $4, $5, '', '', 'waiting', 'too-large')
     on conflict (digest) do nothing`,
    [mail.id, mail.digest, mail.via, mail.receivedAt, mail.bytes],
  );
}

/** A mail that somebody looks into now. */
export type UnreadMail = {
  readonly id: ReceivedMailId;
  readonly receivedAt: Date;
  readonly hasNullSender: boolean;
  /** Of our addresses that which it came to; empty where none. */
  readonly recipient: string;
  readonly delivery: DeliveryId | null;
  readonly notification: NotificationId | null;
  /** How often it was looked into in vain. */
  readonly attempts: number;
  readonly content: Buffer;
};

/**
 * Gives a worker mails that nobody looked into, the oldest first; nobody else gets them until `until`. `fresh`: those that
 * nobody had yet; else those that somebody had before and did not get to the end of.
 */
export async function leaseUnreadMails(
  sql: Sql,
  {
    now,
    until,
    limit,
    fresh,
  }: {
    readonly now: Date;
    readonly until: Date;
    readonly limit: number;
    readonly fresh: boolean;
  },
): Promise<UnreadMail[]> {
  const { rows } = await sql.query<UnreadMail>(
    `update received_mails m set leased_until = $2, attempts = m.attempts + 1
      where m.id in (select u.id from received_mails u
                      where u.state = 'unread' and (u.leased_until is null or u.leased_until <= $1)
                        and (u.attempts = 0) = $4
                      order by u.received_at limit $3 for update skip locked)
     returning m.id, m.received_at as "receivedAt", m.sender = '' as "hasNullSender", m.recipient,
               m.delivery_id as delivery, m.notification_id as notification, m.attempts - 1 as attempts, m.content`,
    [now, until, limit, fresh],
  );
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Locks a mail that nobody looked into; false when somebody did meanwhile. */
export async function lockUnread(sql: Sql, id: ReceivedMailId): Promise<boolean> {
  const { rowCount } = await sql.query(
    "select from received_mails m where m.id = $1 and m.state = 'unread' for update",
    [id],
  );
  return rowCount > 0;
}

/** What looking into a mail came to. */
export type MailFinding = {
  readonly class: MailClass;
  readonly state: Exclude<MailState, "unread" | "settled">;
  /** What it answers, by its own words where its address does not say. */
  readonly notification: NotificationId | null;
  readonly author: EmailAddress | null;
  readonly subject: string | null;
  readonly messageId: string | null;
  readonly address: EmailAddress | null;
  readonly status: string | null;
  readonly meaning: BounceMeaning | null;
  readonly isStandard: boolean | null;
  readonly ticket: string | null;
  readonly suggestion: Suggestion | null;
  readonly isAligned: boolean | null;
  readonly effects: readonly MailEffect[];
};

/** Writes down what a mail is and what came of it, in the transaction of what came of it. */
export async function saveMailFinding(
  sql: Sql,
  id: ReceivedMailId,
  finding: MailFinding,
): Promise<void> {
  await sql.query(
    `update received_mails
        set state = $2, class = $3, author = $4, subject = $5, message_id = $6, address = $7, status = $8, meaning = $9,
            is_standard = $10, ticket = $11, suggestion = $12, is_aligned = $13, effects = $14,
            notification_id = coalesce(notification_id, $15), leased_until = null
      where id = $1 and state = 'unread'`,
    [
      id,
      finding.state,
      finding.class,
      finding.author,
      finding.subject?.slice(0, 500) ?? null,
      finding.messageId?.slice(0, 500) ?? null,
      finding.address,
      finding.status,
      finding.meaning,
      finding.isStandard,
      finding.ticket,
      finding.suggestion,
      finding.isAligned,
      finding.effects,
      finding.notification,
    ],
  );
}

/** How often an author wrote about a notification to one address of ours since an instant, mails looked into only. */
export async function countMailsFrom(
  sql: Sql,
  author: EmailAddress,
  {
    notification,
    recipient,
    since,
  }: {
    readonly notification: NotificationId;
    readonly recipient: string;
    readonly since: Date;
  },
): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*) as count from received_mails m
      where m.author = $1 and m.received_at >= $3 and m.notification_id = $2 and m.recipient = $4`,
    [author, notification, since, recipient],
  );
  return rows[0]?.count ?? 0;
}

/** Different deliveries to an address that came back for a reason that may pass, since an instant. */
export async function countSoftBounces(
  sql: Sql,
  address: EmailAddress,
  meanings: readonly BounceMeaning[],
  since: Date,
): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(distinct m.delivery_id) as count from received_mails m
      where m.address = $1 and m.received_at >= $3 and m.meaning = any($2::text[]) and m.is_standard
        and m.delivery_id is not null`,
    [address, meanings, since],
  );
  return rows[0]?.count ?? 0;
}

/** Destroys the content of mails received, and of answers written, before an instant; answers how many mails. */
export async function destroyOldMails(sql: Sql, before: Date): Promise<number> {
  await sql.query(
    "update thread_answers set content = null where content is not null and written_at < $1",
    [before],
  );
  const { rowCount } = await sql.query(
    "update received_mails set content = null where content is not null and received_at < $1 and state <> 'unread'",
    [before],
  );
  return rowCount;
}

/** Forgets mails received, and answers written, before an instant; answers how many mails. */
export async function deleteOldMails(sql: Sql, before: Date): Promise<number> {
  await sql.query("delete from thread_answers where written_at < $1", [before]);
  const { rowCount } = await sql.query(
    `delete from received_mails m where m.received_at < $1 and m.state <> 'unread'
       and not exists (select from thread_answers a where a.received_mail_id = m.id)`,
    [before],
  );
  return rowCount;
}
/** A person has looked at a mail; false when nobody was to. */
export async function settleReceivedMail(
  sql: Sql,
  id: ReceivedMailId,
  settled: { readonly at: Date; readonly by: string; readonly effects: readonly MailEffect[] },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update received_mails
        set state = 'settled', settled_at = coalesce(settled_at, $2), settled_by = coalesce(settled_by, $3),
            effects = effects || $4::text[]
      where id = $1 and state in ('waiting', 'settled')`,
    [id, settled.at, settled.by, settled.effects],
  );
  return rowCount > 0;
}

/** A mail that a person is to look at, locked until the end of the transaction. */
export type WaitingMail = {
  readonly class: MailClass;
  readonly author: EmailAddress | null;
  readonly subject: string | null;
  readonly messageId: string | null;
  readonly recipient: string;
  readonly delivery: DeliveryId | null;
  readonly notification: NotificationId | null;
  /** It is a complaint about a mail that we did send. */
  readonly hasComplained: boolean;
};

const waiting = `select m.class, m.author, m.subject, m.message_id as "messageId", m.recipient, m.delivery_id as delivery,
  m.notification_id as notification, m.effects @> '{complained}' as "hasComplained" from received_mails m`;

/** Locks a mail that a person may write back to: it waits or is settled, and was not answered yet; null when there is none. */
export async function lockUnanswered(sql: Sql, id: ReceivedMailId): Promise<WaitingMail | null> {
  const { rows } = await sql.query<WaitingMail>(
    `${waiting} where m.id = $1 and m.state in ('waiting', 'settled') and not m.effects @> '{answered}' for update`,
    [id],
  );
  return rows[0] ?? null;
}

/** Locks a mail that waits for a person; null when there is none, or somebody was quicker. */
export async function lockWaiting(sql: Sql, id: ReceivedMailId): Promise<WaitingMail | null> {
  const { rows } = await sql.query<WaitingMail>(
    `${waiting} where m.id = $1 and m.state = 'waiting' for update`,
    [id],
  );
  return rows[0] ?? null;
}

/** The sealed bytes of a mail; null when they are destroyed, or there is none. */
export async function findMailContent(sql: Sql, id: ReceivedMailId): Promise<Buffer | null> {
  const { rows } = await sql.query<{ content: Buffer | null }>(
    "select m.content from received_mails m where m.id = $1",
    [id],
  );
  return rows[0]?.content ?? null;
}
