import { findPrefix, type Prefix, prefixRange } from "./prefix.ts";
import {
  compileRanges4,
  compileRanges6,
  findInRanges4,
  findInRanges6,
  type RangeIndex4,
  type RangeIndex6,
} from "./range-index.ts";

/**
 * Prefixes whose addresses nobody on the public Internet answers for, with the reason that a report is told.
 *
 * Source: IANA registries of special-purpose addresses (RFC 6890), RFC 4291, RFC 1112. Documentation ranges (RFC 5737,
 * RFC 3849, RFC 9637) are left out on purpose: examples and tests need ordinary addresses. Of nested ones the
 * smaller counts; null takes a part out.
 */
const specialPrefixes: readonly (readonly [prefix: string, reason: string | null])[] = [
  ["0.0.0.0/8", "this network (RFC 791)"],
  ["0.0.0.0/32", "unspecified address (RFC 1122)"],
  ["10.0.0.0/8", "private address (RFC 1918)"],
  ["100.64.0.0/10", "shared address space of providers (RFC 6598)"],
  ["127.0.0.0/8", "loopback address (RFC 1122)"],
  ["169.254.0.0/16", "link-local address (RFC 3927)"],
  ["172.16.0.0/12", "private address (RFC 1918)"],
  ["192.0.0.0/24", "protocol assignment (RFC 6890)"],
  ["192.88.99.0/24", "6to4 relay anycast (RFC 7526)"],
  ["192.168.0.0/16", "private address (RFC 1918)"],
  ["198.18.0.0/15", "benchmarking address (RFC 2544)"],
  ["224.0.0.0/4", "multicast address (RFC 5771)"],
  ["240.0.0.0/4", "reserved address (RFC 1112)"],
  ["255.255.255.255/32", "broadcast address (RFC 919)"],
  // Global unicast is what IANA has handed out so far; everything else under ::/0 is reserved.
  ["::/0", "reserved address (RFC 4291)"],
  ["2000::/3", null],
  ["::/128", "unspecified address (RFC 4291)"],
  ["::1/128", "loopback address (RFC 4291)"],
  ["::ffff:0:0:0/96", "translated address (RFC 2765)"],
  ["64:ff9b::/96", "translated address (RFC 6052)"],
  ["64:ff9b:1::/48", "translated address (RFC 8215)"],
  ["100::/64", "discard-only address (RFC 6666)"],
  ["2001::/23", "protocol assignment (RFC 2928)"],
  ["2001::/32", "Teredo address (RFC 4380)"],
  ["2001:2::/48", "benchmarking address (RFC 5180)"],
  ["2001:10::/28", "ORCHID (RFC 4843)"],
  ["2001:20::/28", "ORCHIDv2 (RFC 7343)"],
  ["2002::/16", "6to4 address (RFC 3056)"],
  ["3fff::/20", null],
  ["3ffe::/16", "6bone address (RFC 3701)"],
  ["5f00::/16", "segment routing identifier (RFC 9602)"],
  ["fc00::/7", "unique local address (RFC 4193)"],
  ["fe80::/10", "link-local address (RFC 4291)"],
  ["fec0::/10", "site-local address (RFC 3879)"],
  ["ff00::/8", "multicast address (RFC 4291)"],
];

const compiled = compileSpecial();

/** Why an IPv4 address is out of scope; null when it is an ordinary one. */
export function specialReason4(word: number): string | null {
  return compiled.reasons[findInRanges4(compiled.v4, word)] ?? null;
}

/** Why the IPv6 address whose four words begin at `at` is out of scope; null when it is an ordinary one. */
export function specialReason6(words: ArrayLike<number>, at: number): string | null {
  return compiled.reasons[findInRanges6(compiled.v6, words, at)] ?? null;
}

function compileSpecial(): {
  v4: RangeIndex4;
  v6: RangeIndex6;
  reasons: readonly (string | null)[];
} {
  const rows = specialPrefixes.map(([text], value) => ({ prefix: getPrefix(text), value }));
  const ofFamily = (family: 4 | 6) => rows.filter(({ prefix }) => prefix.family === family);
  const columns = (family: 4 | 6) => {
    const width = family === 4 ? 1 : 4;
    const ranges = ofFamily(family).map(({ prefix }) => prefixRange(prefix));
    return [
      Uint32Array.from(ranges.flatMap(({ first }) => first.slice(0, width))),
      Uint32Array.from(ranges.flatMap(({ last }) => last.slice(0, width))),
      Int32Array.from(ofFamily(family), ({ value }) => value),
    ] as const;
  };
  return {
    v4: compileRanges4(...columns(4)),
    v6: compileRanges6(...columns(6)),
    reasons: specialPrefixes.map(([, reason]) => reason),
  };
}

function getPrefix(text: string): Prefix {
  const prefix = findPrefix(text);
  if (prefix === null) throw new RangeError(`not a prefix: ${text}`);
  return prefix;
}
