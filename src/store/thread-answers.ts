import type { Language } from "../domain/finding/finding-type.ts";
import type { NotificationId } from "../domain/ids.ts";
import type { ReceivedMailId } from "../domain/incoming/received-mail.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";

/** What somebody of ours writes in a thread, ready to go out. */
export type ThreadAnswer = {
  /** UUIDv7; that of the notice that carries it, too. */
  readonly id: string;
  readonly notification: NotificationId;
  readonly mail: ReceivedMailId;
  readonly address: EmailAddress;
  readonly language: Language;
  readonly messageId: string;
  readonly writtenAt: Date;
  readonly writtenBy: string;
  /** The text, sealed under the id. */
  readonly content: Buffer;
  /** What the mail is filled with. */
  readonly data: Readonly<Record<string, string>>;
};

/** Keeps an answer and queues it, with its Message-ID, as a notice. */
export async function queueThreadAnswer(sql: Sql, answer: ThreadAnswer): Promise<void> {
  await sql.query(
    `insert into thread_answers (id, notification_id, received_mail_id, address, message_id, written_at, written_by, content)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      answer.id,
      answer.notification,
      answer.mail,
      answer.address,
      answer.messageId,
      answer.writtenAt,
      answer.writtenBy,
      answer.content,
    ],
  );
  await sql.query(
    `insert into notices (id, kind, once, organisation, address, language, data, state, message_id, queued_at, next_attempt_at)
     values ($1, 'thread-answer', null, null, $2, $3, $4, 'queued', $5, $6, $6)`,
    [
      answer.id,
      answer.address,
      answer.language,
      JSON.stringify(answer.data),
      answer.messageId,
      answer.writtenAt,
    ],
  );
}

/** The sealed text of an answer; null when it is destroyed, or there is none. */
export async function findAnswerContent(sql: Sql, id: string): Promise<Buffer | null> {
  const { rows } = await sql.query<{ content: Buffer | null }>(
    "select a.content from thread_answers a where a.id = $1",
    [id],
  );
  return rows[0]?.content ?? null;
}
