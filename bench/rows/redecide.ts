import { runRedecide } from "../../src/pipeline/run-redecide.ts";
import { transaction } from "../../src/platform/database.ts";
import { lockWorlds, saveWorld } from "../../src/store/worlds.ts";
import { measured, type Outcome } from "../measure.ts";
import { moveClaims } from "../move-claims.ts";
import { openContext } from "../open-context.ts";
import { readPeakBytes } from "../peak-memory.ts";
import type { Bench } from "../row.ts";
import { takeCosts } from "../take-costs.ts";

const day = "2026-11-20";
const movedClaims = 1000;

/** Decides again about all open findings after claims have gone to others. */
export async function redecide(bench: Bench): Promise<Outcome> {
  const context = await openContext(bench, day);
  try {
    // What holds now is taken account of, so that only the change is measured.
    await runRedecide(context);
    const { world } = await context.readBasis();
    await transaction(context.sql, async (held) => {
      await lockWorlds(held);
      await saveWorld(held, moveClaims(world, movedClaims), {
        fileName: "world.yaml",
        loadedAt: context.clock(),
        difference: null,
      });
    });
    const fromMs = performance.now();
    await context.readBasis();
    const readMs = performance.now();
    const { value, cpuSeconds, profile } = await takeCosts(bench, () => runRedecide(context));
    const { changed } = value;
    const seconds = (performance.now() - readMs) / 1000;
    const { rows } = await context.sql.query<{ count: number }>(
      "select count(*) as count from findings f where f.closed_at is null",
    );
    const findings = Number(rows[0]?.count ?? 0);
    return {
      measures: [
        measured("deciding again about all open findings", "s", seconds, { atMost: 5 }),
        measured("reading and compiling the other world before", "s", (readMs - fromMs) / 1000),
        measured("processor time of this process for it", "s", cpuSeconds),
        measured("findings", "/s", findings / seconds),
        measured("peak memory of the process (RSS)", "MiB", readPeakBytes() / 2 ** 20),
      ],
      about: [
        `${findings} open findings, ${changed} of which get another decision when ${movedClaims} claims have gone to another organisation`,
        `${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry`,
      ],
      profile,
    };
  } finally {
    await context.sql.close();
  }
}
