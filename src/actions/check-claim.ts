import type { Actor } from "../domain/access/actor.ts";
import type { KeptClaim } from "../store/claims.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { getOwnClaim } from "./claims/get-own-claim.ts";
import { lookAtClaim } from "./claims/look-at-claim.ts";

/** Looks for the proof of one claim now, for somebody who has just published it. Throws `not-found`, also for those of others. */
export async function checkClaim({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: { readonly actor: Actor; readonly id: string };
}): Promise<KeptClaim> {
  const claim = await getOwnClaim(context.sql, input.actor, "claim.check", input.id);
  return lookAtClaim(context, claim, input.actor);
}
