import { makeStretches } from "../network/stretches.ts";
import type { Registry } from "../registry/registry.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";
import type { CoverageArea } from "./coverage-area.ts";
import { type CoverageCounts, makeSums, toCounts } from "./coverage-counts.ts";
import { type CoverageBreakdown, type CoverageSplit, splitCoverage } from "./coverage-groups.ts";
import { type CoverageTally, tallyCoverage } from "./coverage-tallies.ts";
import { listOverlapPairs, type OverlapPairs } from "./overlap-pairs.ts";
import type { Overlap } from "./overlaps.ts";

/** A stretch of addresses; a prefix where it is one, else `first - last`. Decimal string for IPv6. */
type Stretch = { readonly range: string; readonly addresses: number | string };

/** Every address of an area accounted for (`coverage --json`). */
export type Coverage = CoverageCounts & {
  /** Stretches for which there is nobody, largest first, IPv4 first. */
  readonly gaps: readonly Stretch[];
  /** Stretches where several could serve one rung, largest first, IPv4 first. */
  readonly overlaps: readonly (Stretch & Overlap)[];
  /** How many there are of each, those that are not listed included. */
  readonly totals: { readonly gaps: number; readonly overlaps: number };
  /** The same addresses in groups, one breakdown for each way that was asked for. */
  readonly breakdowns?: readonly CoverageBreakdown[];
  readonly overlapPairs?: OverlapPairs;
};

export type CoverageOptions = CoverageArea & {
  readonly at: number;
  /** Most gaps, overlaps and groups that are named. */
  readonly listed?: number;
  readonly by?: readonly (CoverageSplit | "overlap")[];
};

/**
 * Asks what `who` asks without a type, for every address of the area.
 *
 * Works class by class and range by range, never address by address. At most `listed` gaps and overlaps of each family
 * are named. `registry` names whoever announces the addresses and is needed for a breakdown by AS only.
 */
export function accountCoverage(
  world: CompiledWorld,
  { at, listed = 50, by = [], ...area }: CoverageOptions,
  registry: Registry | null = null,
): Coverage {
  const gaps = makeStretches<null>(listed);
  const overlaps = makeStretches<Overlap>(listed);
  const announced = by.includes("as") ? registry : null;
  const tallies = tallyCoverage(world, { at, area, registry: announced }, (range, account) => {
    gaps.next();
    overlaps.next();
    if (account === null) return;
    if (account.outcome === "nobody") gaps.add("", range, null);
    for (const overlap of account.overlaps) overlaps.add(JSON.stringify(overlap), range, overlap);
  });
  const named = [gaps.finish(), overlaps.finish()] as const;
  const splits = by.filter((way) => way !== "overlap");
  return {
    ...sumTallies(tallies),
    gaps: named[0].largest.map(({ range, addresses }) => ({ range, addresses })),
    overlaps: named[1].largest.map(({ fact, ...stretch }) => ({ ...stretch, ...fact })),
    totals: { gaps: named[0].count, overlaps: named[1].count },
    ...(splits.length > 0 && {
      breakdowns: splits.map((way) => splitCoverage(tallies, way, { world, registry, listed })),
    }),
    ...(by.includes("overlap") && {
      overlapPairs: listOverlapPairs(tallies, { world, at, listed }),
    }),
  };
}

function sumTallies(tallies: readonly CoverageTally[]): CoverageCounts {
  const sums = makeSums();
  for (const { account, v4, v6 } of tallies) {
    sums.v4[account.outcome] += v4;
    sums.v6[account.outcome] += v6;
  }
  return toCounts(sums);
}
