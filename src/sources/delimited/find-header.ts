import { type CsvHeader, readCsvHeader } from "../../platform/csv-header.ts";

const delimiters = [",", ";", "\t"] as const;

/** A header line: its columns in lower case, and what separates them. */
export type Header = CsvHeader & {
  readonly columns: readonly string[];
  readonly delimiter: number;
};

/** The header by the delimiter that gives it the most columns; the first of equals. */
export function findHeader(head: Uint8Array, offset: number): Header | null {
  let best: Header | null = null;
  for (const sign of delimiters) {
    const delimiter = sign.charCodeAt(0);
    const header = readCsvHeader(head, offset, delimiter);
    if (header === null) continue;
    const columns = header.values.map((value) => value.trim().toLowerCase());
    if (columns.length > (best?.columns.length ?? 0)) best = { ...header, columns, delimiter };
  }
  return best;
}
