import type { Rung } from "../../domain/decision/rung.ts";
import type { ReportId } from "../../domain/ids.ts";
import type { NotificationRole } from "../../domain/notification/notification.ts";
import type { Sql } from "../../platform/database.ts";

/** How much of a report somebody was told. */
export type RecipientTotal = {
  readonly address: string;
  readonly organisation: string | null;
  readonly role: NotificationRole;
  /** Null for informed parties. */
  readonly rung: Rung | null;
  readonly rows: number;
  /** Of these, how many the recipient's mail server took. */
  readonly accepted: number;
};

/** Who was told how many rows of a report, most rows first; those taken back before sending count as never told. */
export async function listRecipientTotals(
  sql: Sql,
  report: ReportId,
  limit: number,
): Promise<RecipientTotal[]> {
  const { rows } = await sql.query<RecipientTotal>(
    `select n.address, n.organisation, nf.role, n.rung, count(*)::bigint as rows,
            count(*) filter (where d.state = 'accepted')::bigint as accepted
       from notification_findings nf
       join notifications n on n.id = nf.notification_id
       left join deliveries d on d.notification_id = n.id
      where nf.report = (select r.number from reports r where r.id = $1) and nf.role <> 'withdrawn'
      group by 1, 2, 3, 4
      order by 5 desc, 1, 3 limit $2`,
    [report, limit],
  );
  return rows;
}
