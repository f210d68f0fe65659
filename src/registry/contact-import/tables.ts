import type { ContactFile } from "../../domain/world/import/contact-reader.ts";
import type { ImportedText, Place } from "../../domain/world/import/place.ts";
import { type Remark, toRemark } from "../../domain/world/import/remark.ts";
import { AppError } from "../../platform/errors.ts";
import { isJsonObject, type JsonObject, jsonText } from "../../platform/json-line.ts";
import { decodeText } from "./decode-text.ts";
import { readCsvGrid } from "./read-csv-grid.ts";

/** A record of a table, or an object of JSON. */
export type TableRow = {
  readonly place: Place;
  readonly values: JsonObject;
};

/** Rows by the name of their table, lower case. */
export type Tables = Map<string, TableRow[]>;

/**
 * The tables of an export: a CSV file a table, named after it (`contact.csv`), or JSON: a list named after its file, an
 * object of lists named by its keys, or an object a line.
 */
export function readTables(files: readonly ContactFile[], remarks: Remark[]): Tables {
  const tables: Tables = new Map();
  for (const file of files) {
    const name = tableNameOf(file.name);
    if (/\.(?:json|jsonl|ndjson)$/i.test(file.name)) addJson(tables, file, name, remarks);
    else addCsv(tables, file, name, remarks);
  }
  return tables;
}

/** `public.contact.csv` and `Contact.CSV` are the table contact. */
function tableNameOf(fileName: string): string {
  const stem = fileName.toLowerCase().replace(/\.(?:csv|tsv|txt|json|jsonl|ndjson)$/, "");
  return stem.slice(stem.lastIndexOf(".") + 1);
}

function addCsv(tables: Tables, file: ContactFile, name: string, remarks: Remark[]): void {
  const { columns, rows } = readCsvGrid(file, remarks);
  const keys = columns.map((column) => column.toLowerCase());
  addRows(
    tables,
    name,
    rows.map(({ row, line, values }) => ({
      place: { file: file.name, line, row, field: "" },
      values: Object.fromEntries(keys.map((key, i) => [key, values[i]])),
    })),
  );
}

function addJson(tables: Tables, file: ContactFile, name: string, remarks: Remark[]): void {
  const text = decodeText(file, remarks).replace(/^\uFEFF/, "");
  const isLines = /\.(?:jsonl|ndjson)$/i.test(file.name);
  const value = (isLines ? null : findJson(text)) ?? readLines(file.name, text);
  if (Array.isArray(value) || isRecord(value)) {
    addObjects(tables, file.name, name, Array.isArray(value) ? value : [value], remarks);
    return;
  }
  for (const [key, inner] of Object.entries(value as JsonObject)) {
    // One that is no list is told of as a row that is no object.
    const list = Array.isArray(inner) ? inner : [inner];
    addObjects(tables, file.name, key.toLowerCase(), list, remarks);
  }
}

/** Whether an object is one organisation, and not a mapping of tables. */
function isRecord(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  return ["organisation_id", "org_id", "name"].some((key) =>
    ["string", "number"].includes(typeof value[key]),
  );
}

function findJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

function readLines(fileName: string, text: string): unknown[] {
  return text
    .split("\n")
    .map((line, i) => ({ line: line.trim(), number: i + 1 }))
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => {
      const value = findJson(line);
      if (isJsonObject(value)) return value;
      throw new AppError("input-refused", `${fileName}, line ${number}: no JSON object.`, {
        remedy: "Export a list of objects, or an object a line.",
      });
    });
}

function addObjects(
  tables: Tables,
  file: string,
  name: string,
  objects: readonly unknown[],
  remarks: Remark[],
): void {
  const rows = objects.flatMap((values, i): TableRow[] => {
    const place = { file, line: null, row: i + 1, field: name };
    if (isJsonObject(values)) return [{ place, values }];
    const text = { text: jsonText(values), place };
    remarks.push(toRemark("left-out", text, "no JSON object", "Nothing, if it is no record."));
    return [];
  });
  addRows(tables, name, rows);
}

/** Adds rows to a table that may be there already. */
export function addRows(tables: Tables, name: string, rows: readonly TableRow[]): void {
  const known = tables.get(name) ?? [];
  for (const row of rows) known.push(row);
  tables.set(name, known);
}

/** What stands under the first of the keys that says something; null when none does. */
export function textOf(
  { place, values }: TableRow,
  ...keys: readonly string[]
): ImportedText | null {
  for (const key of keys) {
    const text = Object.hasOwn(values, key) ? jsonText(values[key]).trim() : "";
    if (text !== "" && text !== "\\N") return { text, place: { ...place, field: key } };
  }
  return null;
}

/** Whether a column of PostgreSQL, MariaDB or JSON says yes. */
export function isTrue(row: TableRow, key: string): boolean {
  return ["t", "true", "1", "yes"].includes(textOf(row, key)?.text.toLowerCase() ?? "");
}

/**
 * The objects of lists inside a row as rows of their own; texts in a list become objects with that key. Each refers back
 * with `back` to the row that it was in.
 */
export function listInner(
  row: TableRow,
  key: string,
  textKey: string,
  back: JsonObject,
): TableRow[] {
  const list = Object.hasOwn(row.values, key) ? row.values[key] : null;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown): TableRow[] => {
    const values = isJsonObject(item) ? item : { [textKey]: item };
    return [{ place: { ...row.place, field: key }, values: { ...values, ...back } }];
  });
}

/** Remarks on what has no place in a world: each column once, with how many say something; `*` reads all columns. */
export function remarkOnUnread(
  tables: Tables,
  read: Readonly<Record<string, readonly string[]>>,
  remarks: Remark[],
): void {
  for (const [table, rows] of tables) {
    const place = rows[0]?.place;
    if (place === undefined) continue;
    const known = Object.hasOwn(read, table) ? read[table] : undefined;
    if (known === undefined) {
      const text = { text: `${rows.length} rows`, place: { ...place, row: null, field: table } };
      remarks.push(
        toRemark(
          "left-out",
          text,
          "a table that is not read",
          "Nothing, or write what it says into the world file by hand.",
        ),
      );
      continue;
    }
    for (const [column, count] of countColumns(rows)) {
      if (known.includes(column) || known.includes("*")) continue;
      const field = `${table}.${column}`;
      const text = { text: `${count} values`, place: { ...place, line: null, row: null, field } };
      remarks.push(
        toRemark("left-out", text, "has no place in a world file", "Nothing, if nobody misses it."),
      );
    }
  }
}

/** How many rows say something in each column. */
function countColumns(rows: readonly TableRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const column of Object.keys(row.values)) {
      const text = textOf(row, column)?.text ?? "";
      if (text !== "" && text !== "[]" && text !== "{}" && text !== "f" && text !== "false") {
        counts.set(column, (counts.get(column) ?? 0) + 1);
      }
    }
  }
  return counts;
}
