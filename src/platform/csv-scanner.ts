const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;

/** What a scan found; numbers, because there is one for each row. */
export const scanned = {
  /** A whole record with the right number of fields; the scanner's columns say where its values lie. */
  record: 0,
  /** Nothing but line ends up to where the bytes end. */
  nothing: 1,
  /** The record goes on behind the bytes. */
  more: 2,
  /** No record: its first line is to be put aside, `fault` says why, `next` is where the line behind it begins. */
  fault: 3,
  /** The line is longer than a record may be; its end was not looked for. */
  tooLong: 4,
} as const;

export type Scanned = (typeof scanned)[keyof typeof scanned];

/** The longest record, in bytes. */
export const maxRecordBytes = 1 << 20;

/**
 * Finds records and the values of some of their columns in bytes of delimited text (RFC 4180), without making strings.
 *
 * Every field belongs to the row that the report wrote it in: rows with too few or too many fields are faults and never
 * merged with the next. A fault costs its first line, so a quote that nobody closes costs one row, not the rest: reading
 * goes on at the next line. The answer depends only on the bytes from `at` on, never on what was scanned before, so
 * reading can go on at any record after an interruption.
 *
 * A quote inside a quoted field that neither ends it nor is doubled (`"realm=\"x\""`) makes the field what it literally
 * says, up to the next delimiter. Line ends are LF, CRLF and lone CR; empty lines are no records.
 */
export type CsvScanner = {
  /** Where the values of the needed columns lie in the bytes of the last record, in the order they were asked for. */
  readonly from: Int32Array;
  readonly until: Int32Array;
  /** Whether the value has doubled quotes that still need undoing. */
  readonly escaped: Uint8Array;
  /** Where the last record or put-aside line begins, and how many line ends stood before it. */
  start: number;
  linesBefore: number;
  /** Where the next record begins, and how many line ends the last one spans with its own. */
  next: number;
  lines: number;
  /** Why the line was put aside, in words. */
  fault: string;
  /** Looks for a record in `bytes[at..end)`; `last` when the text ends there. */
  scan(bytes: Uint8Array, at: number, end: number, last: boolean): Scanned;
};

/**
 * A scanner for records of so many columns, which keeps the values of `needed` (column numbers from 0, all different).
 *
 * Records of `shortColumns` fields are whole too: the columns behind are empty in them.
 */
