import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { type Address, findAddress, formatAddress } from "./ip-address.ts";
import {
  enclosesPrefix,
  findPrefix,
  findPrefixFault,
  isInPrefix,
  largestPrefixWithin,
  prefixOf,
  prefixRange,
  rangeToPrefixes,
  toNumber,
  toWords,
} from "./prefix.ts";

const word = fc.integer({ min: 0, max: 0xffffffff });
const address: fc.Arbitrary<Address> = fc.oneof(
  word.map((first): Address => ({ family: 4, words: [first, 0, 0, 0] })),
  fc.tuple(word, word, word, word).map((words): Address => ({ family: 6, words })),
);
const prefix = fc
  .tuple(address, fc.nat(128))
  .map(([value, bits]) => prefixOf(value, value.family === 4 ? Math.min(32, bits) : bits));

describe("prefixes", () => {
  test("are cut as ipaddr.js cuts them", () => {
    fc.assert(
      fc.property(prefix, ({ family, text, words, bits }) => {
        const type = family === 4 ? ipaddr.IPv4 : ipaddr.IPv6;
        const range = prefixRange({ family, text, words, bits });
        expect(formatAddress({ family, words: range.first })).toBe(
          type.networkAddressFromCIDR(text).toString(),
        );
        expect(formatAddress({ family, words: range.last })).toBe(
          family === 4
            ? ipaddr.IPv4.broadcastAddressFromCIDR(text).toString()
            : formatAddress({
                family,
                words: toWords(6, toNumber(6, words) | ((1n << BigInt(128 - bits)) - 1n)),
              }),
        );
        expect(findPrefix(text)).toEqual({ family, text, words, bits });
      }),
    );
  });

  test("hold an address exactly when ipaddr.js says so", () => {
    const near = fc.tuple(prefix, address, fc.boolean()).map(([outer, other, inside]) => {
      const value =
        inside || outer.family !== other.family
          ? { family: outer.family, words: prefixRange(outer).last }
          : other;
      return [outer, value] as const;
    });
    fc.assert(
      fc.property(near, ([outer, value]) => {
        const oracle = ipaddr.parse(formatAddress(value)).match(ipaddr.parseCIDR(outer.text));
        expect(isInPrefix(outer, value)).toBe(oracle);
        expect(enclosesPrefix(outer, prefixOf(value, value.family === 4 ? 32 : 128))).toBe(oracle);
      }),
    );
    const [wide, narrow, other] = ["192.0.2.0/24", "192.0.2.128/25", "::/0"].flatMap(
      (text) => findPrefix(text) ?? [],
    );
    if (!wide || !narrow || !other) throw new Error("bad sample");
    expect([
      enclosesPrefix(wide, narrow),
      enclosesPrefix(narrow, wide),
      enclosesPrefix(wide, wide),
      enclosesPrefix(other, wide),
    ]).toEqual([true, false, true, false]);
  });

  test.each([
    ["192.0.2.0/24", "192.0.2.0/24"],
    ["192.0.2.7", "192.0.2.7/32"],
    ["2001:DB8::", "2001:db8::/128"],
    ["2001:db8:0::/48", "2001:db8::/48"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["::/0", "::/0"],
    ["::ffff:192.0.2.0/120", "192.0.2.0/24"],
  ])("%s is %s", (text, canonical) => {
    expect(findPrefix(text)?.text).toBe(canonical);
    expect(findPrefixFault(text)).toBeNull();
  });

  test.each([
    ["192.0.2.1/24", "host bits are set"],
    ["2001:db8::1/64", "host bits are set"],
    ["128.0.0.0/0", "host bits are set"],
    ["::ffff:0.0.0.0/95", "host bits are set"],
    ["192.0.2.0/33", "not a prefix"],
    ["2001:db8::/129", "not a prefix"],
    ["192.0.2.0/", "not a prefix"],
    ["192.0.2.0/024", "not a prefix"],
    ["192.0.2.0/+4", "not a prefix"],
    ["192.0.2.0/24/24", "not a prefix"],
    ["192.0.2/24", "not a prefix"],
    ["example.org", "not a prefix"],
  ])("%s: %s", (text, fault) => {
    expect(findPrefix(text)).toBeNull();
    expect(findPrefixFault(text)).toBe(fault);
  });

  test("make up a range without gap, overlap or a pair that could be one", () => {
    const range = fc
      .tuple(
        fc.constantFrom<4 | 6>(4, 6),
        fc.bigInt(0n, (1n << 128n) - 1n),
        fc.bigInt(0n, (1n << 128n) - 1n),
      )
      .map(([family, x, y]) => {
        const [a, b] = family === 4 ? [x >> 96n, y >> 96n] : [x, y];
        return { family, first: a < b ? a : b, last: a < b ? b : a };
      });
    fc.assert(
      fc.property(range, ({ family, first, last }) => {
        const prefixes = rangeToPrefixes({
          family,
          first: toWords(family, first),
          last: toWords(family, last),
        });
        let next = first;
        for (const piece of prefixes) {
          const covered = prefixRange(piece);
          expect(toNumber(family, covered.first)).toBe(next);
          next = toNumber(family, covered.last) + 1n;
        }
        expect(next).toBe(last + 1n);
        prefixes.slice(1).forEach((piece, i) => {
          const before = prefixes[i];
          const parent = prefixOf(piece, Math.max(0, piece.bits - 1));
          expect(before?.bits === piece.bits && enclosesPrefix(parent, before)).toBe(false);
        });
      }),
    );
  });

  test("the largest around an address is one of the range's own", () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffff), fc.nat(0xffff), (x, y, z) => {
        const [first = 0, at = 0, last = 0] = [x, y, z].sort((a, b) => a - b);
        const range = { family: 4, first: [first, 0, 0, 0], last: [last, 0, 0, 0] } as const;
        const value = { family: 4, words: [at, 0, 0, 0] } as const;
        const expected = rangeToPrefixes(range).find((piece) => isInPrefix(piece, value));
        expect(largestPrefixWithin(range, value)).toEqual(expected);
      }),
    );
    const all = { family: 4, first: [0, 0, 0, 0], last: [0xffffffff, 0, 0, 0] } as const;
    const found = findAddress("198.51.100.7");
    expect(found && largestPrefixWithin(all, found).text).toBe("0.0.0.0/0");
  });
});
