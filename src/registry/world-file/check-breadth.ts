import { parse } from "tldts";
import { countLabels, type DomainName } from "../../domain/network/domain-name.ts";
import { type Prefix, prefixRange } from "../../domain/network/prefix.ts";
import { specialReason4, specialReason6 } from "../../domain/network/special-ranges.ts";
import { type Trust, trustRank } from "../../domain/world/trust.ts";
import type { Asset } from "../../domain/world/world.ts";
import { complain, type Reading } from "../structured-file/reading.ts";
import type { Path } from "../structured-file/structured-text.ts";

/** The most that may be claimed without the registry saying so, in prefix length. */
const broadest = { 4: 20, 6: 32 } as const;

/** Complains about a claim that is too broad for its basis, or that nobody can make ("Too broad is refused"). */
export function checkBreadth(reading: Reading, path: Path, asset: Asset, basis: Trust): void {
  const isLesser = trustRank(basis) < trustRank("registry");
  switch (asset.kind) {
    case "asn":
      if (!isLesser) return;
      complain(reading, path, "an AS number needs registry trust", "Claim prefixes, or prove it.");
      return;
    case "domain":
      checkSuffix(reading, path, asset.domain);
      return;
    case "prefix":
      checkPrefix(reading, path, asset.prefix, isLesser);
  }
}

function checkPrefix(reading: Reading, path: Path, prefix: Prefix, isLesser: boolean): void {
  const least = broadest[prefix.family];
  if (isLesser && prefix.bits < least) {
    const message = `broader than /${least} on less than registry trust`;
    complain(reading, path, message, "Claim smaller prefixes, or prove it.");
    return;
  }
  const special = findSpecial(prefix);
  if (special !== null) {
    complain(reading, path, `${special}: belongs to nobody`, "Claim public address space.");
  }
}

/** Why the first or the last address of a prefix is out of scope. */
function findSpecial(prefix: Prefix): string | null {
  const { first, last } = prefixRange(prefix);
  return prefix.family === 4
    ? (specialReason4(first[0]) ?? specialReason4(last[0]))
    : (specialReason6(first, 0) ?? specialReason6(last, 0));
}

function checkSuffix(reading: Reading, path: Path, domain: DomainName): void {
  const { publicSuffix, isPrivate } = parse(domain, {
    allowPrivateDomains: true,
    validateHostname: false,
  });
  if (publicSuffix !== domain && countLabels(domain) > 1) return;
  const message = isPrivate ? "a public suffix of the private section" : "a public suffix";
  complain(reading, path, message, "Claim a name that is registered below it.");
}
