import { clockActor } from "../domain/access/actor.ts";
import { listDeadOf } from "../store/address-states.ts";
import { type KeptClaim, listClaimsInForce } from "../store/claims.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { type ClaimHappening, moveClaim } from "./claims/move-claim.ts";

/** How many claims became doubtful, and how many are so no more. */
export type DoubtedClaims = { readonly doubted: number; readonly cleared: number };

/**
 * Makes the claims of organisations stale of which no contact takes mail any more: the domain of their mail may be
 * somebody else's by now (T5). Once one of them takes mail again, or another is named, the claims are on good footing.
 */
export async function doubtBouncing({
  context,
}: {
  readonly context: ClaimContext;
}): Promise<DoubtedClaims> {
  const claims = await listClaimsInForce(context.sql);
  if (claims.length === 0) return { doubted: 0, cleared: 0 };
  const { world } = await context.readBasis();
  const holders = new Set(claims.map(({ organisation }) => organisation));
  const organisations = world.organisations.filter(({ id }) => holders.has(id));
  const addresses = organisations.flatMap(({ contacts }) => contacts.map(({ email }) => email));
  const dead = await listDeadOf(context.sql, addresses);
  const silent = new Set(
    organisations
      .filter(
        ({ contacts }) => contacts.length > 0 && contacts.every(({ email }) => dead.has(email)),
      )
      .map(({ id }) => id),
  );
  const isDoubted = ({ footing }: KeptClaim): boolean => footing.reason === "all-contacts-bounce";
  const move = (claim: KeptClaim, happening: ClaimHappening) =>
    moveClaim(context, {
      id: claim.id,
      happening,
      actor: clockActor,
      act: "claim.check",
      look: null,
      reason: null,
    });
  const doubtful = claims.filter((claim) => silent.has(claim.organisation) && !isDoubted(claim));
  const clear = claims.filter((claim) => !silent.has(claim.organisation) && isDoubted(claim));
  for (const claim of doubtful) {
    await move(claim, { kind: "signal", signal: "all-contacts-bounce" });
  }
  for (const claim of clear) await move(claim, { kind: "confirmed" });
  return { doubted: doubtful.length, cleared: clear.length };
}
