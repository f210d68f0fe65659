/** Answers whether somebody may do something once more; what was allowed counts for a minute. */
export type RateWindow = (who: string, now: Date) => boolean;

const windowMs = 60_000;
const mostKnown = 10_000;

/** Lets everybody do something so many times a minute. */
export function makeRateWindow(mostAMinute: number): RateWindow {
  let since = 0;
  let counts = new Map<string, number>();
  return (who, now) => {
    if (now.getTime() - since >= windowMs || counts.size >= mostKnown) {
      since = now.getTime();
      counts = new Map();
    }
    const count = (counts.get(who) ?? 0) + 1;
    counts.set(who, count);
    return count <= mostAMinute;
  };
}
