import type { DecisionBasis } from "../src/domain/decision/decision-basis.ts";
import { readBasis } from "../src/pipeline/material/basis.ts";
import { must } from "../src/platform/errors.ts";
import { openDatabase } from "../src/platform/open-database.ts";
import type { Bench } from "./row.ts";

/** An instant at which all inputs are decided. */
export const decidedAt = Date.UTC(2026, 10, 20, 12);

/** Nothing was hashed with it: the database has no suppressions. */
const noKey = { bytes: Buffer.alloc(32) };

/** Reads world and registry from the row's database, which is left alone afterwards. */
export async function openBasis(
  bench: Bench,
): Promise<{ readonly basis: DecisionBasis; readonly seconds: number }> {
  const databaseUrl = must(bench.databaseUrl, "the plan of a row says whether it has a database");
  const sql = await openDatabase({ databaseUrl, dataFolder: bench.folder, postgresFolder: null });
  try {
    const from = performance.now();
    const basis = await readBasis(sql, new Date(decidedAt), "NL", noKey);
    return { basis, seconds: (performance.now() - from) / 1000 };
  } finally {
    await sql.close();
  }
}
