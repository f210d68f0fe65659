/** For how long an upheld false positive counts against its finder. */
export const falsePositiveMs = 90 * 24 * 60 * 60_000;

/** So many of one type within that time, and its finder is trusted no more. */
export const mostFalsePositives = 2;

/**
 * Whether a finder keeps its trust after what was upheld against it.
 *
 * @param upheld false positives that were upheld, of whichever type and time, each finding once
 */
export function keepsTrust(
  upheld: readonly { readonly type: number; readonly atMs: number }[],
  nowMs: number,
): boolean {
  const counts = new Map<number, number>();
  for (const { type, atMs } of upheld) {
    if (atMs > nowMs || nowMs - atMs >= falsePositiveMs) continue;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts.values()].every((count) => count < mostFalsePositives);
}
