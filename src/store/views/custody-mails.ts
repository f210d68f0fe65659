import type { CustodyState } from "../../domain/custody/custody.ts";
import type { NotificationId, OrganisationId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** What one mail asked its intermediary to hold, by where that stands. */
export type CustodyMail = {
  readonly notification: NotificationId;
  readonly organisation: OrganisationId;
  /** Public number of the mail; null for whom the mail was not: the owner of what is held. */
  readonly number: string | null;
  readonly askedAt: Date;
  /** When the next rung is asked unless something happens; null once all of it is over. */
  readonly dueAt: Date | null;
  readonly states: readonly CustodyPart[];
};

/** Findings of a mail in one state. */
export type CustodyPart = {
  readonly state: CustodyState;
  readonly findings: number;
  readonly dueAt: Date | null;
  /** When it was answered last, or its time was over. */
  readonly answeredAt: Date | null;
  readonly reason: string | null;
};

type Row = Omit<CustodyMail, "states" | "dueAt"> &
  CustodyPart & { readonly firstDueAt: Date | null };

/** Mails with what is held, those whose time ends first before the others; of one notification, or of all to be seen. */
export async function listCustodyMails(
  sql: Sql,
  { notification, limit }: { readonly notification: NotificationId | null; readonly limit: number },
): Promise<CustodyMail[]> {
  const { rows } = await sql.query<Row>(
    `with mails as (
       select c.notification_id, min(c.due_at) as due_at, max(c.asked_at) as asked_at
         from custodies c where $1::uuid is null or c.notification_id = $1
        group by c.notification_id
        order by min(c.due_at) nulls last, max(c.asked_at) desc, c.notification_id limit $2)
     select c.notification_id as notification, c.organisation, n.public_number as number, m.asked_at as "askedAt",
            m.due_at as "firstDueAt", c.state, count(*)::int as findings, min(c.due_at) as "dueAt",
            max(c.answered_at) as "answeredAt", max(c.reason) as reason
       from mails m
       join custodies c on c.notification_id = m.notification_id
       left join notifications n on n.id = c.notification_id
      group by c.notification_id, c.organisation, n.public_number, m.asked_at, m.due_at, c.state
      order by m.due_at nulls last, m.asked_at desc, c.notification_id, c.state`,
    [notification, limit],
  );
  const mails = Map.groupBy(rows, (row) => row.notification);
  return [...mails.values()].map((parts) => {
    const { notification, organisation, number, askedAt, firstDueAt } = parts[0] as Row;
    const states = parts.map(({ state, findings, dueAt, answeredAt, reason }) => {
      return { state, findings, dueAt, answeredAt, reason };
    });
    return { notification, organisation, number, askedAt, dueAt: firstDueAt, states };
  });
}
