import {
  clearRowBatch,
  isFull,
  makeRowBatch,
  type QuarantinedRow,
} from "../../domain/report/row-batch.ts";
import type { MailedRow } from "../../domain/shadow/mailed-row.ts";
import type { MailedReader } from "../../domain/shadow/mailed-source.ts";

/** How many rows were mailed, as far as they could be read. */
export type MailedRows = {
  /** `read`, `withoutRecipient` and `unread` add up to these. */
  readonly rows: number;
  readonly read: number;
  /** Mailed to nobody. */
  readonly withoutRecipient: number;
  readonly unread: number;
  /** The first hundred faults; a row of which one recipient is none was read for the others. */
  readonly faults: readonly QuarantinedRow[];
  /** First and last time that a row tells, milliseconds since 1970 UTC; null when none does. */
  readonly from: number | null;
  readonly until: number | null;
};

const mostFaults = 100;
const batchRows = 4096;

/** Reads all rows of a list of what was mailed, a stretch at a time, and hands each over that has a recipient. */
export async function readMailedRows(
  chunks: AsyncIterable<Uint8Array>,
  reader: MailedReader,
  each: (row: MailedRow) => void,
): Promise<MailedRows> {
  const batch = makeRowBatch(batchRows);
  const cursor = { ...reader.cursor };
  const faults: QuarantinedRow[] = [];
  const counts = { read: 0, withoutRecipient: 0, from: Infinity, until: -Infinity };

  function take(rows: readonly MailedRow[]): void {
    for (const row of rows) {
      if (row.recipients.length === 0) counts.withoutRecipient += 1;
      else counts.read += 1;
      if (row.at !== null) {
        counts.from = Math.min(counts.from, row.at);
        counts.until = Math.max(counts.until, row.at);
      }
      if (row.recipients.length > 0) each(row);
    }
  }

  function readStretch(bytes: Uint8Array, at: number, last: boolean): void {
    do {
      clearRowBatch(batch);
      const rows: MailedRow[] = [];
      reader.read({ bytes, at, last }, cursor, batch, rows);
      faults.push(...batch.quarantined.slice(0, mostFaults - faults.length));
      take(rows);
    } while (isFull(batch));
  }

  let held: Uint8Array = new Uint8Array(0);
  let at = 0;
  for await (const chunk of chunks) {
    const done = Math.min(held.length, Math.max(0, cursor.offset - at));
    held = Buffer.concat([held.subarray(done), chunk]);
    at += done;
    // Until the header is there, the first row is behind what was read.
    if (cursor.offset <= at + held.length) readStretch(held, at, false);
  }
  readStretch(held, at, true);
  const { read, withoutRecipient, from, until } = counts;
  return {
    rows: cursor.row,
    read,
    withoutRecipient,
    unread: cursor.row - read - withoutRecipient,
    faults,
    from: Number.isFinite(from) ? from : null,
    until: Number.isFinite(until) ? until : null,
  };
}
