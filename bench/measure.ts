/** What a figure should reach, by 6-numbers of the design; the unit is that of the measure. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** One figure of a row, as often as it was measured. */
export type Measure = {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly goal: Goal | null;
};

/** Where the time of the main thread went: shares of it, largest first. */
export type Profile = {
  readonly seconds: number;
  readonly stages: readonly Share[];
  /** Functions by the time that they took themselves. */
  readonly functions: readonly Share[];
};

export type Share = { readonly name: string; readonly share: number };

/** What one run of a row found. */
export type Outcome = {
  readonly measures: readonly Measure[];
  /** Sizes and settings that the figures hold for, to be read by people. */
  readonly about: readonly string[];
  readonly profile: Profile | null;
};

/** A figure measured once. */
export function measured(
  name: string,
  unit: string,
  value: number,
  goal: Goal | null = null,
): Measure {
  return { name, unit, values: [value], goal };
}

/** Calls `work` once to warm up, then so many times; answers what `toValue` makes of each time in seconds. */
export function repeat(
  times: number,
  work: () => void,
  toValue: (seconds: number) => number,
): number[] {
  work();
  return Array.from({ length: times }, () => {
    const from = performance.now();
    work();
    return toValue((performance.now() - from) / 1000);
  });
}

/** Joins the measures of several runs of one row by name and unit. */
export function joinMeasures(runs: readonly (readonly Measure[])[]): Measure[] {
  const joined = new Map<string, Measure>();
  for (const measure of runs.flat()) {
    const key = `${measure.name} ${measure.unit}`;
    joined.set(key, {
      ...measure,
      values: [...(joined.get(key)?.values ?? []), ...measure.values],
    });
  }
  return [...joined.values()];
}

/** The middle value; of an even number the mean of both in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}

/** Whether the median reaches the goal. */
export function isReached({ values, goal }: Measure): boolean | null {
  if (goal === null) return null;
  const median = medianOf(values);
  return "atLeast" in goal ? median >= goal.atLeast : median <= goal.atMost;
}
