import type { Decision } from "./decision.ts";
import { type Rung, rungs } from "./rung.ts";

/** Where the walk for an address ends; `held` is what waits for a person for another reason than that nobody is there. */
export const coverageOutcomes = [...rungs, "nobody", "declined", "stopped", "held"] as const;

export type CoverageOutcome = (typeof coverageOutcomes)[number];

/** Addresses of one family; the numbers by rung add up to `addresses`. */
export type FamilyCoverage<Count> = {
  readonly addresses: Count;
  readonly byRung: Readonly<Record<CoverageOutcome, Count>>;
};

/** Both families: IPv4 as numbers, IPv6 as decimal strings. */
export type CoverageCounts = {
  readonly v4: FamilyCoverage<number>;
  readonly v6: FamilyCoverage<string>;
};

/** Sums on their way to counts. */
export type CoverageSums = {
  readonly v4: Record<CoverageOutcome, bigint>;
  readonly v6: Record<CoverageOutcome, bigint>;
};

export function makeSums(): CoverageSums {
  const zero = () =>
    Object.fromEntries(coverageOutcomes.map((outcome) => [outcome, 0n])) as Record<
      CoverageOutcome,
      bigint
    >;
  return { v4: zero(), v6: zero() };
}

export function toCounts({ v4, v6 }: CoverageSums): CoverageCounts {
  return { v4: toFamily(v4, Number), v6: toFamily(v6, String) };
}

/** All that were summed. */
export function totalOf(sums: Record<CoverageOutcome, bigint>): bigint {
  return Object.values(sums).reduce((sum, count) => sum + count, 0n);
}

/** Where a decision ends, for the account. */
export function outcomeOf({ primary, held }: Decision): CoverageOutcome {
  if (primary !== null) return primary.rung satisfies Rung;
  switch (held.reason) {
    case "nobody":
    case "declined":
    case "stopped":
      return held.reason;
    default:
      return "held";
  }
}

function toFamily<Count>(
  sums: Record<CoverageOutcome, bigint>,
  map: (count: bigint) => Count,
): FamilyCoverage<Count> {
  const byRung = Object.fromEntries(
    coverageOutcomes.map((outcome) => [outcome, map(sums[outcome])]),
  ) as Record<CoverageOutcome, Count>;
  return { addresses: map(totalOf(sums)), byRung };
}
