import type { OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { NoticeKind } from "../../domain/notice/notice.ts";
import type { Sql } from "../../platform/database.ts";

/** Mail about the register, without what it says. */
export type NoticeListEntry = {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly organisation: OrganisationId | null;
  readonly address: EmailAddress;
  readonly language: "nl" | "en";
  readonly state: "queued" | "leased" | "sent" | "failed" | "unknown";
  readonly queuedAt: Date;
  readonly settledAt: Date | null;
  readonly attempts: number;
  readonly messageId: string;
  /** What the server said last. */
  readonly reply: string | null;
};

/** Notices, the latest first; of one organisation or of all, those that were sent left out unless they are asked for. */
export async function listNotices(
  sql: Sql,
  filters: {
    readonly organisation: OrganisationId | null;
    readonly sent: boolean;
    readonly limit: number;
  },
): Promise<NoticeListEntry[]> {
  const { rows } = await sql.query<NoticeListEntry>(
    `select n.id, n.kind, n.organisation, n.address, n.language, n.state, n.queued_at as "queuedAt",
            n.settled_at as "settledAt", n.attempts, n.message_id as "messageId", n.reply
       from notices n
      where ($1::text is null or n.organisation = $1) and ($2 or n.state <> 'sent')
      order by n.id desc limit $3`,
    [filters.organisation, filters.sent, filters.limit],
  );
  return rows;
}
