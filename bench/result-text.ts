import {
  type Goal,
  isReached,
  type Measure,
  medianOf,
  type Profile,
  type Share,
} from "./measure.ts";
import type { RowPlan } from "./row.ts";

/** What a row came to on one server. */
export type RowResult = {
  readonly plan: RowPlan;
  /** The PostgreSQL that was measured; null where the row needs none. */
  readonly server: string | null;
  readonly about: readonly string[];
  readonly measures: readonly Measure[];
  readonly profile: Profile | null;
};

/** The result as a section of bench/results.md, also good to read in a terminal. */
export function toSection(result: RowResult, machine: string): string {
  const { plan, about, measures, profile, server } = result;
  return [
    `## ${plan.name}: ${plan.title.toLowerCase()}${server === null ? "" : `, ${nameOf(server)}`}`,
    `\`npm run bench -- ${plan.name}\``,
    [machine, ...(server === null ? [] : [server]), ...about].map((line) => `- ${line}`).join("\n"),
    toTable(
      ["measure", "median", "unit", "runs", "least to most", "goal", "reached"],
      measures.map(toCells),
    ),
    ...(profile === null ? [] : [toProfileText(profile)]),
  ].join("\n\n");
}

/** `embedded: PostgreSQL 18.4 (…)` without what is in parentheses. */
function nameOf(server: string): string {
  return server.replace(/ \(.*/, "");
}

function toCells(measure: Measure): string[] {
  const { name, unit, values, goal } = measure;
  const reached = isReached(measure);
  return [
    name,
    toNumber(medianOf(values)),
    unit,
    String(values.length),
    values.length === 1
      ? ""
      : `${toNumber(Math.min(...values))} to ${toNumber(Math.max(...values))}`,
    goal === null ? "" : toGoalText(goal),
    reached === null ? "" : reached ? "yes" : "no",
  ];
}

function toGoalText(goal: Goal): string {
  return "atLeast" in goal
    ? `at least ${toNumber(goal.atLeast)}`
    : `at most ${toNumber(goal.atMost)}`;
}

function toProfileText({ seconds, stages, functions }: Profile): string {
  const shares = (title: string, list: readonly Share[]): string =>
    toTable(
      [title, "share"],
      list.map(({ name, share }) => [name, `${(share * 100).toFixed(1)} %`]),
    );
  return [
    `Where the ${seconds.toFixed(1)} s of the main thread went, in one more run under a profiler:`,
    shares("stage", stages),
    shares("function, itself", functions),
  ].join("\n\n");
}

/** A table in Markdown whose columns stand below one another. */
function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const toLine = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [toLine(head), toLine(widths.map((width) => "-".repeat(width))), ...rows.map(toLine)].join(
    "\n",
  );
}

/** Three significant digits, or all before the point. */
function toNumber(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 3;
  return digits === 0
    ? Math.round(value).toLocaleString("en")
    : Number(value.toPrecision(digits)).toLocaleString("en", { maximumFractionDigits: 6 });
}
