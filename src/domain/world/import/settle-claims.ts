import { compareText } from "../../compare-text.ts";
import { formatAsset } from "../claim-id.ts";
import type { Claim } from "../world.ts";
import type { ImportedClaim } from "./read-claims.ts";
import { type Remark, toRemark } from "./remark.ts";

/** Claims of the import that the world can hold beside those it holds. */
export type SettledClaims = {
  readonly taken: readonly ImportedClaim[];
  /** How many the present world has already, word for word or better. */
  readonly alreadyHeld: number;
};

/**
 * Sorts out claims on the same object for the same use: of one organisation once; of two organisations neither, and
 * against one that the present world holds not the newcomer. Each is remarked on.
 */
export function settleClaims(
  imported: readonly ImportedClaim[],
  present: readonly Claim[],
  remarks: Remark[],
): SettledClaims {
  const held = groupBy(present, (claim) => keyOf(claim));
  const groups = groupBy(imported, ({ claim }) => keyOf(claim));
  const taken: ImportedClaim[] = [];
  let alreadyHeld = 0;
  for (const [key, group] of groups) {
    const rivals = (held.get(key) ?? []).filter((claim) => overlaps(claim, group));
    const own = keepFirst(group, remarks);
    const contestants = [...new Set(own.map(({ claim }) => claim.organisation))].sort(compareText);
    for (const entry of own) {
      const { organisation } = entry.claim;
      const same = rivals.filter((claim) => claim.organisation === organisation);
      if (same.length > 0) {
        if (same.every(({ exact }) => exact)) remarks.push(toNarrower(entry));
        else alreadyHeld += 1;
        continue;
      }
      const rival = rivals[0]?.organisation;
      const other = contestants.find((id) => id !== organisation);
      if (rival === undefined && other === undefined) taken.push(entry);
      else remarks.push(toContested(entry, rival ?? null, other ?? null));
    }
  }
  return { taken, alreadyHeld };
}

function keyOf({ use, asset }: Claim): string {
  return `${use} ${formatAsset(asset)}`;
}

function overlaps(claim: Claim, group: readonly ImportedClaim[]): boolean {
  return group.some((entry) => entry.claim.since < claim.until && claim.since < entry.claim.until);
}

function keepFirst(group: readonly ImportedClaim[], remarks: Remark[]): ImportedClaim[] {
  const seen = new Set<string>();
  return group.filter(({ claim, from }) => {
    if (!seen.has(claim.organisation)) return seen.add(claim.organisation);
    const problem = `${formatAsset(claim.asset)} stands twice for ${claim.organisation}`;
    remarks.push(toRemark("changed", from, problem, "It is taken once. Keep one."));
    return false;
  });
}

function toNarrower({ claim, from }: ImportedClaim): Remark {
  const object = formatAsset(claim.asset);
  const problem = `${object} is held by ${claim.organisation} for exactly this name in the present world`;
  const remedy = "Take `exact` away there if the names below are its own as well.";
  return toRemark("left-out", from, problem, remedy);
}

function toContested(
  { claim, from }: ImportedClaim,
  rival: string | null,
  other: string | null,
): Remark {
  const object = formatAsset(claim.asset);
  if (rival !== null) {
    const problem = `${object} is claimed by ${rival} in the present world and by ${claim.organisation} here`;
    const remedy = "Ask both. The present holder keeps it until you change the world file.";
    return toRemark("left-out", from, problem, remedy);
  }
  const problem = `${object} is claimed alike by ${claim.organisation} and ${other}`;
  return toRemark("left-out", from, problem, "Ask both, and keep the line of one. Neither has it.");
}

function groupBy<Value>(
  values: readonly Value[],
  toKey: (value: Value) => string,
): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = toKey(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
