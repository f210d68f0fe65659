import type { NotificationId, OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { PublicNumber } from "../../domain/notification/public-number.ts";
import type { Sql } from "../../platform/database.ts";
import { findWithdrawal, type Withdrawal } from "./notification-withdrawal.ts";

/** What is said of a notification to who asks whether it is real. */
export type VerifiedNotification = {
  readonly notification: NotificationId;
  readonly number: PublicNumber;
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly sentAt: Date;
  readonly rows: number;
  /** What of it was taken back since; null: nothing. */
  readonly withdrawal: Withdrawal | null;
};

/** The notification with this number, unless it was taken back before anybody could have got it; null: we sent none. */
export async function findVerifiedNotification(
  sql: Sql,
  number: PublicNumber,
): Promise<VerifiedNotification | null> {
  const { rows } = await sql.query<Omit<VerifiedNotification, "withdrawal">>(
    `select n.id as notification, n.public_number as number, n.address, n.organisation, n.row_count as rows,
            coalesce((select min(d.settled_at) from deliveries d where d.notification_id = n.id and d.state = 'accepted'),
                     n.composed_at) as "sentAt"
       from notifications n
      where n.public_number = $1 and n.withdrawn_at is null`,
    [number],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return { ...row, withdrawal: await findWithdrawal(sql, row.notification) };
}
