import { describe, expect, test } from "vitest";
import { findPrefix } from "../domain/network/prefix.ts";
import { must } from "../platform/errors.ts";
import { findClient } from "./client-address.ts";

const proxies = ["192.0.2.10", "198.51.100.0/24", "2001:db8:ff::/48"].map((text) =>
  must(findPrefix(text), `${text} is a prefix`),
);
const behind = (peer: string | undefined, forwardedFor?: string) =>
  findClient({ peer, forwardedFor }, proxies);

describe("the client of a request", () => {
  test.each([
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true],
    ["2001:db8:1:2::1", "2001:db8:1:3::1", false],
    ["2001:db8::1", "2001:db8:0:0:5::", true],
    ["::1", "0:0:0:0:7::", true],
    ["::ffff:192.0.2.1", "192.0.2.1", true],
    ["192.0.2.1", "192.0.2.2", false],
    ["fe80::1%eth0", "fe80::2%eth1", true],
  ])("%s and %s are one: %s", (one, other, same) => {
    expect(behind(one) === behind(other)).toBe(same);
  });

  test("is who is at the other end, whatever it says of others", () => {
    expect(behind("203.0.113.7", "192.0.2.99")).toBe("203.0.113.7");
    expect(findClient({ peer: "192.0.2.10", forwardedFor: "203.0.113.7" }, [])).toBe("192.0.2.10");
    expect(behind(undefined, "203.0.113.7")).toBe("unknown");
  });

  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["192.0.2.99, 203.0.113.7", "203.0.113.7"],
    ["192.0.2.10, 203.0.113.7", "203.0.113.7"],
    ["192.0.2.99,203.0.113.7 , 198.51.100.3", "203.0.113.7"],
    ["203.0.113.7, 198.51.100.3, 2001:db8:ff::9", "203.0.113.7"],
    ["2001:db8:1:2::1", "2001:db8:1:2::/64"],
    ["203.0.113.7:51000", "203.0.113.7"],
    ["[2001:db8:1:2::1]:51000", "2001:db8:1:2::/64"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
  ])("behind a trusted proxy is whom the proxies heard it from: %s", (said, client) => {
    expect(behind("192.0.2.10", said)).toBe(client);
    expect(behind("::ffff:192.0.2.10", said)).toBe(client);
  });

  test.each([
    "",
    "unknown",
    "_hidden",
    "203.0.113.7, ",
    "203.0.113.7, 010.0.0.1",
    "x".repeat(9000),
  ])("behind a trusted proxy that names none is the proxy: %s", (said) => {
    expect(behind("192.0.2.10", said)).toBe("192.0.2.10");
  });

  test("is the first proxy where all are trusted", () => {
    expect(behind("192.0.2.10", "198.51.100.3, 198.51.100.4")).toBe("198.51.100.3");
  });
});
