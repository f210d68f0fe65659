import type { ClaimMethod } from "./claim-footing.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How often a proof is looked at, and how long a claim goes on to hold without it. */
export type ClaimSchedule = {
  readonly everyMs: number;
  readonly graceMs: number;
  /** Times within the grace at which its organisation is told again, from its start. */
  readonly remindAtMs: readonly number[];
};

/** A code that was mailed proves one moment: it is asked for again each year. */
export const claimSchedules: Readonly<Record<ClaimMethod, ClaimSchedule>> = {
  dns: schedule(dayMs, 7 * dayMs),
  "well-known": schedule(dayMs, 7 * dayMs),
  "registry-object": schedule(dayMs, 7 * dayMs),
  "registry-mail": schedule(365 * dayMs, 30 * dayMs),
  vouched: schedule(90 * dayMs, 30 * dayMs),
  decision: schedule(365 * dayMs, 30 * dayMs),
};

/** Every new claim waits so long after its proof was seen, while the contacts of the registry are told of it (T1). */
export const coolingOffMs = dayMs;

/** A look that told nothing is repeated soon. */
export const lookAgainMs = hourMs;

/** Not being able to look for so long is as good as not finding it. */
export const blindMs = 7 * dayMs;

/** Where somebody else may have the object now. */
export const signalGraceMs = 7 * dayMs;

/** A token that nobody used ends. */
export const tokenMs = 30 * dayMs;

/** A claim that lapsed can be proved again for so long; then it is over. */
export const lapsedMs = 90 * dayMs;

function schedule(everyMs: number, graceMs: number): ClaimSchedule {
  return { everyMs, graceMs, remindAtMs: [graceMs / 2] };
}

/** Whether the machine can look by itself, or a person has to say something. */
export function isLookedAt(method: ClaimMethod): boolean {
  return method === "dns" || method === "well-known" || method === "registry-object";
}
