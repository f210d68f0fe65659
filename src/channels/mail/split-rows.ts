import type { NotificationRow, Recipient } from "../../domain/notification/notification.ts";
import { toRowsCsv } from "./rows-csv.ts";
import { toShownRows } from "./shown-row.ts";

/** A CSV above this goes out in parts: many servers refuse or delay larger mails, and gateways block archives. */
const mostCsvBytes = 1_000_000;
/** More than a row takes in a CSV besides its evidence, whatever it says. */
const mostRowBytes = 2000;
/** More than a sign of evidence takes: three bytes of UTF-8, quotes doubled. */
const mostSignBytes = 4;

/** Cuts rows, in order, into those of one mail each: so many as make a CSV of 1 MB. */
export function splitRows(
  { language }: Pick<Recipient, "language">,
  rows: readonly NotificationRow[],
): (readonly NotificationRow[])[] {
  if (isSurelySmall(rows)) return [rows];
  const { header, lines } = toRowsCsv(toShownRows(rows), language);
  const parts: NotificationRow[][] = [];
  let part: NotificationRow[] = [];
  let bytes = header.length;
  rows.forEach((row, i) => {
    const lineBytes = Buffer.byteLength(lines[i] ?? "");
    if (part.length > 0 && bytes + lineBytes > mostCsvBytes) {
      parts.push(part);
      part = [];
      bytes = header.length;
    }
    part.push(row);
    bytes += lineBytes;
  });
  if (part.length > 0) parts.push(part);
  return parts;
}

/** Whether nothing needs to be rendered to know that all fits: most notifications have a few rows. */
function isSurelySmall(rows: readonly NotificationRow[]): boolean {
  let most = 0;
  const columns = new Set<string>();
  for (const { evidence } of rows) {
    most += mostRowBytes;
    for (const [column, value] of evidence ?? []) {
      columns.add(column);
      most += mostSignBytes * (column.length + value.length);
    }
    // Where a row has no such column it still takes a comma, and each column stands in the head line.
    if (most + columns.size * rows.length > mostCsvBytes) return false;
  }
  return true;
}
