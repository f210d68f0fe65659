import type { AssetNode, CompiledOrganisation, CompiledWorld } from "../world/compiled-world.ts";

/** When what is effective now about objects of these classes began last, in milliseconds; -Infinity: nothing ever began. */
export type LatestBeginning = (addressClass: number, nameClass: number) => number;

/**
 * When a claim on objects of a class, or a relation of whoever claims them, began last before `nowMs`: what was seen
 * before is not its organisation's, and what is seen after is. Asked once for each class.
 */
export function makeLatestBeginning(world: CompiledWorld, nowMs: number): LatestBeginning {
  const addresses: number[] = [];
  const names: number[] = [];
  const ofAddress = (number: number): number => {
    if (number < 0) return Number.NEGATIVE_INFINITY;
    const known = addresses[number];
    if (known !== undefined) return known;
    const found = world.addressClasses[number];
    const latest = Math.max(latestOf(found?.prefix, nowMs), latestOf(found?.system, nowMs));
    addresses[number] = latest;
    return latest;
  };
  const ofName = (number: number): number => {
    if (number < 0) return Number.NEGATIVE_INFINITY;
    const latest = names[number] ?? latestOf(world.nameClasses[number]?.name, nowMs);
    names[number] = latest;
    return latest;
  };
  return (addressClass, nameClass) => Math.max(ofAddress(addressClass), ofName(nameClass));
}

function latestOf(head: AssetNode | null | undefined, nowMs: number): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (let node = head ?? null; node !== null; node = node.parent) {
    for (const claim of [...node.own, ...node.operate]) {
      if (claim.since > nowMs || claim.until <= nowMs) continue;
      latest = Math.max(latest, claim.since, latestRelation(claim.organisation, nowMs));
    }
  }
  return latest;
}

function latestRelation({ relations }: CompiledOrganisation, nowMs: number): number {
  return relations
    .filter(({ since, until }) => since <= nowMs && nowMs < until)
    .reduce((latest, { since }) => Math.max(latest, since), Number.NEGATIVE_INFINITY);
}
