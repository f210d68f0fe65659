/** What somebody who looked again found; unclear: the host did not answer, or not so that it tells. */
export const recheckOutcomes = ["still-open", "gone", "unclear"] as const;

export type RecheckOutcome = (typeof recheckOutcomes)[number];

/** One look. */
export type Recheck = {
  readonly outcome: RecheckOutcome;
  /** Milliseconds since 1970 UTC. */
  readonly checkedAt: number;
  /** Who scans on purpose and states what it found; our own looks see a port or a greeting only. */
  readonly isStated: boolean;
};

/** Two looks that are to count as two are so far apart. */
export const apartMs = 6 * 3_600_000;

/** What looks come to: fixed since an instant, still there as of one, or nothing yet. */
export type RecheckVerdict =
  | { readonly kind: "fixed" | "still-open"; readonly at: number }
  | { readonly kind: "undecided" };

/**
 * What looks at one finding come to, in whatever order they come.
 *
 * The latest look that tells decides. *Still open* counts at once. *Gone* counts at once only where somebody states it who
 * scans on purpose, and the host has not come and gone before; else two looks in a row have to find it gone, six hours
 * apart: one that is down, busy or behind a filter looks the same once.
 */
export function judgeRechecks(rechecks: readonly Recheck[], isFlapping: boolean): RecheckVerdict {
  const telling = rechecks
    .filter(({ outcome }) => outcome !== "unclear")
    .toSorted((a, b) => b.checkedAt - a.checkedAt || (a.outcome === "still-open" ? -1 : 1));
  const [latest] = telling;
  if (latest === undefined) return { kind: "undecided" };
  if (latest.outcome === "still-open") return { kind: "still-open", at: latest.checkedAt };
  const lastOpen = telling.findIndex(({ outcome }) => outcome === "still-open");
  const gone = lastOpen < 0 ? telling : telling.slice(0, lastOpen);
  const first = gone.at(-1) as Recheck;
  const isEnough =
    (!isFlapping && gone.some(({ isStated }) => isStated)) ||
    latest.checkedAt - first.checkedAt >= apartMs;
  return isEnough ? { kind: "fixed", at: first.checkedAt } : { kind: "undecided" };
}
