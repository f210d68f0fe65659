import { isFull, type QuarantinedRow, type RowBatch } from "./row-batch.ts";
import type { RowCursor, TextPiece } from "./source.ts";

/** Finds one record after another in a report's text; the scanners of `platform` are such. */
export type RecordScanner = {
  /** Where the record or the line put aside begins, and how many line ends stand before it. */
  readonly start: number;
  readonly linesBefore: number;
  /** Where the next one begins, and how many line ends this one spans. */
  readonly next: number;
  readonly lines: number;
  /** Why a line was put aside. */
  readonly fault: string;
  /** 0 a record, 1 only line ends are left, 2 more text is needed, 3 a line to put aside, 4 a line that is too long. */
  scan(bytes: Uint8Array, at: number, end: number, last: boolean): 0 | 1 | 2 | 3 | 4;
};

/** Where a row lies. */
export type RowPlace = { row: number; line: number; offset: number };

/** Reads the record that the scanner found last: adds it to the batch or puts it aside. */
export type ReadRow = (bytes: Uint8Array, place: RowPlace, batch: RowBatch) => void;

/** Is told of each stretch of whole rows that was read, in order: `bytes[from..until)`. */
export type SawRows = (bytes: Uint8Array, from: number, until: number, batch: RowBatch) => void;

/**
 * The loop of every reader (`RowReader.read`): records in order, faults put aside, the cursor behind what was read.
 *
 * What is remembered between calls is only that a line longer than a record may be is being passed over; it is put
 * aside when its end is found, so that a batch never ends inside it.
 */
export function makeRecordLoop(
  scanner: RecordScanner,
  readRow: ReadRow,
  sawRows: SawRows,
): (piece: TextPiece, cursor: RowCursor, batch: RowBatch) => void {
  const place: RowPlace = { row: 0, line: 0, offset: 0 };
  let isPassing = false;

  /** Reads one record; answers where the next begins, -1 when there is no further one in the piece. */
  function readRecord(piece: TextPiece, at: number, cursor: RowCursor, batch: RowBatch): number {
    const { bytes, last } = piece;
    const found = scanner.scan(bytes, at, bytes.length, last);
    if (found === 2) return -1;
    cursor.line += scanner.linesBefore;
    cursor.offset = piece.at + scanner.start;
    if (found === 1) return -1;
    cursor.row += 1;
    place.row = cursor.row;
    place.line = cursor.line;
    place.offset = cursor.offset;
    if (found === 4) {
      isPassing = true;
      return scanner.start;
    }
    if (found === 0) readRow(bytes, place, batch);
    else
      addFault(batch, place, "row", scanner.fault, beginning(bytes, scanner.start, scanner.next));
    cursor.line += scanner.lines;
    cursor.offset = piece.at + scanner.next;
    return scanner.next;
  }

  /** Goes to the end of the long line; answers where the next begins, -1 when the piece ends first. */
  function pass(piece: TextPiece, at: number, cursor: RowCursor, batch: RowBatch): number {
    const { bytes, last } = piece;
    let i = at;
    while (i < bytes.length && bytes[i] !== 10 && bytes[i] !== 13) i += 1;
    cursor.offset = piece.at + i;
    const isEnd = i < bytes.length && !(bytes[i] === 13 && i + 1 === bytes.length && !last);
    if (!isEnd && !last) return -1;
    isPassing = false;
    addFault(batch, place, "row", "longer than 1 MiB", "");
    if (!isEnd) return -1;
    i += bytes[i] === 13 && bytes[i + 1] === 10 ? 2 : 1;
    cursor.line += 1;
    cursor.offset = piece.at + i;
    return i;
  }

  return (piece, cursor, batch) => {
    let at = cursor.offset - piece.at;
    if (at < 0 || at > piece.bytes.length)
      throw new RangeError("the cursor lies outside the piece");
    let from = at;
    while (at >= 0 && !isFull(batch)) {
      if (!isPassing) {
        at = readRecord(piece, at, cursor, batch);
        continue;
      }
      if (at > from) sawRows(piece.bytes, from, at, batch);
      at = pass(piece, at, cursor, batch);
      from = cursor.offset - piece.at;
    }
    const until = cursor.offset - piece.at;
    if (until > from) sawRows(piece.bytes, from, until, batch);
  };
}

const longestValue = 200;

/** Puts a row aside. */
export function addFault(
  batch: RowBatch,
  place: RowPlace,
  field: string,
  reason: string,
  value: string,
): void {
  const row: QuarantinedRow = {
    row: place.row,
    line: place.line,
    field: cut(field),
    reason,
    value: cut(value),
  };
  batch.quarantined.push(row);
}

/** The text without what databases and screens stumble over, at most 200 characters of it. */
function cut(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  const clean = text.slice(0, longestValue).replace(/[\u0000-\u001f\u007f]/g, " ");
  return clean.isWellFormed() ? clean : clean.toWellFormed();
}

/** Up to 200 characters of the line, for people: bytes that are no ASCII become `?`. */
function beginning(bytes: Uint8Array, from: number, until: number): string {
  let text = "";
  for (let i = from; i < until && text.length < longestValue; i += 1) {
    const byte = bytes[i] as number;
    text += byte < 128 ? String.fromCharCode(byte) : "?";
  }
  return text.trimEnd();
}
