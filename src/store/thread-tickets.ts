import type { NotificationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** Keeps how the other side marks the thread of a notification; the first mark stays. Answers whether this is it. */
export async function saveTicket(
  sql: Sql,
  notification: NotificationId,
  ticket: string,
  since: Date,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into thread_tickets (thread_message_id, ticket, since)
     select coalesce(n.thread_message_id, n.message_id), $2, $3 from notifications n where n.id = $1
     on conflict do nothing`,
    [notification, ticket, since],
  );
  return rowCount > 0;
}

/** The marks of threads, by the Message-ID of their first notification. */
export async function listTickets(
  sql: Sql,
  threads: readonly string[],
): Promise<Map<string, string>> {
  if (threads.length === 0) return new Map();
  const { rows } = await sql.query<{ thread: string; ticket: string }>(
    `select t.thread_message_id as thread, t.ticket from thread_tickets t where t.thread_message_id = any($1::text[])`,
    [threads],
  );
  return new Map(rows.map(({ thread, ticket }) => [thread, ticket]));
}
