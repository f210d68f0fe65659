import {
  type Bulk,
  mostCsvBytes,
  mostLinkedBytes,
  mostLinkedRows,
} from "../../domain/notification/linked-file.ts";
import type { NotificationRow, Recipient } from "../../domain/notification/notification.ts";
import { toRowsCsv } from "./rows-csv.ts";
import { type ShownRow, toShownRows } from "./shown-row.ts";

/** More than a row takes in a CSV besides its evidence, whatever it says. */
const mostRowBytes = 2000;
/** More than a sign of evidence takes: three bytes of UTF-8, quotes doubled, and the same once more where it counts twice. */
const mostSignBytes = 6;

type Limit = { readonly rows: number; readonly bytes: number };

const limits: Readonly<Record<Bulk, Limit>> = {
  attached: { rows: Number.POSITIVE_INFINITY, bytes: mostCsvBytes },
  linked: { rows: mostLinkedRows, bytes: mostLinkedBytes },
};

/**
 * Cuts rows, in order, into those of one mail each: so many as make a CSV of 1 MB, or where files may be linked as many as can
 * be made and opened in memory.
 */
export function splitRows(
  { language }: Pick<Recipient, "language">,
  rows: readonly NotificationRow[],
  bulk: Bulk,
): (readonly NotificationRow[])[] {
  const most = limits[bulk];
  if (isSurelySmall(rows, most)) return [rows];
  const shown = toShownRows(rows);
  const { header, lines } = toRowsCsv(shown, language);
  const parts: NotificationRow[][] = [];
  let part: NotificationRow[] = [];
  let bytes = header.length;
  rows.forEach((row, i) => {
    const evidence = bulk === "linked" ? evidenceBytes(shown[i] as ShownRow) : 0;
    const rowBytes = Buffer.byteLength(lines[i] ?? "") + evidence;
    if (part.length > 0 && (bytes + rowBytes > most.bytes || part.length === most.rows)) {
      parts.push(part);
      part = [];
      bytes = header.length;
    }
    part.push(row);
    bytes += rowBytes;
  });
  if (part.length > 0) parts.push(part);
  return parts;
}

/** What the evidence of a row takes where its columns are named with it. */
function evidenceBytes({ rendered }: ShownRow): number {
  let bytes = 0;
  for (const [column, value] of rendered.evidence) {
    bytes += Buffer.byteLength(column) + Buffer.byteLength(value);
  }
  return bytes;
}

/** Whether nothing needs to be rendered to know that all fits: most notifications have a few rows. */
function isSurelySmall(rows: readonly NotificationRow[], limit: Limit): boolean {
  if (rows.length > limit.rows) return false;
  let most = 0;
  const columns = new Set<string>();
  for (const { evidence } of rows) {
    most += mostRowBytes;
    for (const [column, value] of evidence ?? []) {
      columns.add(column);
      most += mostSignBytes * (column.length + value.length);
    }
    // Where a row has no such column it still takes a comma, and each column stands in the head line.
    if (most + columns.size * rows.length > limit.bytes) return false;
  }
  return true;
}
