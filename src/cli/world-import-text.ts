import type { ImportWorldAnswer } from "../actions/import-world.ts";
import type { Effect, Remark } from "../domain/world/import/remark.ts";
import { toCsvRow } from "../platform/csv-writer.ts";
import { toAmount, toCount, toPairs, toTable } from "./table.ts";

/** Remarks of a sort that are shown to people; `--json` and `--mend` have all. */
const mostShown = 30;

const headings: Readonly<Record<Effect, string>> = {
  "left-out": "Left out",
  changed: "Taken in another form",
  kept: "Taken as it is; look at it",
};

/** What was imported, and what to mend. */
export function toImportText(answer: Omit<ImportWorldAnswer, "text">, out: string | null): string {
  const { organisations, claims, suppressions, columns, effects, remarks } = answer;
  const { added, changed, unchanged } = organisations;
  const all = added.length + changed.length + unchanged.length;
  const head = toPairs([
    ...(columns.length === 0 ? [] : [["columns", toColumns(columns)] as const]),
    [
      "organisations",
      `${toCount(all)}: ${toCount(added.length)} new, ${toCount(changed.length)} changed, ${toCount(unchanged.length)} as they were`,
    ],
    ["claims", `${toCount(claims.added)} new, ${toCount(claims.alreadyHeld)} held already`],
    ...(suppressions.added === 0
      ? []
      : [["suppressions", `${toCount(suppressions.added)} new`] as const]),
    ["written", out ?? "nothing: say --out world.yaml"],
  ]);
  const lists = (Object.keys(headings) as Effect[])
    .filter((effect) => effects[effect] > 0)
    .map(
      (effect) =>
        `\n${headings[effect]} (${toCount(effects[effect])}):\n${toList(effect, remarks)}`,
    );
  const next = out === null ? "" : `\nSee what it changes with: meldpunt world diff ${out}\n`;
  return `${head}${lists.join("")}${next}`;
}

function toColumns(columns: ImportWorldAnswer["columns"]): string {
  return columns.map(({ column, field }) => `${column} = ${field}`).join(", ");
}

function toList(effect: Effect, remarks: readonly Remark[]): string {
  const ofEffect = remarks.filter((remark) => remark.effect === effect);
  const table = toTable(
    [{ title: "where" }, { title: "field" }, { title: "value" }, { title: "what, and what to do" }],
    ofEffect
      .slice(0, mostShown)
      .map(({ file, line, row, field, value, problem, remedy }) => [
        [file, line ?? row].filter((part) => part !== null).join(":"),
        field,
        value.slice(0, 40),
        `${problem}. ${remedy}`,
      ]),
  );
  const more = ofEffect.length - mostShown;
  return `${table}${more > 0 ? `and ${toAmount(more, "line")} more; --mend FILE writes them all\n` : ""}`;
}

/** The list of what to mend, for a spreadsheet. */
export function toMendCsv(remarks: readonly Remark[]): string {
  const header = ["file", "line", "row", "field", "value", "effect", "problem", "remedy"];
  const rows = remarks.map(({ file, line, row, field, value, effect, problem, remedy }) =>
    toCsvRow([file, String(line ?? ""), String(row ?? ""), field, value, effect, problem, remedy]),
  );
  return [toCsvRow(header), ...rows].join("");
}
