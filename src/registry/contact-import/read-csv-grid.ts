import type { ContactFile } from "../../domain/world/import/contact-reader.ts";
import type { Remark } from "../../domain/world/import/remark.ts";
import { readCsvHeader } from "../../platform/csv-header.ts";
import { makeCsvScanner, readCsvValue, scanned } from "../../platform/csv-scanner.ts";
import { AppError } from "../../platform/errors.ts";
import { decodeText } from "./decode-text.ts";
import type { Grid, GridRow } from "./grid.ts";

const delimiters = [",", ";", "\t"] as const;

/** Reads delimited text; the delimiter is what the first line has most of, or what `sep=` says. */
export function readCsvGrid(file: ContactFile, remarks: Remark[]): Grid {
  const text = decodeText(file, remarks);
  const told = /^sep=(.)\r?\n/i.exec(text);
  const body = new TextEncoder().encode(told === null ? text : text.slice(told[0].length));
  const linesBefore = told === null ? 0 : 1;
  const delimiter = (told?.[1] ?? guessDelimiter(text)).charCodeAt(0);
  const header = readCsvHeader(body, 0, delimiter);
  if (header === null) {
    throw new AppError("input-refused", `${file.name}, line 1: there is no header line.`, {
      remedy: "Let the first line name the columns, at most 512, separated by , ; or tabs.",
    });
  }
  const columns = header.values.map((value) => value.trim());
  const rows: GridRow[] = [];
  const scanner = makeCsvScanner(columns.length, [...columns.keys()], delimiter);
  let line = header.line + linesBefore;
  let row = 0;
  for (let at = header.offset; ; at = scanner.next) {
    const found = scanner.scan(body, at, body.length, true);
    line += scanner.linesBefore;
    if (found === scanned.nothing) break;
    row += 1;
    if (found === scanned.record) {
      const values = columns.map((_, i) => readSlot(scanner, body, i));
      if (values.some((value) => value !== "")) rows.push({ row, line, values });
    } else {
      const fault = found === scanned.fault ? scanner.fault : "longer than 1 MiB";
      remarks.push(toFault(file.name, line, row, fault, firstLine(body, scanner.start)));
    }
    if (found !== scanned.record && found !== scanned.fault) break;
    line += scanner.lines;
  }
  return { columns, rows };
}

function readSlot(
  { from, until, escaped }: ReturnType<typeof makeCsvScanner>,
  bytes: Uint8Array,
  slot: number,
): string {
  const value = readCsvValue(
    bytes,
    from[slot] as number,
    until[slot] as number,
    escaped[slot] as number,
  );
  return value.trim();
}

function guessDelimiter(text: string): string {
  const line = /^.*$/m.exec(text.replace(/^[\r\n]+/, ""))?.[0] ?? "";
  const count = (delimiter: string): number => line.split(delimiter).length;
  return [...delimiters].sort((a, b) => count(b) - count(a))[0] ?? ",";
}

function firstLine(bytes: Uint8Array, from: number): string {
  const text = new TextDecoder().decode(bytes.subarray(from, from + 400));
  return (/^[^\r\n]*/.exec(text)?.[0] ?? "").slice(0, 200);
}

function toFault(file: string, line: number, row: number, fault: string, value: string): Remark {
  const remedy = "Correct the line: quotes around a value that holds the separator or a quote.";
  return { file, line, row, field: "", effect: "left-out", value, problem: fault, remedy };
}
