import type { Actor } from "../domain/access/actor.ts";
import type { OwnershipSignal } from "../domain/claim/claim-footing.ts";
import type { KeptClaim } from "../store/claims.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { moveClaim } from "./claims/move-claim.ts";

/**
 * Makes a claim stale at once, because somebody else may have its object now: another registrant, a prefix that was
 * transferred. Its organisation is told, gets tier 1 only until it is clear, and has a week. Throws `not-found`.
 */
export async function doubtClaim({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: { readonly actor: Actor; readonly id: string; readonly signal: OwnershipSignal };
}): Promise<KeptClaim> {
  const { actor, id, signal } = input;
  permit(actor, "claim.decide", "everybody");
  const happening = { kind: "signal", signal } as const;
  return moveClaim(context, {
    id,
    happening,
    actor,
    act: "claim.decide",
    look: null,
    reason: null,
  });
}
