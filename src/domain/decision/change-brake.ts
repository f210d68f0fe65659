import type { CoverageDifference } from "./coverage-difference.ts";
import type { DecisionDifference } from "./decision-difference.ts";

/** What a change of world, registry, law or policy would do, in addresses and in findings of the last days. */
export type ChangeDifference = {
  /** Null where nothing held before, so that there is nothing to change. */
  readonly coverage: Pick<CoverageDifference, "changedShare"> | null;
  readonly decisions: Pick<DecisionDifference, "moved" | "changedShare"> | null;
};

/** Beyond these a change waits for somebody else than who makes it. */
export type ChangeLimits = {
  /** Of the home country's addresses. */
  readonly worldChangePercent: number;
  /** Of the findings of the last days, where they are more than `floor`. */
  readonly decisions: { readonly floor: number; readonly percent: number };
};

export type ChangeBrake = "addresses" | "decisions";

/** Which brakes hold the change; none: it may take effect. */
export function listBraked(
  { coverage, decisions }: ChangeDifference,
  limits: ChangeLimits,
): readonly ChangeBrake[] {
  const braked: ChangeBrake[] = [];
  if (coverage !== null && coverage.changedShare * 100 > limits.worldChangePercent) {
    braked.push("addresses");
  }
  const { floor, percent } = limits.decisions;
  if (decisions !== null && decisions.moved > floor && decisions.changedShare * 100 > percent) {
    braked.push("decisions");
  }
  return braked;
}

/** Whether the change waits for a second person. */
export function isBraked(difference: ChangeDifference, limits: ChangeLimits): boolean {
  return listBraked(difference, limits).length > 0;
}
