import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { type AskClaimInput, type AskedClaim, placeClaim } from "./claims/place-claim.ts";

/** Asks for a claim; what comes of it says `placeClaim`. */
export async function askClaim({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: AskClaimInput;
}): Promise<AskedClaim> {
  permit(input.actor, "claim.ask", { organisation: input.organisation });
  return placeClaim({ context, input });
}
