import type { Actor } from "../domain/access/actor.ts";
import { findProofToken, toBoundText } from "../domain/proof/proof-token.ts";
import { formatAsset } from "../domain/world/claim-id.ts";
import { equalBytes, sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { countCodeFailure, type KeptClaim } from "../store/claims.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { getOwnClaim } from "./claims/get-own-claim.ts";
import { moveClaim } from "./claims/move-claim.ts";

/** A code of 128 bits is not guessed; whoever types so many others has not got it. */
const mostFailures = 10;

/**
 * Takes the code that was mailed to the registry's contact and typed back: who can read that mailbox and has an account
 * here. Nothing in the mail can be clicked, so that no mail gateway proves anything. Throws `input-refused` for another
 * code, `conflict` after ten of them.
 */
export async function confirmClaim({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: { readonly actor: Actor; readonly id: string; readonly code: string };
}): Promise<KeptClaim> {
  const { actor, id } = input;
  const claim = await getOwnClaim(context.sql, actor, "claim.ask", id);
  if (claim.codeHash === null) {
    throw new AppError("conflict", "This claim is not proved by a code.", {
      remedy: "Publish its token, then `meldpunt claim check`.",
    });
  }
  if (claim.codeFailures >= mostFailures) {
    throw new AppError("conflict", "Too many wrong codes were typed for this claim.", {
      remedy: "Withdraw it and ask for it again.",
    });
  }
  const code = findProofToken(input.code);
  const hash = sha256(toBoundText(claim.organisation, formatAsset(claim.asset), code ?? ""));
  if (code === null || !equalBytes(hash, claim.codeHash)) {
    await countCodeFailure(context.sql, id);
    throw new AppError("input-refused", "That is not the code that was mailed for this claim.", {
      remedy: "Type all of it, as it stands in the mail.",
    });
  }
  const happening = { kind: "confirmed" } as const;
  return moveClaim(context, { id, happening, actor, act: "claim.ask", look: null, reason: null });
}
