import type { NotificationId } from "../../domain/ids.ts";
import type { PublicNumber } from "../../domain/notification/public-number.ts";
import type { Sql } from "../../platform/database.ts";

/** What of a notification does not hold any more. */
export type Withdrawal = {
  /** When it was taken back; of several times the last. */
  readonly at: Date;
  /** Rows of it, those that are withdrawn, and those that another report still shows. */
  readonly rows: number;
  readonly withdrawn: number;
  readonly stands: number;
  /** Numbers of the messages that told its recipient so, the first first; empty until they are composed. */
  readonly corrections: readonly PublicNumber[];
};

/** What was taken back of a notification that had gone out; null when nothing was. */
export async function findWithdrawal(
  sql: Sql,
  notification: NotificationId,
): Promise<Withdrawal | null> {
  const { rows } = await sql.query<Withdrawal>(
    `select max(c.made_at) as at, n.row_count as rows,
            count(*) filter (where nf.corrected_as = 'withdrawn') as withdrawn,
            count(*) filter (where nf.corrected_as = 'stands') as stands,
            array(select m.public_number
                    from notifications m
                   where m.correction_id in (select d.correction_id from notification_findings d
                                              where d.notification_id = n.id)
                     and exists (select from notification_findings m_row
                                  where m_row.notification_id = m.id and m_row.corrects = n.id)
                   order by m.composed_at, m.id) as corrections
       from notifications n
       join notification_findings nf on nf.notification_id = n.id
       join corrections c on c.id = nf.correction_id
      where n.id = $1 and n.role <> 'correction'
      group by n.id`,
    [notification],
  );
  return rows[0] ?? null;
}
