import type { NotificationRow } from "../../domain/notification/notification.ts";
import { type RenderedRow, renderRow } from "../../domain/notification/render-row.ts";

/** A row of a notification as its recipient may see it; every form of the notification is made of these. */
export type ShownRow = {
  readonly row: NotificationRow;
  readonly rendered: RenderedRow;
  /** In the notification, from 1; the same in text and attachments. */
  readonly number: number;
};

export function toShownRows(rows: readonly NotificationRow[]): ShownRow[] {
  return rows.map((row, i) => ({
    row,
    rendered: renderRow(row, row.evidence, row.tier),
    number: i + 1,
  }));
}
