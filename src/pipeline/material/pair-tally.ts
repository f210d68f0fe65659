import type { DecisionPair } from "../../domain/decision/decision-difference.ts";
import type { DecisionMemo } from "../../domain/decision/decision-memo.ts";
import type { FindingId } from "../../domain/ids.ts";

/** How many findings two memos decide by which pair of their decisions. */
export type PairTally = {
  findings: number;
  /** By both numbers in one. */
  readonly counts: Map<number, number>;
  /** The first finding of each pair. */
  readonly examples: Map<number, number>;
};

/** More decisions than any memo makes: two numbers below it are exact in one. */
const mostDecisions = 2 ** 26;

export function makePairTally(): PairTally {
  return { findings: 0, counts: new Map(), examples: new Map() };
}

/** Counts a finding that the memos decide by these numbers of theirs. */
export function addToTally(tally: PairTally, before: number, after: number, finding: number): void {
  const key = before * mostDecisions + after;
  const count = tally.counts.get(key) ?? 0;
  if (count === 0) tally.examples.set(key, finding);
  tally.counts.set(key, count + 1);
  tally.findings++;
}

/** The pairs with their decisions. */
export function toPairs(
  { counts, examples }: PairTally,
  [before, after]: readonly [DecisionMemo, DecisionMemo],
): DecisionPair[] {
  return [...counts].map(([key, findings]) => {
    const numbers = [Math.floor(key / mostDecisions), key % mostDecisions] as const;
    return {
      before: before.decisionOf(numbers[0]),
      after: after.decisionOf(numbers[1]),
      findings,
      finding: examples.get(key) as FindingId,
      numbers,
    };
  });
}
