import type { Language } from "../../domain/finding/finding-type.ts";
import { rowFields } from "../../domain/notification/render-row.ts";
import { toCsvRow } from "../../platform/csv-writer.ts";
import type { ShownRow } from "./shown-row.ts";

/** Columns of the reports themselves that get one of their own; more go together into the last. */
const mostEvidenceColumns = 200;

/** Rows as an attachment, in the order given, each as its recipient may see it. */
export type RowsCsv = { readonly header: string; readonly lines: readonly string[] };

/**
 * Rows as CSV: `row` (its number in the mail), the fields of tier 0 and 1, `title` in the recipient's language, `tlp`, and
 * from tier 2 on the report's own columns as `evidence.<column>`.
 *
 * @param customers whose each row is, where they stand together; then a column `customer` comes first
 */
export function toRowsCsv(
  rows: readonly ShownRow[],
  language: Language,
  customers: readonly string[] | null = null,
): RowsCsv {
  const columns = evidenceColumns(rows);
  const header = [
    ...(customers === null ? [] : ["customer"]),
    "row",
    ...rowFields,
    "title",
    "tlp",
    ...columns.own.map((name) => `evidence.${name}`),
  ];
  if (columns.hasRest) header.push("evidence.rest");
  const lines = rows.map(({ row, rendered: { fields, evidence }, number }, i) => {
    const values = customers === null ? [] : [customers[i] ?? ""];
    values.push(String(number));
    for (const field of rowFields) values.push(fields[field] ?? "");
    values.push(row.tier === 0 ? "" : row.type.title[language], `TLP:${row.tlp}`);
    for (const name of columns.own) values.push(evidence.get(name) ?? "");
    if (columns.hasRest) values.push(toRest(evidence, new Set(columns.own)));
    return toCsvRow(values);
  });
  return { header: toCsvRow(header), lines };
}

function evidenceColumns(rows: readonly ShownRow[]): {
  own: readonly string[];
  hasRest: boolean;
} {
  const names = new Set<string>();
  for (const { rendered } of rows) for (const name of rendered.evidence.keys()) names.add(name);
  const own = [...names].slice(0, mostEvidenceColumns);
  return { own, hasRest: names.size > own.length };
}

function toRest(evidence: ReadonlyMap<string, string>, own: ReadonlySet<string>): string {
  return [...evidence]
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => `${name}: ${value}`)
    .join("; ");
}
