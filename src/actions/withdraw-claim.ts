import type { Actor } from "../domain/access/actor.ts";
import type { KeptClaim } from "../store/claims.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { getOwnClaim } from "./claims/get-own-claim.ts";
import { moveClaim } from "./claims/move-claim.ts";

/** Ends a claim at once, by the word of its organisation. Throws `not-found`, also for those of others. */
export async function withdrawClaim({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: { readonly actor: Actor; readonly id: string };
}): Promise<KeptClaim> {
  const { actor, id } = input;
  await getOwnClaim(context.sql, actor, "claim.ask", id);
  const happening = { kind: "withdrawn" } as const;
  return moveClaim(context, { id, happening, actor, act: "claim.ask", look: null, reason: null });
}
