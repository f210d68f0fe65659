const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Waits after the first, second, … failed attempt; the last one repeats. */
const waitsMs = [5 * minuteMs, 15 * minuteMs, hourMs, 4 * hourMs, 12 * hourMs];
const longestMs = 72 * hourMs;

/** Part of a wait that chance adds or takes, so that what failed together does not come back together. */
const spread = 0.2;

/**
 * When to try again what failed for the time being (5-delivery.md, outbox 4); null when 72 hours are over. The last
 * attempt is at 72 hours sharp.
 *
 * @param attempts how many failed already, at least 1
 * @param jitter chance, from 0 to 1
 */
export function nextAttemptAt(
  queuedAt: Date,
  attempts: number,
  now: Date,
  jitter: number,
): Date | null {
  const end = queuedAt.getTime() + longestMs;
  if (now.getTime() >= end) return null;
  const waitMs = waitsMs[Math.min(attempts, waitsMs.length) - 1] ?? minuteMs;
  const next = now.getTime() + Math.round(waitMs * (1 - spread + 2 * spread * jitter));
  return new Date(Math.min(next, end));
}
