/**
 * Makes data/shadowserver/schema.json from the `intelmq.json` that Shadowserver publishes.
 *
 *   node scripts/make-shadowserver-schema.ts path/to/intelmq.json
 *
 * The facts (names of reports and columns, and what they mean) are Shadowserver's, the form is our own: how most
 * reports map a column is said once, a report says only where it differs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { ShadowserverField } from "../src/domain/report/shadowserver-schema.ts";
import { parsePublished, type ShippedSchema } from "../src/sources/shadowserver/read-schema.ts";

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error("usage: node scripts/make-shadowserver-schema.ts path/to/intelmq.json");
  process.exit(2);
}

const published = parsePublished(JSON.parse(readFileSync(path, "utf8")), ".");
const fields = published.reports.flatMap((report) => [...report.required, ...report.optional]);
const defaults = mostFrequentTargets(fields);
const schema: ShippedSchema = {
  dated: published.dated,
  defaults: Object.fromEntries([...defaults].sort()),
  reports: Object.fromEntries(
    published.reports
      .map((report) => ({
        fileName: report.fileName,
        entry: {
          feed: report.feedName,
          constants: report.constants,
          required: report.required.map(writeField).join(" "),
          optional: report.optional.map(writeField).join(" "),
        },
      }))
      .sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
      .map(({ fileName, entry }) => [fileName, entry]),
  ),
};
writeFileSync(
  new URL("../data/shadowserver/schema.json", import.meta.url),
  `${JSON.stringify(schema, null, 1)}\n`,
);

function mostFrequentTargets(all: readonly ShadowserverField[]): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const field of all) {
    const targets = counts.get(field.column) ?? new Map<string, number>();
    counts.set(field.column, targets);
    const target = targetOf(field, " ");
    targets.set(target, (targets.get(target) ?? 0) + 1);
  }
  return new Map(
    [...counts].map(([column, targets]) => {
      const [best] = [...targets].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      return [column, best?.[0] ?? "extra."];
    }),
  );
}

function targetOf(field: ShadowserverField, separator: string): string {
  const key = field.key ?? "-";
  return field.conversion === null ? key : `${key}${separator}${field.conversion}`;
}

function writeField(field: ShadowserverField): string {
  const isDefault = defaults.get(field.column) === targetOf(field, " ");
  return isDefault ? field.column : `${field.column}>${targetOf(field, ":")}`;
}
