import type { Language } from "../../domain/finding/finding-type.ts";
import type { NotificationRow } from "../../domain/notification/notification.ts";
import { type RenderedRow, renderRow, rowFields } from "../../domain/notification/render-row.ts";
import { toCsvRow } from "../../platform/csv-writer.ts";

/** Columns of the reports themselves that get one of their own; more go together into the last. */
const mostEvidenceColumns = 200;

/** Rows as an attachment: every row of the notification, in its order, each as its recipient may see it. */
export type RowsCsv = { readonly header: string; readonly lines: readonly string[] };

/**
 * Rows as CSV: `row` (its number in the mail), the fields of tier 0 and 1, `title` in the recipient's language, and
 * from tier 2 on the report's own columns as `evidence.<column>`.
 *
 * @param from number of the first row
 */
export function toRowsCsv(rows: readonly NotificationRow[], language: Language, from = 1): RowsCsv {
  const rendered = rows.map((row) => renderRow(row, row.evidence, row.tier));
  const columns = evidenceColumns(rendered);
  const header = ["row", ...rowFields, "title", ...columns.own.map((name) => `evidence.${name}`)];
  if (columns.hasRest) header.push("evidence.rest");
  const lines = rows.map((row, i) => {
    const { fields, evidence } = rendered[i] as RenderedRow;
    const values = [
      String(from + i),
      ...rowFields.map((field) => fields[field] ?? ""),
      row.tier === 0 ? "" : row.type.title[language],
      ...columns.own.map((name) => evidence.get(name) ?? ""),
    ];
    if (columns.hasRest) values.push(toRest(evidence, new Set(columns.own)));
    return toCsvRow(values);
  });
  return { header: toCsvRow(header), lines };
}

function evidenceColumns(rows: readonly RenderedRow[]): {
  own: readonly string[];
  hasRest: boolean;
} {
  const names = new Set<string>();
  for (const { evidence } of rows) for (const name of evidence.keys()) names.add(name);
  const own = [...names].slice(0, mostEvidenceColumns);
  return { own, hasRest: names.size > own.length };
}

function toRest(evidence: ReadonlyMap<string, string>, own: ReadonlySet<string>): string {
  return [...evidence]
    .filter(([name]) => !own.has(name))
    .map(([name, value]) => `${name}: ${value}`)
    .join("; ");
}
