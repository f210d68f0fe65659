import { compareDecisions, compileBeside } from "../../src/pipeline/run-replay.ts";
import { measured, type Outcome } from "../measure.ts";
import { moveClaims } from "../move-claims.ts";
import { openContext } from "../open-context.ts";
import { readPeakBytes } from "../peak-memory.ts";
import type { Bench } from "../row.ts";
import { takeCosts } from "../take-costs.ts";

const day = "2026-11-20";
const movedClaims = 1000;

/** Decides about everything of the last days under the world that holds and under another one. */
export async function replay(bench: Bench): Promise<Outcome> {
  const context = await openContext(bench, day);
  try {
    const before = await context.readBasis();
    const fromMs = performance.now();
    const after = await compileBeside(context, before, moveClaims(before.world, movedClaims));
    const compiledMs = performance.now();
    const { value, cpuSeconds, profile } = await takeCosts(bench, () =>
      compareDecisions(context, { before, after, days: 7 }),
    );
    const difference = value;
    const seconds = (performance.now() - compiledMs) / 1000;
    return {
      measures: [
        measured("deciding about all findings under both worlds", "s", seconds, { atMost: 10 }),
        measured("compiling the other world before", "s", (compiledMs - fromMs) / 1000),
        measured("processor time of this process for it", "s", cpuSeconds),
        measured("findings", "/s", difference.findings / seconds),
        measured("peak memory of the process (RSS)", "MiB", readPeakBytes() / 2 ** 20),
      ],
      about: [
        `${difference.findings} findings, ${difference.moved} of which go elsewhere when ${movedClaims} claims have gone to another organisation`,
        `${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry`,
      ],
      profile,
    };
  } finally {
    await context.sql.close();
  }
}
