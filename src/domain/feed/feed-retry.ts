const minuteMs = 60_000;
const longestMs = 6 * 60 * minuteMs;

/**
 * When a feed that did not answer is asked again: after a minute, then two, four and so on, never more than an hour nor
 * later than it would have been anyway; but not before it said.
 *
 * @param failures how often in a row it had failed before
 */
export function toLookRetryAt(
  now: Date,
  failures: number,
  everyMs: number,
  retryAfterMs: number | null,
): Date {
  const wait = Math.min(minuteMs * 2 ** Math.min(failures, 10), 60 * minuteMs, everyMs);
  return later(now, wait, retryAfterMs);
}

/** When a file that failed is tried again: after five minutes, doubled each time up to six hours; not before it said. */
export function toFileRetryAt(now: Date, attempts: number, retryAfterMs: number | null): Date {
  return later(now, Math.min(5 * minuteMs * 2 ** Math.min(attempts, 10), longestMs), retryAfterMs);
}

/** Nobody makes us wait for longer than a day. */
function later(now: Date, waitMs: number, retryAfterMs: number | null): Date {
  const asked = Math.min(retryAfterMs ?? 0, 24 * 60 * minuteMs);
  return new Date(now.getTime() + Math.max(waitMs, asked));
}
