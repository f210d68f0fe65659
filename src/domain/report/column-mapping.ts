import { type ListField, listFields } from "./row-texts.ts";
import type { Refusal } from "./source.ts";

/** Which column of a report says which field of a row. */
export type ColumnMapping = ReadonlyMap<ListField, string>;

/**
 * Names that columns have in practice, where they can mean nothing else. Not `hostname` (mostly reverse DNS), not
 * `source` or `target` (of what?), not `date` (no time).
 */
const synonyms: Readonly<Record<ListField, readonly string[]>> = {
  ip: ["ip", "ip_address", "ipaddress", "ip address"],
  host: ["host"],
  url: ["url", "uri"],
  domain: ["domain", "mail_domain"],
  email: ["email", "email_address", "e-mail"],
  port: ["port"],
  protocol: ["protocol", "transport", "proto"],
  timestamp: ["timestamp", "observed_at", "time"],
  type: ["type", "finding_type"],
  cve: ["cve", "cve_id", "cves"],
  severity: ["severity"],
};

export type MappedColumns =
  | { readonly kind: "mapped"; readonly mapping: ColumnMapping }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/**
 * Maps columns to fields: what `--map column=field` says, then the synonyms. Column names are lower case.
 *
 * `ignore` as field takes a column out. Refused when a mapped column is not there, a field is unknown, or two columns
 * claim one field: we do not guess.
 */
export function mapColumns(
  columns: readonly string[],
  wanted: ReadonlyMap<string, string>,
): MappedColumns {
  const mapping = new Map<ListField, string>();
  for (const [column, field] of wanted) {
    if (!columns.includes(column)) return refused(column, `There is no column ${quote(column)}.`);
    if (field === "ignore") continue;
    if (!isListField(field)) {
      return refused(
        column,
        `${quote(field)} is no field; they are ${listFields.join(", ")}, ignore.`,
      );
    }
    const other = mapping.get(field);
    if (other !== undefined) return refused(column, twice(field, other, column));
    mapping.set(field, column);
  }
  const free = columns.filter((column) => !wanted.has(column));
  for (const field of listFields) {
    if (mapping.has(field)) continue;
    const [column, other] = free.filter((name) => synonyms[field].includes(name));
    if (column !== undefined && other !== undefined) {
      return refused(other, twice(field, column, other));
    }
    if (column !== undefined) mapping.set(field, column);
  }
  return { kind: "mapped", mapping };
}

/** Which field a key of a JSON object says, by `--map` and the synonyms; null when none. */
export function findFieldOf(key: string, wanted: ReadonlyMap<string, string>): ListField | null {
  const name = key.toLowerCase();
  const field = wanted.get(name);
  if (field !== undefined) return isListField(field) ? field : null;
  return listFields.find((candidate) => synonyms[candidate].includes(name)) ?? null;
}

export function isListField(text: string): text is ListField {
  return (listFields as readonly string[]).includes(text);
}

function twice(field: string, one: string, other: string): string {
  return `Both ${quote(one)} and ${quote(other)} say ${field}.`;
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}

function refused(field: string, detail: string): MappedColumns {
  return {
    kind: "refused",
    refusal: {
      reason: "bad-header",
      detail,
      line: 1,
      field,
      remedy: "Say with --map column=field which column says what.",
    },
  };
}
