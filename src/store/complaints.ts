import type { Rung } from "../domain/decision/rung.ts";
import type { FindingTypeId, NotificationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";

/** What a mail was about that somebody complains of. */
export type ComplainedOf = {
  readonly address: EmailAddress;
  /** On which its recipient was asked; null where it was not. */
  readonly rung: Rung | null;
  readonly types: readonly FindingTypeId[];
};

/** What a notification was about, and whose it was; null when it is forgotten. */
export async function findComplainedOf(
  sql: Sql,
  notification: NotificationId,
): Promise<ComplainedOf | null> {
  const { rows } = await sql.query<ComplainedOf>(
    `select n.address, n.rung,
            array(select distinct t.name
                    from notification_findings nf
                    join findings f on f.id = nf.finding_id
                    join finding_types t on t.id = f.type_id
                   where nf.notification_id = n.id) as types
       from notifications n where n.id = $1`,
    [notification],
  );
  return rows[0] ?? null;
}

/** SQL: somebody complained of the mail of the notification `v`, and it counts. */
export const complained = `exists (select from received_mails c
  where c.notification_id = v.notification_id and c.class = 'complaint' and c.effects @> '{complained}')`;

/** Reports of whose mails so many were complained of since an instant that it is worth counting, by number. */
export async function listComplainedOf(
  sql: Sql,
  since: Date,
  atLeast: number,
): Promise<Set<number>> {
  const { rows } = await sql.query<{ report: number }>(
    `select nf.report
       from received_mails m join notification_findings nf on nf.notification_id = m.notification_id
      where m.class = 'complaint' and m.received_at >= $1 and m.effects @> '{complained}'
      group by nf.report having count(distinct m.notification_id) >= $2`,
    [since, atLeast],
  );
  return new Set(rows.map(({ report }) => report));
}
