import type { Lane } from "../finding/lane.ts";

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/**
 * How long a notification may wait for a program before it is mailed to the same recipient: no longer than what it says may
 * wait. Of a webhook the time in which it is tried, of a list that is pulled the time until it has to be acknowledged.
 */
export const patienceMs: Readonly<Record<Lane, number>> = {
  now: hourMs,
  day: 36 * hourMs,
  week: 72 * hourMs,
};

/** An endpoint at which everything failed for so long is disabled. */
export const failingMs = 72 * hourMs;

/** Waits after the first, second, … failed attempt, as Standard Webhooks recommends; the last one repeats. */
const waitsMs = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
];

/** Part of a wait that chance adds. */
const spread = 0.2;

/**
 * When to try again what a program did not take; null when its time is over. The last attempt is at its end sharp.
 *
 * @param since when it began to go this way
 * @param attempts how many failed already, at least 1
 * @param notBefore what the other side asked for
 * @param jitter chance, from 0 to 1
 */
export function nextMachineAttemptAt(
  lane: Lane,
  since: Date,
  attempts: number,
  {
    now,
    notBefore,
    jitter,
  }: { readonly now: Date; readonly notBefore: Date | null; readonly jitter: number },
): Date | null {
  const end = since.getTime() + patienceMs[lane];
  if (now.getTime() >= end) return null;
  const waitMs = waitsMs[Math.min(attempts, waitsMs.length) - 1] ?? minuteMs;
  const next = now.getTime() + Math.round(waitMs * (1 + spread * jitter));
  return new Date(Math.min(Math.max(next, notBefore?.getTime() ?? 0), end));
}
