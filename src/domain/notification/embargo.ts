import { policyNumberOf } from "../finding/policy-number.ts";
import { isValidAt } from "../world/validity.ts";
import type { FinderPolicy, World } from "../world/world.ts";

/**
 * Findings under a policy of which nothing may go out yet: those first seen from the one instant on and before the other, in
 * milliseconds since 1970 UTC, ±Infinity where it is open.
 */
export type Embargo = {
  readonly policy: number;
  readonly seenFrom: number;
  readonly seenUntil: number;
};

/**
 * What finders want to wait at this instant. An embargo is about when and not about who, so decisions know nothing of it.
 *
 * Like all of a policy it counts when its line holds now or held when the finding was seen (ADR 9).
 */
export function listEmbargoes(world: World, now: number): Embargo[] {
  return world.finders.flatMap(({ id, policies }) =>
    policies.flatMap((policy) => {
      const window = findWindow(policy, now);
      return window === null ? [] : [{ policy: policyNumberOf(id), ...window }];
    }),
  );
}

function findWindow(policy: FinderPolicy, now: number): Omit<Embargo, "policy"> | null {
  const { embargoMs, embargoUntil } = policy;
  const seenFrom =
    embargoUntil !== null && now < embargoUntil
      ? -Infinity
      : embargoMs === null
        ? Infinity
        : // Over so long after it was seen, to the millisecond.
          now - embargoMs + 1;
  const window = isValidAt(policy, now)
    ? { seenFrom, seenUntil: Infinity }
    : { seenFrom: Math.max(seenFrom, policy.since), seenUntil: policy.until };
  return window.seenFrom < window.seenUntil ? window : null;
}
