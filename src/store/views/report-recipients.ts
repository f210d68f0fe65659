import type { Rung } from "../../domain/decision/rung.ts";
import type { FindingTypeId, OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { NotificationRole } from "../../domain/notification/notification.ts";
import type { PublicNumber } from "../../domain/notification/public-number.ts";
import type { Sql } from "../../platform/database.ts";

/** A row of a report that somebody was shown, or was to be shown. */
export type ReportRecipient = {
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly rung: Rung | null;
  /** `withdrawn`: taken back before it was sent, nobody saw it. */
  readonly role: NotificationRole | "withdrawn";
  readonly number: PublicNumber;
  readonly messageId: string;
  readonly delivery: string;
  readonly state: "queued" | "leased" | "accepted" | "unknown" | "failed" | "withdrawn";
  readonly settledAt: Date | null;
  /** Number of the row in the mail. */
  readonly row: number;
  readonly finding: number;
  readonly type: FindingTypeId;
  readonly objectAddress: string | null;
  readonly objectName: string | null;
  readonly tier: number;
  readonly observedAt: Date;
};

const pageRows = 5000;

/** Rows of this report in notifications, in order of recipient, mail and row; page by page, so any number. */
export async function* readRecipients(sql: Sql, report: number): AsyncGenerator<ReportRecipient> {
  let after: readonly unknown[] = ["", "00000000-0000-0000-0000-000000000000", 0];
  for (;;) {
    const { rows } = await sql.query<ReportRecipient & { notification: string }>(
      `select n.id as notification, n.address, n.organisation, n.rung, nf.role, n.public_number as number,
              n.message_id as "messageId", v.id as delivery, v.state, v.settled_at as "settledAt",
              nf.position as row, nf.finding_id as finding, t.name as type, host(f.address) as "objectAddress",
              f.name as "objectName", nf.tier, nf.observed_at as "observedAt"
         from notification_findings nf
         join notifications n on n.id = nf.notification_id
         join deliveries v on v.notification_id = n.id
         join findings f on f.id = nf.finding_id
         join finding_types t on t.id = f.type_id
        where nf.report = $1 and (n.address, n.id, nf.position) > ($2, $3::uuid, $4::integer)
        order by n.address, n.id, nf.position
        limit ${pageRows}`,
      [report, ...after],
    );
    for (const { notification, ...row } of rows) {
      yield row;
      after = [row.address, notification, row.row];
    }
    if (rows.length < pageRows) return;
  }
}
