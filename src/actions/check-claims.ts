import { clockActor } from "../domain/access/actor.ts";
import { findClaim, leaseDueClaims } from "../store/claims.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { lookAtClaim } from "./claims/look-at-claim.ts";

const atOnce = 50;
const side = 8;
const leaseMs = 5 * 60_000;

/** What a run did. */
export type CheckedClaims = { readonly checked: number; readonly moved: number };

/**
 * Looks at the claims whose time has come, some at a time and each by one process, until `signal` ends it or none is
 * left: proofs that are seen, gone or not to be seen, confirmations and graces that are over.
 */
export async function checkClaims({
  context,
}: {
  readonly context: ClaimContext;
}): Promise<CheckedClaims> {
  let checked = 0;
  let moved = 0;
  for (;;) {
    const now = context.clock();
    const leasedUntil = new Date(now.getTime() + leaseMs);
    const ids = await leaseDueClaims(context.sql, { now, leasedUntil, limit: atOnce });
    if (ids.length === 0) return { checked, moved };
    for (let from = 0; from < ids.length; from += side) {
      const states = await Promise.all(
        ids.slice(from, from + side).map((id) => checkOne(context, id)),
      );
      checked += states.length;
      moved += states.filter((hasMoved) => hasMoved).length;
    }
  }
}

async function checkOne(context: ClaimContext, id: string): Promise<boolean> {
  const before = await findClaim(context.sql, id);
  if (before === null) return false;
  const after = await lookAtClaim(context, before, clockActor);
  return after.standing.state !== before.standing.state;
}
