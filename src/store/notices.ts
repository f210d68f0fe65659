import type { Notice } from "../domain/notice/notice.ts";
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
