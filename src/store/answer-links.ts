import type { NotificationId } from "../domain/ids.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import type { Sql } from "../platform/database.ts";

/** The notification with this public number; null when there is none. */
export async function findNotificationBy(
  sql: Sql,
  number: PublicNumber,
): Promise<NotificationId | null> {
  const { rows } = await sql.query<{ id: NotificationId }>(
    "select n.id from notifications n where n.public_number = $1",
    [number],
  );
  return rows[0]?.id ?? null;
}
