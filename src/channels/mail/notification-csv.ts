import type { Notification } from "../../domain/notification/notification.ts";
import { toRowsCsv } from "./rows-csv.ts";
import { toShownRows } from "./shown-row.ts";

/** All rows of a notification as the CSV that a mail of it would have attached. */
export function toNotificationCsv({ rows, recipient }: Notification): string {
  const { header, lines } = toRowsCsv(toShownRows(rows), recipient.language);
  return header + lines.join("");
}
