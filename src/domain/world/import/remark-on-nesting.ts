import { type DomainName, parentDomain } from "../../network/domain-name.ts";
import { compareAddresses } from "../../network/ip-address.ts";
import { enclosesPrefix, type Prefix } from "../../network/prefix.ts";
import { formatAsset } from "../claim-id.ts";
import type { Claim } from "../world.ts";
import type { ImportedClaim } from "./read-claims.ts";
import { type Remark, toRemark } from "./remark.ts";

type Entry = Pick<ImportedClaim, "claim"> & { readonly from: ImportedClaim["from"] | null };

/**
 * Remarks on each claim of the import that lies inside another one for the same use: inside its own organisation's it is
 * one too many, inside another's it wins, or waits where that one is proved.
 */
export function remarkOnNesting(
  imported: readonly ImportedClaim[],
  present: readonly Claim[],
  remarks: Remark[],
): void {
  const entries: Entry[] = [...present.map((claim) => ({ claim, from: null })), ...imported];
  for (const use of ["own", "operate"] as const) {
    const ofUse = entries.filter(({ claim }) => claim.use === use);
    for (const [inner, outer] of [...nestedPrefixes(ofUse), ...nestedNames(ofUse)]) {
      if (inner.from !== null) remarks.push(describe(inner.claim, inner.from, outer.claim));
    }
  }
}

function describe(inner: Claim, from: ImportedClaim["from"], outer: Claim): Remark {
  const [small, large] = [formatAsset(inner.asset), formatAsset(outer.asset)];
  if (inner.organisation === outer.organisation) {
    const problem = `${small} lies in ${large} of the same organisation`;
    return toRemark("kept", from, problem, "Nothing; one line would do.");
  }
  const problem = `${small} lies in ${large} of ${outer.organisation}`;
  const waits =
    outer.basis === "proved" &&
    outer.use === "own" &&
    (inner.basis === "attested" || inner.basis === "vouched");
  const remedy = waits
    ? "It waits until the holder agrees (agreed: true) or it is proved itself."
    : "Nothing, if it is a customer of the other: the smaller wins.";
  return toRemark("kept", from, problem, remedy);
}

/** Each prefix with the smallest other that encloses it. */
function nestedPrefixes(entries: readonly Entry[]): [Entry, Entry][] {
  const sorted = entries
    .flatMap((entry) =>
      entry.claim.asset.kind === "prefix" ? [{ entry, prefix: entry.claim.asset.prefix }] : [],
    )
    .sort((a, b) => compareAddresses(a.prefix, b.prefix) || a.prefix.bits - b.prefix.bits);
  const open: { entry: Entry; prefix: Prefix }[] = [];
  const nested: [Entry, Entry][] = [];
  for (const inner of sorted) {
    while (open.length > 0 && !encloses(open.at(-1)?.prefix, inner.prefix)) open.pop();
    const outer = open.findLast(({ prefix }) => prefix.bits < inner.prefix.bits);
    if (outer !== undefined) nested.push([inner.entry, outer.entry]);
    open.push(inner);
  }
  return nested;
}

function encloses(outer: Prefix | undefined, inner: Prefix): boolean {
  return outer !== undefined && outer.family === inner.family && enclosesPrefix(outer, inner);
}

/** Each name with the nearest other above it. */
function nestedNames(entries: readonly Entry[]): [Entry, Entry][] {
  const byName = new Map<DomainName, Entry>();
  for (const entry of entries) {
    const { asset, exact } = entry.claim;
    // Nothing lies in a claim for exactly one name.
    if (asset.kind === "domain" && !exact) byName.set(asset.domain, entry);
  }
  const nested: [Entry, Entry][] = [];
  for (const [name, entry] of byName) {
    for (let above = parentDomain(name); above !== null; above = parentDomain(above)) {
      const outer = byName.get(above);
      if (outer === undefined) continue;
      nested.push([entry, outer]);
      break;
    }
  }
  return nested;
}
