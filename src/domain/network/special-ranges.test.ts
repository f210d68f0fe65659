import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { type Address, findAddress, formatAddress } from "./ip-address.ts";
import { specialReason4, specialReason6 } from "./special-ranges.ts";

function reasonOf(address: Address): string | null {
  return address.family === 4 ? specialReason4(address.words[0]) : specialReason6(address.words, 0);
}

function reasonOfText(text: string): string | null {
  const address = findAddress(text);
  if (address === null) throw new RangeError(`not an address: ${text}`);
  return reasonOf(address);
}

describe("special addresses", () => {
  test.each([
    ["0.0.0.0", "unspecified"],
    ["0.1.2.3", "this network"],
    ["10.255.255.255", "private"],
    ["100.64.0.1", "shared"],
    ["127.0.0.1", "loopback"],
    ["169.254.169.254", "link-local"],
    ["172.16.0.0", "private"],
    ["172.31.255.255", "private"],
    ["192.168.1.1", "private"],
    ["198.19.255.255", "benchmarking"],
    ["224.0.0.1", "multicast"],
    ["239.255.255.255", "multicast"],
    ["240.0.0.0", "reserved"],
    ["255.255.255.254", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["192.88.99.1", "6to4"],
    ["::", "unspecified"],
    ["::1", "loopback"],
    ["::2", "reserved"],
    ["fe80::1", "link-local"],
    ["fd00::1", "unique local"],
    ["ff02::1", "multicast"],
    ["2001:0:1::1", "Teredo"],
    ["2002:c000:207::1", "6to4"],
    ["2001:2:0:1::", "benchmarking"],
    ["64:ff9b::c000:207", "translated"],
    ["100::1", "discard"],
    ["4000::", "reserved"],
    ["fec0::1", "site-local"],
  ])("%s: %s", (text, reason) => {
    expect(reasonOfText(text)).toContain(reason);
  });

  test.each([
    "192.0.2.7",
    "198.51.100.0",
    "203.0.113.255",
    "2001:db8::1",
    "3fff::1",
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "192.0.1.0",
    "2a02::1",
    "2001:200::",
    "2003::",
    "3ffd::",
    "::ffff:192.0.2.7",
  ])("%s is ordinary", (text) => {
    expect(reasonOfText(text)).toBeNull();
  });

  test("are none that ipaddr.js calls unicast, in IPv4", () => {
    const documentation = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"].map((text) =>
      ipaddr.IPv4.parseCIDR(text),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (word) => {
        const parsed = ipaddr.IPv4.parse(formatAddress({ family: 4, words: [word, 0, 0, 0] }));
        // AS112 (RFC 7534, RFC 7535) and AMT (RFC 7450) are services on the public Internet, 0/8 has its own name here.
        fc.pre(!["as112", "amt"].includes(parsed.range()));
        const isOrdinary =
          parsed.range() === "unicast" || documentation.some((prefix) => parsed.match(prefix));
        expect(specialReason4(word) === null).toBe(isOrdinary);
      }),
      { numRuns: 3000 },
    );
  });
});
