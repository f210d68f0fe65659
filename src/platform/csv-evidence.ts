import { makeCsvScanner, readCsvValue, scanned } from "./csv-scanner.ts";

/**
 * A reader of the values of a record at the start of some bytes, by the names of their columns, in order, empty ones left
 * out. A second column of the same name is told as `name_2`. It answers with nothing when no such record begins there.
 */
export function makeCsvEvidence(
  columns: readonly string[],
  delimiter: number,
  shortColumns = columns.length,
): (bytes: Uint8Array) => ReadonlyMap<string, string> {
  const all = columns.map((_, column) => column);
  const { from, until, escaped, scan } = makeCsvScanner(
    columns.length,
    all,
    delimiter,
    shortColumns,
  );
  return (bytes) => {
    const evidence = new Map<string, string>();
    if (scan(bytes, 0, bytes.length, true) !== scanned.record) return evidence;
    columns.forEach((column, i) => {
      const value = readCsvValue(
        bytes,
        from[i] as number,
        until[i] as number,
        escaped[i] as number,
      );
      if (value !== "") evidence.set(freeName(column, evidence), value);
    });
    return evidence;
  };
}

function freeName(column: string, taken: ReadonlyMap<string, string>): string {
  let name = column;
  for (let number = 2; taken.has(name); number += 1) name = `${column}_${number}`;
  return name;
}
