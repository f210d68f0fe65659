import { countLabels, type DomainName } from "../network/domain-name.ts";
import { type Prefix, prefixRange } from "../network/prefix.ts";
import { specialReason4, specialReason6 } from "../network/special-ranges.ts";
import { type Trust, trustRank } from "./trust.ts";
import type { Asset } from "./world.ts";

/** Whether a name is a public suffix, and of which section of the list (publicsuffix.org); null when it is none. */
export type FindSuffix = (name: DomainName) => "icann" | "private" | null;

/** Why a claim cannot be made, and what to do. */
export type ClaimFault = { readonly message: string; readonly remedy: string };

/** The most that may be claimed without the registry saying so, in prefix length. */
const broadest = { 4: 20, 6: 32 } as const;

/** What makes a claim too broad for its basis, or impossible for anybody ("Too broad is refused"); null when nothing does. */
export function findBreadthFault(
  asset: Asset,
  basis: Trust,
  findSuffix: FindSuffix,
): ClaimFault | null {
  const isLesser = trustRank(basis) < trustRank("registry");
  switch (asset.kind) {
    case "asn":
      if (!isLesser) return null;
      return {
        message: "an AS number needs registry trust",
        remedy: "Claim prefixes, or prove it.",
      };
    case "domain":
      return findSuffixFault(asset.domain, findSuffix);
    case "prefix":
      return findPrefixBreadthFault(asset.prefix, isLesser);
  }
}

function findPrefixBreadthFault(prefix: Prefix, isLesser: boolean): ClaimFault | null {
  const least = broadest[prefix.family];
  if (isLesser && prefix.bits < least) {
    const message = `broader than /${least} on less than registry trust`;
    return { message, remedy: "Claim smaller prefixes, or prove it." };
  }
  const special = findSpecial(prefix);
  if (special === null) return null;
  return { message: `${special}: belongs to nobody`, remedy: "Claim public address space." };
}

/** Why the first or the last address of a prefix is out of scope. */
function findSpecial(prefix: Prefix): string | null {
  const { first, last } = prefixRange(prefix);
  return prefix.family === 4
    ? (specialReason4(first[0]) ?? specialReason4(last[0]))
    : (specialReason6(first, 0) ?? specialReason6(last, 0));
}

function findSuffixFault(domain: DomainName, findSuffix: FindSuffix): ClaimFault | null {
  const section = findSuffix(domain);
  if (section === null && countLabels(domain) > 1) return null;
  const message =
    section === "private" ? "a public suffix of the private section" : "a public suffix";
  return { message, remedy: "Claim a name that is registered below it." };
}