export function makeCsvScanner(
  columns: number,
  needed: readonly number[],
  delimiter: number,
  shortColumns = columns,
): CsvScanner {
  const slots = new Int16Array(columns + 1).fill(-1);
  for (const [slot, column] of needed.entries()) slots[column] = slot;
  const from = new Int32Array(needed.length);
  const until = new Int32Array(needed.length);
  const escaped = new Uint8Array(needed.length);
  const ends = new Uint8Array(256);
  ends[delimiter] = 1;
  ends[lineFeed] = 1;
  ends[carriageReturn] = 1;

  const scanner: CsvScanner = {
    from,
    until,
    escaped,
    start: 0,
    linesBefore: 0,
    next: 0,
    lines: 0,
    fault: "",
    scan,
  };

  function scan(bytes: Uint8Array, at: number, end: number, last: boolean): Scanned {
    let i = at;
    let before = 0;
    while (i < end) {
      const byte = bytes[i];
      if (byte === carriageReturn) {
        if (i + 1 === end && !last) return scanned.more;
        if (bytes[i + 1] === lineFeed && i + 1 < end) i += 1;
      } else if (byte !== lineFeed) break;
      i += 1;
      before += 1;
    }
    scanner.start = i;
    scanner.linesBefore = before;
    scanner.next = i;
    scanner.lines = 0;
    return i === end ? scanned.nothing : scanRecord(bytes, i, end, last);
  }

  function scanRecord(bytes: Uint8Array, start: number, textEnd: number, isLast: boolean): Scanned {
    const cut = textEnd - start > maxRecordBytes;
    const end = cut ? start + maxRecordBytes : textEnd;
    const last = isLast && !cut;
    let i = start;
    let lines = 0;
    for (let field = 0; field < columns; field += 1) {
      let begin = i;
      let isPlain = true;
      let isDoubled = 0;
      if (i < end && bytes[i] === quote) {
        for (;;) {
          i += 1;
          let byte = 0;
          while (i < end) {
            byte = bytes[i] as number;
            if (byte <= quote) {
              if (byte === quote) break;
              if (byte === lineFeed) lines += 1;
              else if (byte === carriageReturn && bytes[i + 1] !== lineFeed) lines += 1;
            }
            i += 1;
          }
          if (i === end) return beyond(bytes, start, textEnd, isLast, last || cut);
          i += 1;
          if (i === end || bytes[i] !== quote) break;
          isDoubled = 1;
        }
        if (i === end && !last) return beyond(bytes, start, textEnd, isLast, cut);
        isPlain = i < end && ends[bytes[i] as number] === 0;
        if (!isPlain) begin += 1;
      }
      let close = i - 1;
      if (isPlain) {
        while (i < end && ends[bytes[i] as number] === 0) i += 1;
        close = i;
        isDoubled = 0;
      }
      const slot = slots[field] as number;
      if (slot >= 0) {
        from[slot] = begin;
        until[slot] = close;
        escaped[slot] = isDoubled;
      }
      if (i < end && bytes[i] === delimiter) {
        i += 1;
        continue;
      }
      if (i === end && !last) return beyond(bytes, start, textEnd, isLast, cut);
      if (field < columns - 1) {
        if (field + 1 !== shortColumns || i === end) {
          return putAside(bytes, start, textEnd, isLast, `${field + 1} of ${columns} fields`);
        }
        for (const [emptySlot, column] of needed.entries()) {
          if (column > field) from[emptySlot] = until[emptySlot] = i;
        }
      }
      if (i < end) {
        if (bytes[i] === carriageReturn) {
          if (i + 1 === end && !last) return beyond(bytes, start, textEnd, isLast, cut);
          if (bytes[i + 1] === lineFeed && i + 1 < end) i += 1;
        }
        i += 1;
        lines += 1;
      }
      scanner.next = i;
      scanner.lines = lines;
      return scanned.record;
    }
    return putAside(bytes, start, textEnd, isLast, `more than ${columns} fields`);
  }

  function beyond(
    bytes: Uint8Array,
    start: number,
    end: number,
    last: boolean,
    isFault: boolean,
  ): Scanned {
    return isFault ? putAside(bytes, start, end, last, "a quote is not closed") : scanned.more;
  }

  /** Ends the line that begins at `start`. */
  function putAside(
    bytes: Uint8Array,
    start: number,
    end: number,
    last: boolean,
    fault: string,
  ): Scanned {
    const limit = Math.min(end, start + maxRecordBytes);
    let i = start;
    while (i < limit && bytes[i] !== lineFeed && bytes[i] !== carriageReturn) i += 1;
    if (i === limit) {
      if (i - start >= maxRecordBytes) return scanned.tooLong;
      if (!last) return scanned.more;
      scanner.next = i;
    } else {
      if (bytes[i] === carriageReturn && i + 1 === end && !last) return scanned.more;
      scanner.next =
        bytes[i] === carriageReturn && i + 1 < end && bytes[i + 1] === lineFeed ? i + 2 : i + 1;
      scanner.lines = 1;
    }
    scanner.fault = fault;
    return scanned.fault;
  }

  return scanner;
}

/** The value in `bytes[from..until)`; bytes that are no UTF-8 become U+FFFD. */
export function readCsvValue(
  bytes: Uint8Array,
  from: number,
  until: number,
  escaped: number,
): string {
  const text = decode(bytes, from, until);
  return escaped === 1 ? text.replaceAll('""', '"') : text;
}

function decode(bytes: Uint8Array, from: number, until: number): string {
  if (from === until) return "";
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, until - from).toString("utf8");
}
