import { isCorrection } from "../../domain/correction/correction-notification.ts";
import type { Notification } from "../../domain/notification/notification.ts";
import { toCorrectionCsv } from "./correction-text.ts";
import { toRowsCsv } from "./rows-csv.ts";
import { toShownRows } from "./shown-row.ts";

/** All rows of a notification as the CSV that a mail of it would have attached. */
export function toNotificationCsv(notification: Notification): string {
  if (isCorrection(notification)) return toCorrectionCsv(notification.rows);
  const { rows, recipient } = notification;
  const { header, lines } = toRowsCsv(toShownRows(rows), recipient.language);
  return header + lines.join("");
}
