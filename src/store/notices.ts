import type { Notice } from "../domain/notice/notice.ts";
import type { OutgoingNotice } from "../domain/notice/notice-composer.ts";
import type { Sql } from "../platform/database.ts";
import { newUuid } from "../platform/uuid.ts";

/**
 * Queues mail about the register, in the transaction of what it tells of; what was queued under the same `once` before
 * is left out. `domain` is that of our Message-IDs.
 */
export async function queueNotices(
  sql: Sql,
  notices: readonly Notice[],
  { at, domain }: { readonly at: Date; readonly domain: string },
): Promise<void> {
  if (notices.length === 0) return;
  const ids = notices.map(() => newUuid(at.getTime()));
  await sql.query(
    `insert into notices (id, kind, once, organisation, address, language, data, state, message_id, queued_at, next_attempt_at)
     select n.id, n.kind, n.once, n.organisation, n.address, n.language, n.data, 'queued', n.message_id, $1, $1
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::text[])
            as n (id, kind, once, organisation, address, language, data, message_id)
     on conflict (once) do nothing`,
    [
      at,
      ids,
      notices.map(({ kind }) => kind),
      notices.map(({ once }) => once),
      notices.map(({ organisation }) => organisation),
      notices.map(({ address }) => address),
      notices.map(({ language }) => language),
      notices.map(({ data }) => JSON.stringify(data)),
      ids.map((id) => `<notice.${id}@${domain}>`),
    ],
  );
}

/** A notice that a worker has for itself until its lease ends. */
export type LeasedNotice = OutgoingNotice & {
  /** How often its content was on the way already. */
  readonly attempts: number;
};

/** Gives a worker notices that are due, the longest due first; no other worker gets them. */
export async function leaseNotices(
  sql: Sql,
  lease: {
    readonly worker: string;
    readonly now: Date;
    readonly until: Date;
    readonly limit: number;
  },
): Promise<LeasedNotice[]> {
  const { rows } = await sql.query<LeasedNotice>(
    `update notices n set state = 'leased', leased_by = $1, leased_until = $3, content_begun_at = null
      where n.id in (select q.id from notices q where q.state = 'queued' and q.next_attempt_at <= $2
                      order by q.next_attempt_at, q.id limit $4 for update skip locked)
     returning n.id, n.kind, n.address, n.language, n.data, n.message_id as "messageId", n.queued_at as "queuedAt", n.attempts`,
    [lease.worker, lease.now, lease.until, lease.limit],
  );
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Writes down that the content goes out now; false when the worker does not have the notice any more. */
export async function beginNotice(
  sql: Sql,
  id: string,
  { worker, now, until }: { readonly worker: string; readonly now: Date; readonly until: Date },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update notices set content_begun_at = $3, leased_until = $4
      where id = $1 and state = 'leased' and leased_by = $2 and leased_until > $3`,
    [id, worker, now, until],
  );
  return rowCount > 0;
}

/** What became of a notice, for good unless it is `unknown`; the reply is what the server said. */
export type NoticeEnd = {
  readonly state: "sent" | "failed" | "unknown";
  readonly at: Date;
  readonly reply: string | null;
  /** When to ask whether it arrived, where that is unknown. */
  readonly askAt: Date;
};

/** Ends an attempt. Of what is settled no code is kept, which is of no use to others, and no text that stands elsewhere. */
export async function endNotice(sql: Sql, id: string, end: NoticeEnd): Promise<void> {
  await sql.query(
    `update notices
        set state = $2, settled_at = $3, reply = coalesce($4, reply), next_attempt_at = $5, attempts = attempts + 1,
            leased_by = null, leased_until = null, content_begun_at = null,
            data = case when $2 = 'unknown' then data else data - 'code' - 'text' end
      where id = $1 and state in ('leased', 'unknown')`,
    [id, end.state, end.at, end.reply?.slice(0, 500) ?? null, end.askAt],
  );
}

/** Puts a notice back into the queue until the next attempt. */
export async function requeueNotice(
  sql: Sql,
  id: string,
  { at, reply }: { readonly at: Date; readonly reply: string | null },
): Promise<void> {
  await sql.query(
    `update notices
        set state = 'queued', settled_at = null, next_attempt_at = $2, reply = coalesce($3, reply), attempts = attempts + 1,
            leased_by = null, leased_until = null, content_begun_at = null
      where id = $1 and state in ('leased', 'unknown')`,
    [id, at, reply?.slice(0, 500) ?? null],
  );
}

/** Takes notices back whose worker died: those that never got to their content are queued again, others are unknown. */
export async function reclaimNotices(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    `update notices n
        set state = case when n.content_begun_at is null then 'queued' else 'unknown' end,
            settled_at = case when n.content_begun_at is null then null else $1 end,
            next_attempt_at = $1, leased_by = null, leased_until = null, content_begun_at = null
      where n.id in (select l.id from notices l where l.state = 'leased' and l.leased_until <= $1
                      order by l.id for update skip locked)`,
    [now],
  );
}

/** Unknown notices that it is time to ask about, each taken by one asker until `until`. */
export async function takeUnknownNotices(
  sql: Sql,
  now: Date,
  until: Date,
): Promise<{ readonly id: string; readonly messageId: string }[]> {
  const { rows } = await sql.query<{ id: string; messageId: string }>(
    `update notices n set next_attempt_at = $2
      where n.id in (select u.id from notices u where u.state = 'unknown' and u.next_attempt_at <= $1
                      order by u.next_attempt_at limit 100 for update skip locked)
     returning n.id, n.message_id as "messageId"`,
    [now, until],
  );
  return rows;
}

/** Whether nobody knows if a notice arrived; it stays locked until the end of the transaction. */
export async function isNoticeUnknown(sql: Sql, id: string): Promise<boolean> {
  const { rows } = await sql.query<{ state: string }>(
    "select n.state from notices n where n.id = $1 for update",
    [id],
  );
  return rows[0]?.state === "unknown";
}

/** Deletes notices that were settled before an instant, some at a time; answers how many. */
export async function deleteOldNotices(sql: Sql, before: Date): Promise<number> {
  const { rowCount } = await sql.query(
    `delete from notices where id in (select n.id from notices n
       where n.settled_at <= $1 and n.state in ('sent', 'failed') limit 1000)`,
    [before],
  );
  return rowCount;
}
