import { parseArgs } from "node:util";
import type { RowPlan, ServerKind } from "./row.ts";
import { rowPlans } from "./row-plans.ts";

/** What is asked of a run of the benchmarks. */
export type BenchArguments = {
  readonly rows: readonly RowPlan[];
  /** Null: as often as each row's plan says. */
  readonly runs: number | null;
  /** Null: the usual size of each row. */
  readonly size: number | null;
  readonly organisations: number;
  readonly claims: number;
  readonly servers: readonly ServerKind[];
  readonly isProfiled: boolean;
  /** Whether bench/results.md is to tell of it: never of a run that was made smaller or larger. */
  readonly isRecorded: boolean;
};

export const help = `npm run bench                      measures the usual rows and writes bench/results.md
npm run bench -- first-sight       measures one row (or several)
npm run bench -- all               measures all rows, the long ones too

  --runs N             how often to measure
  --size N             rows of the report, or whatever a row measures; nothing is written down
  --organisations N    of the world, usually 10000; nothing is written down
  --claims N           of the world, usually 100000; nothing is written down
  --server NAME        embedded or given, when BENCH_DATABASE_URL names another PostgreSQL; usually both
  --no-profile         leave out the run that shows where the time goes
  --no-record          write nothing down

Rows:
${rowPlans.map(({ name, title, isUsual }) => `  ${name.padEnd(14)} ${title}${isUsual ? "" : " (only when asked)"}`).join("\n")}`;

const usualOrganisations = 10_000;
const usualClaims = 100_000;

/** Reads the arguments; null when only help is asked for. Throws when they make no sense. */
export function readArguments(
  args: readonly string[],
  givenServer: string | undefined,
): BenchArguments | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      runs: { type: "string" },
      size: { type: "string" },
      organisations: { type: "string" },
      claims: { type: "string" },
      server: { type: "string" },
      profile: { type: "boolean", default: true },
      record: { type: "boolean", default: true },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const isScaled = [values.size, values.organisations, values.claims].some(
    (value) => value !== undefined,
  );
  return {
    rows: chooseRows(positionals),
    runs: readNumber("runs", values.runs),
    size: readNumber("size", values.size),
    organisations: readNumber("organisations", values.organisations) ?? usualOrganisations,
    claims: readNumber("claims", values.claims) ?? usualClaims,
    servers: chooseServers(values.server, givenServer),
    isProfiled: values.profile,
    isRecorded: values.record && !isScaled,
  };
}

function chooseRows(names: readonly string[]): RowPlan[] {
  const unknown = names.find(
    (name) => name !== "all" && !rowPlans.some((row) => row.name === name),
  );
  if (unknown !== undefined) throw new Error(`There is no row ${unknown}; --help lists them.`);
  if (names.includes("all")) return [...rowPlans];
  return rowPlans.filter(({ name, isUsual }) =>
    names.length === 0 ? isUsual : names.includes(name),
  );
}

function chooseServers(wanted: string | undefined, given: string | undefined): ServerKind[] {
  const servers: ServerKind[] = given === undefined ? ["embedded"] : ["embedded", "given"];
  if (wanted === undefined) return servers;
  const chosen = servers.filter((server) => server === wanted);
  if (chosen.length > 0) return chosen;
  throw new Error(
    "--server is embedded, or given where BENCH_DATABASE_URL names a PostgreSQL of which the role may create databases.",
  );
}

function readNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a number from 1, not ${JSON.stringify(text)}.`);
}
