import type { OrganisationId } from "../ids.ts";
import { enclosesPrefix, findPrefix, prefixRange } from "../network/prefix.ts";
import { formatAsset } from "../world/claim-id.ts";
import { classOfAddress4, classOfAddress6, classOfName } from "../world/compile-world.ts";
import type { AssetNode, CompiledClaim, CompiledWorld } from "../world/compiled-world.ts";
import { trustRank } from "../world/trust.ts";
import type { Asset, ClaimUse } from "../world/world.ts";

const registryRank = trustRank("registry");

/** Who holds exactly this object for this use now, in the world that is compiled: file and register. */
export function listHolders(
  world: CompiledWorld,
  asset: Asset,
  use: ClaimUse,
  atMs: number,
): readonly OrganisationId[] {
  const node = nodesAround(world, asset).find(({ text }) => text === formatAsset(asset));
  const claims = (use === "own" ? node?.own : node?.operate) ?? [];
  return claims.filter((claim) => holdsAt(claim, atMs)).map(({ organisation }) => organisation.id);
}

/**
 * Whose proved or registered claims of any use lie on this object or around it: they are told when somebody else asks
 * for it (T3).
 */
export function listGuardians(
  world: CompiledWorld,
  asset: Asset,
  atMs: number,
): readonly OrganisationId[] {
  const claims = nodesAround(world, asset).flatMap(({ own, operate }) => [...own, ...operate]);
  const proved = claims.filter((claim) => claim.trustRank >= registryRank && holdsAt(claim, atMs));
  return [...new Set(proved.map(({ organisation }) => organisation.id))];
}

function holdsAt({ since, until, organisation }: CompiledClaim, atMs: number): boolean {
  return since <= atMs && atMs < until && !organisation.suspended;
}

/** The object itself and those around it that the world says something about, from the inside out. */
function nodesAround(world: CompiledWorld, asset: Asset): AssetNode[] {
  const nodes: AssetNode[] = [];
  for (let node = innermost(world, asset); node !== null; node = node.parent) {
    if (asset.kind !== "prefix" || isAround(node, asset)) nodes.push(node);
  }
  return nodes;
}

function innermost(world: CompiledWorld, asset: Asset): AssetNode | null {
  if (asset.kind === "asn") return world.systems.get(asset.asn) ?? null;
  if (asset.kind === "domain") {
    return world.nameClasses[classOfName(world, asset.domain)]?.name ?? null;
  }
  const { first } = prefixRange(asset.prefix);
  const number =
    asset.prefix.family === 4
      ? classOfAddress4(world, first[0])
      : classOfAddress6(world, Uint32Array.from(first), 0);
  return world.addressClasses[number]?.prefix ?? null;
}

/** What lies around the first address of a prefix may lie inside of the prefix. */
function isAround(node: AssetNode, { prefix }: Asset & { readonly kind: "prefix" }): boolean {
  const outer = findPrefix(node.text);
  return outer !== null && outer.family === prefix.family && enclosesPrefix(outer, prefix);
}
