// Measures one row, so that each has a heap of its own: started by run-in-process.ts, which sends what to measure.
import type { Outcome } from "./measure.ts";
import type { Bench } from "./row.ts";
import { rowPlans } from "./row-plans.ts";

process.once("message", async (bench: Bench) => {
  const plan = rowPlans.find(({ name }) => name === process.argv[2]);
  if (plan === undefined) throw new Error(`There is no row ${process.argv[2]}.`);
  const run = await plan.load();
  const outcome: Outcome = await run(bench);
  process.send?.(outcome, () => process.disconnect?.());
});
