import { expect, test } from "vitest";
import { allowAlso, publicAddressesOnly } from "./address-guard.ts";

test.each([
  ["0.0.0.0", /unspecified/],
  ["10.1.2.3", /private/],
  ["100.64.0.1", /shared address space/],
  ["127.0.0.1", /loopback/],
  ["127.9.9.9", /loopback/],
  ["169.254.169.254", /link-local/],
  ["172.31.255.255", /private/],
  ["192.0.0.192", /protocol assignment/],
  ["192.168.1.1", /private/],
  ["198.18.0.1", /benchmarking/],
  ["224.0.0.1", /multicast/],
  ["255.255.255.255", /broadcast/],
  ["168.63.129.16", /metadata/],
  ["192.0.2.1", /documentation/],
  ["198.51.100.1", /documentation/],
  ["203.0.113.1", /documentation/],
  ["::", /unspecified/],
  ["::1", /loopback/],
  ["::ffff:127.0.0.1", /loopback/],
  ["::ffff:7f00:1", /loopback/],
  ["::127.0.0.1", /reserved/],
  ["::ffff:0:127.0.0.1", /translated/],
  ["64:ff9b::169.254.169.254", /translated/],
  ["64:ff9b:1::10.0.0.1", /translated/],
  ["2002:7f00:1::1", /6to4/],
  ["2001:0:1::1", /Teredo/],
  ["2001:db8::1", /documentation/],
  ["3fff::1", /documentation/],
  ["fd00:ec2::254", /unique local/],
  ["fe80::1", /link-local/],
  ["fec0::1", /site-local/],
  ["ff02::1", /multicast/],
])("refuses %s", (address, why) => {
  expect(publicAddressesOnly(address)).toMatch(why);
});

test.each(["", "localhost", "127.1", "0x7f000001", "fe80::1%eth0", "1.2.3.4:53"])(
  "refuses what is no address: %s",
  (text) => expect(publicAddressesOnly(text)).toBe("not an address"),
);

test.each(["193.0.0.1", "9.9.9.9", "::ffff:9.9.9.9", "2001:67c::1", "2a00::1"])(
  "lets %s through",
  (address) => expect(publicAddressesOnly(address)).toBeNull(),
);

test("lets through what is allowed besides, and nothing more", () => {
  const guard = allowAlso(publicAddressesOnly, ["127.0.0.8/29"]);
  expect(guard("127.0.0.9")).toBeNull();
  expect(guard("::ffff:127.0.0.9")).toBeNull();
  expect(guard("127.0.0.1")).toMatch(/loopback/);
  expect(guard("9.9.9.9")).toBeNull();
});
