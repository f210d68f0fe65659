import { type DomainName, findDomainName } from "../network/domain-name.ts";
import { type Prefix, toNumber } from "../network/prefix.ts";

/** A zone, or why there is none. */
export type ReverseZone =
  | { readonly kind: "zone"; readonly zone: DomainName }
  | { readonly kind: "none"; readonly reason: "no-reverse-zone" | "classless-reverse-zone" };

/**
 * The reverse zone that answers for exactly this prefix (RFC 1035 section 3.5, RFC 3596 section 2.5).
 *
 * Reverse zones begin at whole octets of IPv4 and at whole hexadecimal digits of IPv6; any other prefix shares its
 * zone with neighbours. Longer than /24, RFC 2317 leaves the name to the provider, so nothing tells which is right.
 */
export function findReverseZone(prefix: Prefix): ReverseZone {
  const { family, bits, words } = prefix;
  const step = family === 4 ? 8 : 4;
  if (family === 4 && bits > 24) return { kind: "none", reason: "classless-reverse-zone" };
  if (bits === 0 || bits % step !== 0) return { kind: "none", reason: "no-reverse-zone" };
  const radix = family === 4 ? 10 : 16;
  const value = toNumber(family, words);
  const width = family === 4 ? 32 : 128;
  const labels = Array.from({ length: bits / step }, (_, i) =>
    ((value >> BigInt(width - bits + i * step)) & ((1n << BigInt(step)) - 1n)).toString(radix),
  );
  const name = findDomainName([...labels, family === 4 ? "in-addr.arpa" : "ip6.arpa"].join("."));
  if (name === null) throw new Error("Bug: a reverse zone is a domain name");
  return { kind: "zone", zone: name };
}
