import { type Address, findAddress } from "../../domain/network/ip-address.ts";
import { findPrefix, isInPrefix, type Prefix } from "../../domain/network/prefix.ts";
import { specialReason4, specialReason6 } from "../../domain/network/special-ranges.ts";

/** Why an address may not be asked anything; null when it may. Takes any text: what is no address is refused. */
export type AddressGuard = (address: string) => string | null;

/** Ordinary addresses for examples and reports; for us nobody real is there to be asked. */
const documentation = toPrefixes([
  "192.0.2.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "2001:db8::/32",
  "3fff::/20",
]);

/** Public by registration, and yet answered by the host that a virtual machine runs on. */
const metadata = toPrefixes(["168.63.129.16/32"]);

/**
 * Lets public addresses through and nothing else: what a stranger's name or redirect leads to is asked from inside
 * our network.
 *
 * Refused are private, loopback, link-local (the metadata services of clouds among them), multicast, reserved and
 * documentation addresses, and IPv6 ranges that carry an IPv4 address (mapped, NAT64, 6to4, Teredo), whatever it is.
 */
export const publicAddressesOnly: AddressGuard = (text) => {
  const address = findAddress(text);
  if (address === null) return "not an address";
  const { family, words } = address;
  const special = family === 4 ? specialReason4(words[0]) : specialReason6(words, 0);
  if (special !== null) return special;
  if (isInAny(documentation, address))
    return "documentation address (RFC 5737, RFC 3849, RFC 9637)";
  if (isInAny(metadata, address)) return "metadata service of a cloud";
  return null;
};

/** The same guard with these prefixes let through: servers of one's own, and of tests. */
export function allowAlso(guard: AddressGuard, prefixes: readonly string[]): AddressGuard {
  const allowed = toPrefixes(prefixes);
  return (text) => {
    const address = findAddress(text);
    return address !== null && isInAny(allowed, address) ? null : guard(text);
  };
}

function isInAny(prefixes: readonly Prefix[], address: Address): boolean {
  return prefixes.some((prefix) => isInPrefix(prefix, address));
}

function toPrefixes(texts: readonly string[]): Prefix[] {
  return texts.map((text) => {
    const prefix = findPrefix(text);
    if (prefix === null) throw new RangeError(`not a prefix: ${text}`);
    return prefix;
  });
}
