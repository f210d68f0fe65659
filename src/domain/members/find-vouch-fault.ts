import { isAtOrBelow } from "../network/domain-name.ts";
import { enclosesPrefix } from "../network/prefix.ts";
import { type ClaimFault, type FindSuffix, findBreadthFault } from "../world/claim-breadth.ts";
import type { Asset, Criterion, Organisation } from "../world/world.ts";

/**
 * Why an intermediary cannot vouch for an object of a member; null when nothing speaks against it (T15).
 *
 * It vouches within what it may serve itself: its criteria, or its own claims that are not on somebody's word in turn. A
 * sector or a country names no object, so nothing is vouched for within one.
 */
export function findVouchFault(
  intermediary: Pick<Organisation, "constituency" | "claims">,
  asset: Asset,
  { findSuffix, atMs }: { readonly findSuffix: FindSuffix; readonly atMs: number },
): ClaimFault | null {
  const fault = findBreadthFault(asset, "vouched", findSuffix);
  if (fault !== null) return fault;
  const claimed = intermediary.claims
    .filter(({ basis, since, until }) => basis !== "vouched" && since <= atMs && atMs < until)
    .map((claim) => claim.asset);
  if ([...intermediary.constituency, ...claimed].some((outer) => encloses(outer, asset)))
    return null;
  return {
    message: "outside of what the intermediary may serve itself",
    remedy: "Let the member prove it, or ask an operator to widen the constituency.",
  };
}

function encloses(outer: Criterion, asset: Asset): boolean {
  if (outer.kind === "prefix" && asset.kind === "prefix") {
    return (
      outer.prefix.family === asset.prefix.family && enclosesPrefix(outer.prefix, asset.prefix)
    );
  }
  return (
    outer.kind === "domain" && asset.kind === "domain" && isAtOrBelow(asset.domain, outer.domain)
  );
}
