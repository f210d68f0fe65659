import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { joinMeasures, medianOf, type Outcome } from "./measure.ts";
import { prepareDatabase } from "./prepare-database.ts";
import type { BenchArguments } from "./read-arguments.ts";
import type { RowResult } from "./result-text.ts";
import type { Bench, RowPlan } from "./row.ts";
import { rowPlans } from "./row-plans.ts";
import { runInProcess } from "./run-in-process.ts";
import type { BenchServer } from "./server.ts";

/** The database with registry and world that others are copied from. */
const base = "base";

/** Measures the rows asked for on one server, each in processes of its own. */
export async function* measureRows(
  asked: BenchArguments,
  server: BenchServer,
  folder: string,
): AsyncGenerator<RowResult> {
  const inputFolder = join(folder, "inputs");
  mkdirSync(inputFolder, { recursive: true });
  // What does not depend on the server is measured once.
  const isFirst = server.kind === asked.servers[0];
  const short = asked.rows.filter(({ isLong }) => !isLong && isFirst);
  const chains = toChains(asked.rows.filter(({ isLong }) => isLong));
  const needsBase = chains.length > 0 || short.some(({ database }) => database !== "none");
  const bench: Bench = {
    folder: join(folder, "run"),
    inputFolder,
    databaseUrl: null,
    server: server.kind,
    size: asked.size,
    organisations: asked.organisations,
    claims: asked.claims,
    repeats: 1,
    isProfiled: false,
  };
  try {
    const databaseUrl = needsBase ? await makeBase(server, asked) : null;
    for (const plan of short) {
      yield await measureShort(plan, server, {
        ...bench,
        databaseUrl: plan.database === "none" ? null : databaseUrl,
        repeats: asked.runs ?? plan.runs,
      });
    }
    for (const chain of chains) {
      const results = await measureChain(chain, server, bench, asked);
      yield* results.filter(({ plan }) => asked.rows.includes(plan));
    }
  } finally {
    await server.dropDatabase(base);
  }
}

async function makeBase(server: BenchServer, asked: BenchArguments): Promise<string> {
  note(`Preparing registry and world (${server.kind} PostgreSQL) …`);
  const databaseUrl = await server.makeDatabase(base);
  await prepareDatabase(databaseUrl, asked);
  return databaseUrl;
}

async function measureShort(plan: RowPlan, server: BenchServer, bench: Bench): Promise<RowResult> {
  note(`${plan.name} …`);
  const outcome = await runInProcess(plan.name, bench);
  return { ...outcome, plan, server: plan.database === "none" ? null : toServerText(server) };
}

/** Measures rows that follow one another on one database, so many times, each time on a new one. */
async function measureChain(
  chain: readonly RowPlan[],
  server: BenchServer,
  bench: Bench,
  asked: BenchArguments,
): Promise<RowResult[]> {
  const runs = asked.runs ?? Math.max(...chain.map((plan) => plan.runs));
  const profiles = asked.isProfiled && chain.some((plan) => plan.isProfiled) ? 1 : 0;
  const outcomes = new Map<RowPlan, Outcome[]>(chain.map((plan) => [plan, []]));
  for (let run = 1; run <= runs + profiles; run++) {
    const name = `run ${run}`;
    const databaseUrl = await server.makeDatabase(name, base);
    const isProfiled = run > runs;
    try {
      for (const plan of chain) {
        note(`${plan.name}, ${isProfiled ? "under a profiler" : `${run} of ${runs}`} …`);
        const outcome = await runInProcess(plan.name, { ...bench, databaseUrl, isProfiled });
        note(toNote(outcome));
        outcomes.get(plan)?.push(outcome);
      }
    } finally {
      await server.dropDatabase(name);
      rmSync(bench.folder, { recursive: true, force: true });
    }
  }
  return [...outcomes].map(([plan, all]) => ({
    plan,
    server: toServerText(server),
    about: all[0]?.about ?? [],
    measures: joinMeasures(all.slice(0, runs).map(({ measures }) => measures)),
    profile: all[runs]?.profile ?? null,
  }));
}

/** Rows with those that have to go before them, each of which is run once for all that follow it. */
function toChains(rows: readonly RowPlan[]): RowPlan[][] {
  const chains = new Map<string, Set<RowPlan>>();
  for (const row of rows) {
    const path = pathTo(row);
    const root = (path[0] as RowPlan).name;
    chains.set(root, new Set([...(chains.get(root) ?? []), ...path]));
  }
  return [...chains.values()].map((chain) => rowPlans.filter((plan) => chain.has(plan)));
}

function pathTo(row: RowPlan): RowPlan[] {
  if (typeof row.database === "string") return [row];
  const { after } = row.database;
  const before = rowPlans.find(({ name }) => name === after) as RowPlan;
  return [...pathTo(before), row];
}

function toServerText({ kind, description }: BenchServer): string {
  return `${kind === "embedded" ? "embedded" : "given"} ${description}`;
}

function toNote({ measures }: Outcome): string {
  const [first] = measures;
  if (first === undefined) return "";
  return `  ${Math.round(medianOf(first.values)).toLocaleString("en")} ${first.unit}`;
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
