import type { DeliveryId, NotificationId } from "../../domain/ids.ts";
import type { BounceMeaning } from "../../domain/incoming/bounce-meaning.ts";
import type { MailClass } from "../../domain/incoming/mail-class.ts";
import type {
  MailEffect,
  MailState,
  MailWay,
  ReceivedMailId,
} from "../../domain/incoming/received-mail.ts";
import type { Suggestion } from "../../domain/incoming/suggest-response.ts";
import type { Sql } from "../../platform/database.ts";

/** A received mail without what it says. */
export type ReceivedMailEntry = {
  readonly id: ReceivedMailId;
  readonly via: MailWay;
  readonly receivedAt: Date;
  readonly bytes: number;
  /** Null as long as nobody looked into it. */
  readonly class: MailClass | null;
  readonly state: MailState;
  /** Who wrote it, by its own words. */
  readonly author: string | null;
  readonly subject: string | null;
  readonly delivery: DeliveryId | null;
  readonly notification: NotificationId | null;
  /** Whether the address that it came to proves that, and not only its own words. */
  readonly isProven: boolean;
  /** Public number of that notification. */
  readonly number: string | null;
  /** Of a bounce: whom the mail was for. */
  readonly address: string | null;
  readonly status: string | null;
  readonly meaning: BounceMeaning | null;
  readonly ticket: string | null;
  readonly suggestion: Suggestion | null;
  readonly effects: readonly MailEffect[];
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
};

const columns = `m.id, m.via, m.received_at as "receivedAt", m.byte_count as bytes, m.class, m.state, m.author, m.subject,
  m.delivery_id as delivery, m.notification_id as notification,
  m.recipient ~ '^[br][+]' as "isProven",
  (select n.public_number from notifications n where n.id = m.notification_id) as number,
  m.address, m.status, m.meaning, m.ticket, m.suggestion, m.effects, m.settled_at as "settledAt", m.settled_by as "settledBy"`;

/** Received mails, the latest first; of one state or of all. */
export async function listReceivedMails(
  sql: Sql,
  filters: {
    readonly state: MailState | null;
    readonly class: MailClass | null;
    readonly after: ReceivedMailId | null;
    readonly limit: number;
  },
): Promise<ReceivedMailEntry[]> {
  const { rows } = await sql.query<ReceivedMailEntry>(
    `select ${columns} from received_mails m
      where ($1::text is null or m.state = $1) and ($2::uuid is null or m.id < $2)
        and ($4::text is null or m.class = $4)
      order by m.id desc limit $3`,
    [filters.state, filters.after, filters.limit, filters.class],
  );
  return rows;
}

/** One received mail; null when there is none. */
export async function findReceivedMail(
  sql: Sql,
  id: ReceivedMailId,
): Promise<ReceivedMailEntry | null> {
  const { rows } = await sql.query<ReceivedMailEntry>(
    `select ${columns} from received_mails m where m.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** What was said in a thread, by whom; what we sent, what came back, what people of ours wrote. */
export type ThreadEntry =
  | {
      readonly kind: "sent";
      readonly at: Date;
      readonly notification: NotificationId;
      readonly number: string;
      readonly subject: string;
    }
  | {
      readonly kind: "received";
      readonly at: Date;
      readonly mail: ReceivedMailId;
      readonly class: MailClass | null;
      readonly state: MailState;
      readonly author: string | null;
      readonly subject: string | null;
    }
  | {
      readonly kind: "answered";
      readonly at: Date;
      readonly answer: string;
      readonly by: string;
      readonly address: string;
      /** Of the mail that carries it; null once that is forgotten. */
      readonly state: string | null;
    };

type ThreadRow = Record<string, unknown> & { kind: ThreadEntry["kind"]; at: Date };

const mostEntries = 500;

/** The thread that a notification belongs to, the first first. */
export async function listThread(sql: Sql, notification: NotificationId): Promise<ThreadEntry[]> {
  const { rows } = await sql.query<ThreadRow>(
    `with root as (select coalesce(n.thread_message_id, n.message_id) as message_id, n.address from notifications n where n.id = $1),
          members as (select n.* from notifications n, root r
                       where n.message_id = r.message_id or (n.thread_message_id = r.message_id and n.address = r.address))
     select * from (
       select 'sent' as kind, m.composed_at as at, m.id, m.public_number as number, m.subject, null as class, null as state, null as author
         from members m
       union all
       select 'received', c.received_at, c.id, null, c.subject, c.class, c.state, c.author
         from received_mails c where c.notification_id in (select m.id from members m)
       union all
       select 'answered', a.written_at, a.id, null, a.address, null, (select n.state from notices n where n.id = a.id), a.written_by
         from thread_answers a where a.notification_id in (select m.id from members m)) e
      order by e.at, e.id limit ${mostEntries}`,
    [notification],
  );
  return rows.map(toEntry);
}

function toEntry({
  kind,
  at,
  id,
  number,
  subject,
  class: mailClass,
  state,
  author,
}: ThreadRow): ThreadEntry {
  switch (kind) {
    case "sent":
      return { kind, at, notification: id, number, subject } as ThreadEntry;
    case "received":
      return { kind, at, mail: id, class: mailClass, state, author, subject } as ThreadEntry;
    case "answered":
      return { kind, at, answer: id, by: author, address: subject, state } as ThreadEntry;
  }
}
