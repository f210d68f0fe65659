import { makeCsvScanner, readCsvValue, scanned } from "./csv-scanner.ts";

/** The first record of delimited text: its values, and where the next one begins. */
export type CsvHeader = {
  readonly values: readonly string[];
  readonly offset: number;
  /** Number of the line that the next record begins on, from 1. */
  readonly line: number;
};

/** More columns than any report has; a limit, because every row is measured by it. */
export const maxColumns = 512;

const longestHeader = 1 << 16;

/** Reads the first record, whatever its number of fields; null when there is none within 64 KiB or it has over 512 fields. */
export function readCsvHeader(bytes: Uint8Array, at: number, delimiter: number): CsvHeader | null {
  const end = Math.min(bytes.length, at + longestHeader);
  const last = end === bytes.length;
  for (let columns = countDelimiters(bytes, at, end, delimiter) + 1; columns >= 1; columns -= 1) {
    if (columns > maxColumns) return null;
    const all = Array.from({ length: columns }, (_, column) => column);
    const scanner = makeCsvScanner(columns, all, delimiter);
    const found = scanner.scan(bytes, at, end, last);
    if (found === scanned.record) {
      return {
        values: all.map((slot) =>
          readCsvValue(
            bytes,
            scanner.from[slot] as number,
            scanner.until[slot] as number,
            scanner.escaped[slot] as number,
          ),
        ),
        offset: scanner.next,
        line: 1 + scanner.linesBefore + scanner.lines,
      };
    }
    if (found !== scanned.fault) return null;
  }
  return null;
}

/** Delimiters in the first line that is not empty: at most so many, because some may stand in quotes. */
function countDelimiters(bytes: Uint8Array, at: number, end: number, delimiter: number): number {
  let i = at;
  while (i < end && (bytes[i] === 10 || bytes[i] === 13)) i += 1;
  let count = 0;
  for (; i < end && bytes[i] !== 10 && bytes[i] !== 13; i += 1) {
    if (bytes[i] === delimiter) count += 1;
  }
  return count;
}
