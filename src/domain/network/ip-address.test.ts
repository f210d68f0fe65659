import { isIP } from "node:net";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import {
  type Address,
  compareAddresses,
  findAddress,
  formatAddress,
  parseAddressBytes,
  toAddress,
} from "./ip-address.ts";

const word = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom(0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff),
);
const address: fc.Arbitrary<Address> = fc.oneof(
  word.map((first): Address => ({ family: 4, words: [first, 0, 0, 0] })),
  fc
    .tuple(word, word, word, word)
    .filter(([a, b, c]) => !(a === 0 && b === 0 && c === 0xffff))
    .map((words): Address => ({ family: 6, words })),
);

function bytesOf({ family, words }: Address): number[] {
  const bytes = words.flatMap((value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255));
  return family === 4 ? bytes.slice(0, 4) : bytes;
}

/** What Node.js and ipaddr.js together hold the text to be (ipaddr.js alone folds `::1.2.3.4` to IPv4). */
function oracle(text: string): string | null {
  if (isIP(text) === 0 || text.includes("%")) return null;
  return isIP(text) === 4
    ? text
    : ipaddr.process(new URL(`http://[${text}]`).hostname.slice(1, -1)).toString();
}

describe("addresses", () => {
  test("are written as ipaddr.js writes them and read back", () => {
    fc.assert(
      fc.property(address, (value) => {
        const text = formatAddress(value);
        expect(text).toBe(ipaddr.fromByteArray(bytesOf(value)).toString());
        expect(findAddress(text)).toEqual(value);
      }),
    );
  });

  test("are read in every spelling of ipaddr.js", () => {
    fc.assert(
      fc.property(address, (value) => {
        const parsed = ipaddr.fromByteArray(bytesOf(value));
        expect(findAddress(parsed.toNormalizedString().toUpperCase())).toEqual(value);
        if (parsed instanceof ipaddr.IPv6) {
          expect(
            findAddress(parsed.parts.map((part) => part.toString(16).padStart(4, "0")).join(":")),
          ).toEqual(value);
          const dotted = formatAddress({ family: 4, words: [value.words[3], 0, 0, 0] });
          const groups = parsed.toNormalizedString().split(":").slice(0, 6);
          expect(findAddress([...groups, dotted].join(":"))).toEqual(value);
        }
      }),
    );
  });

  test("are told from anything else as Node.js tells them", () => {
    const token = fc.constantFrom(
      "0",
      "1",
      "255",
      "256",
      "01",
      "ffff",
      "fffff",
      ":",
      "::",
      ".",
      "1.2.3.4",
      "%",
      "g",
      " ",
      "/",
    );
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 12 }).map((parts) => parts.join("")),
        (text) => {
          const found = findAddress(text);
          expect(found === null ? null : formatAddress(found)).toBe(oracle(text));
        },
      ),
      { numRuns: 5000 },
    );
  });

  test.each([
    "",
    "1",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.",
    ".1.2.3",
    "1..2.3",
    "01.2.3.4",
    "1.2.3.04",
    "0x1.2.3.4",
    "256.1.1.1",
    "1.2.3.4 ",
    " 1.2.3.4",
    "1.2.3.4/32",
    "1.2.3.4:80",
    "4294967295",
    "١.2.3.4",
    "1.2.3.4\n",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "::1:2:3:4:5:6:7:8",
    ":1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:",
    "12345::",
    "g::",
    "fe80::1%eth0",
    "[::1]",
    "::1/128",
    "::1.2.3",
    "::1.2.3.4:5",
    "1.2.3.4::",
    "::01.2.3.4",
    "1:2:3:4:5:6:7:1.2.3.4",
    "::ffff:1.2.3.256",
  ])("%j is none", (text) => {
    expect(findAddress(text)).toBeNull();
  });

  test.each([
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["::FFFF:c000:0207", "192.0.2.7"],
    ["0:0:0:0:0:ffff:192.0.2.7", "192.0.2.7"],
    ["::192.0.2.7", "::c000:207"],
    ["::ffff:0:192.0.2.7", "::ffff:0:c000:207"],
    ["2001:0DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["::", "::"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
  ])("%s is %s", (text, canonical) => {
    const found = findAddress(text);
    expect(found && formatAddress(found)).toBe(canonical);
  });

  test("are read in the middle of a line without touching what stands beside", () => {
    const line = new TextEncoder().encode("x,2001:db8::5,198.51.100.9,y");
    const out = new Uint32Array(12).fill(7);
    expect(parseAddressBytes(line, 2, 13, out, 4)).toBe(6);
    expect([...out]).toEqual([7, 7, 7, 7, 0x20010db8, 0, 0, 5, 7, 7, 7, 7]);
    expect(parseAddressBytes(line, 14, 26, out, 4)).toBe(4);
    expect(toAddress(4, out, 4)).toEqual({ family: 4, words: [0xc6336409, 0, 0, 0] });
    expect(parseAddressBytes(line, 14, 27, out, 4)).toBe(0);
  });

  test("are ordered by family, then by value", () => {
    const ordered = ["0.0.0.1", "127.0.0.1", "200.0.0.0", "::", "::1", "8000::", "ffff::"];
    const sorted = [...ordered]
      .reverse()
      .flatMap((text) => findAddress(text) ?? [])
      .sort(compareAddresses);
    expect(sorted.map(formatAddress)).toEqual(ordered);
  });
});
