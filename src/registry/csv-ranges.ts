import { findRange } from "../domain/network/address-range.ts";
import { findAsNumber } from "../domain/network/as-number.ts";
import { findAddress } from "../domain/network/ip-address.ts";
import type { RegistryReadOptions, RegistrySource } from "../domain/registry/registry-source.ts";
import { AppError } from "../platform/errors.ts";
import { fault, makeBatchDraft, type Statement, skipped } from "./batch.ts";
import { readLines, sampleLines } from "./text-lines.ts";

/** Where the fields of a line stand; -1 where there are none. */
type Columns = {
  readonly first: number;
  readonly last: number;
  readonly asn: number;
  readonly name: number;
  readonly country: number;
  readonly count: number;
};

/** Our field by what the columns are called in the wild. */
const fieldByColumn: Readonly<Record<string, keyof Columns>> = {
  first: "first",
  start: "first",
  last: "last",
  end: "last",
  asn: "asn",
  as_name: "name",
  country: "country",
  country_code: "country",
};

const countryPattern = /^[A-Z]{2}$/;

/**
 * CSV of ranges, both ends inclusive: `first,last[,asn,as_name][,country]`, columns by name and in any order.
 *
 * Without a header: two addresses, then an AS number and perhaps its name, or a country.
 */
export const csvRanges: RegistrySource = {
  format: "csv",
  layers: ["announced", "delegated"],
  recognises(head) {
    const [line] = sampleLines(head);
    return line !== undefined && findColumns(splitCsvLine(line) ?? []) !== null;
  },
  async *read(chunks, options) {
    let columns: Columns | null = null;
    const draft = makeBatchDraft();
    for await (const { number, lines } of readLines(chunks, "utf-8", options.fileName)) {
      for (const [i, line] of lines.entries()) {
        if (line === "" || line.startsWith("#")) continue;
        const fields = splitCsvLine(line);
        if (columns === null) {
          columns = getColumns(fields ?? [], options, number + i);
          if (isHeader(fields ?? [])) continue;
        }
        const statement =
          fields === null
            ? fault("a quote is not closed", line)
            : readRow(fields, columns, options);
        draft.add(number + i, statement);
      }
      yield draft.take();
    }
  },
};

/** The fields of one line (RFC 4180, without line breaks inside quotes); null when a quote is not closed. */
export function splitCsvLine(line: string): string[] | null {
  if (!line.includes('"')) return line.split(",");
  const fields: string[] = [];
  for (let at = 0; at <= line.length; ) {
    if (line[at] !== '"') {
      const end = indexOrEnd(line, ",", at);
      fields.push(line.slice(at, end));
      at = end + 1;
      continue;
    }
    let close = line.indexOf('"', at + 1);
    while (close >= 0 && line[close + 1] === '"') close = line.indexOf('"', close + 2);
    if (close < 0) return null;
    const end = indexOrEnd(line, ",", close);
    fields.push(line.slice(at + 1, close).replaceAll('""', '"') + line.slice(close + 1, end));
    at = end + 1;
  }
  return fields;
}

function indexOrEnd(line: string, character: string, from: number): number {
  const at = line.indexOf(character, from);
  return at < 0 ? line.length : at;
}

function isHeader(fields: readonly string[]): boolean {
  return findAddress((fields[0] ?? "").trim()) === null;
}

function findColumns(fields: readonly string[]): Columns | null {
  const none = { first: -1, last: -1, asn: -1, name: -1, country: -1, count: fields.length };
  if (isHeader(fields)) {
    const columns = { ...none };
    for (const [i, column] of fields.entries()) {
      const name = column.trim().toLowerCase();
      const field = Object.hasOwn(fieldByColumn, name) ? fieldByColumn[name] : undefined;
      if (field !== undefined && columns[field] < 0) columns[field] = i;
    }
    return columns.first >= 0 && columns.last >= 0 ? columns : null;
  }
  if (findAddress((fields[1] ?? "").trim()) === null) return null;
  const third = fields[2]?.trim();
  const both = { ...none, first: 0, last: 1 };
  if (third === undefined) return both;
  if (countryPattern.test(third)) return { ...both, country: 2 };
  return { ...both, asn: 2, name: fields.length > 3 ? 3 : -1 };
}

function getColumns(
  fields: readonly string[],
  options: RegistryReadOptions,
  line: number,
): Columns {
  const refuse = (problem: string, remedy: string) =>
    new AppError("input-refused", `${options.fileName}: line ${line}: ${problem}.`, { remedy });
  const columns = findColumns(fields);
  if (columns === null) {
    throw refuse(
      "no columns first and last",
      "Name them in the first line: first,last,asn,as_name.",
    );
  }
  if (options.layer === "announced" && columns.asn < 0) {
    throw refuse(
      "the announced layer needs a column asn",
      "Load a file that has one, or load this file with --layer delegated --country CC.",
    );
  }
  if (options.layer === "delegated" && columns.country < 0 && options.country === null) {
    throw refuse(
      "the delegated layer needs a column country",
      "Say with --country CC where its ranges belong, such as --country NL.",
    );
  }
  return columns;
}

function readRow(
  fields: readonly string[],
  columns: Columns,
  options: RegistryReadOptions,
): Statement {
  if (fields.length !== columns.count) {
    return fault(`${columns.count} fields expected, ${fields.length} found`, fields.join(","));
  }
  const field = (at: number) => (at < 0 ? "" : (fields[at] ?? "").trim());
  const range = findRange(field(columns.first), field(columns.last));
  if (typeof range === "string") {
    return fault(range, `${field(columns.first)},${field(columns.last)}`);
  }
  const asnText = field(columns.asn);
  const asn = findAsNumber(asnText);
  const countryText = field(columns.country).toUpperCase();
  const country = countryText === "" ? options.country : countryText;
  if (options.layer === "announced") {
    if (asnText === "" || asnText === "0") return skipped("range without an AS number");
    if (asn === null) return fault("not an AS number", asnText);
  } else if (country === null || !countryPattern.test(country)) {
    const reason =
      country === null ? "no country, and no --country for such ranges" : "not a country";
    return fault(reason, countryText);
  }
  const name = field(columns.name);
  return { kind: "range", range, asn, name: name === "" ? null : name, country, peers: 0 };
}
