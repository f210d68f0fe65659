import { fork } from "node:child_process";
import { once } from "node:events";
import type { Outcome } from "./measure.ts";
import type { Bench } from "./row.ts";

/** Measures a row in a process of its own. */
export async function runInProcess(row: string, bench: Bench): Promise<Outcome> {
  const child = fork(new URL("row-process.ts", import.meta.url), [row], {
    execArgv: ["--expose-gc"],
  });
  const answer: Outcome[] = [];
  child.on("message", (outcome) => answer.push(outcome as Outcome));
  child.send(bench);
  const [status] = await once(child, "close");
  const [outcome] = answer;
  if (status === 0 && outcome !== undefined) return outcome;
  throw new Error(`The row ${row} ended with ${status}; what it said stands above.`);
}
