import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findAskedName, findUrlParts } from "./url-parts.ts";

describe("findUrlParts", () => {
  test.each([
    ["http://shop.example", { scheme: "http", host: "shop.example", port: 80 }],
    ["HTTPS://Shop.Example/a?b#c", { scheme: "https", host: "Shop.Example", port: 443 }],
    ["https://u:p@shop.example:8443/", { scheme: "https", host: "shop.example", port: 8443 }],
    ["http://[2001:db8::1]:8080/", { scheme: "http", host: "2001:db8::1", port: 8080 }],
    ["ftp://192.0.2.1/x", { scheme: "ftp", host: "192.0.2.1", port: 0 }],
    ["http://shop.example:/", { scheme: "http", host: "shop.example", port: 80 }],
  ])("%s", (url, parts) => {
    expect(findUrlParts(url)).toEqual(parts);
  });

  test.each([
    "shop.example",
    "http://",
    "http:///x",
    "http://a b/",
    "http://shop.example:99999/",
    "http://shop.example\\@evil.example/",
    "http://a@b@c.example/",
    "javascript:alert(1)",
    "//shop.example",
  ])("refuses %s", (url) => {
    expect(findUrlParts(url)).toBeNull();
  });

  test("says of the host what browsers say, wherever both read one", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        expect(findUrlParts(url)?.host.toLowerCase()).toBe(new URL(url).hostname);
      }),
    );
  });

  test("takes no long time over anything", () => {
    expect(findUrlParts(`http://${"@".repeat(8000)}`)).toBeNull();
    expect(findUrlParts(`http://${"a".repeat(1 << 20)}`)).toBeNull();
  });
});

test.each([
  ["https://Shop.Example:8443/x", "shop.example"],
  ["shop.example:80", "shop.example"],
  ["shop.example/path", "shop.example"],
  ["shop.example", "shop.example"],
  ["192.0.2.1", null],
  ["192.0.2.1:80", null],
  ["http://192.0.2.1/", null],
  ["/header.php", null],
  ["localhost", null],
  ["shop.example:http", null],
  ["a b.example", null],
])("findAskedName(%j) is %j", (text, name) => {
  expect(findAskedName(text)).toBe(name);
});
