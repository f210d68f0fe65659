import { expect, test } from "vitest";
import { formatAsset } from "../claim-id.ts";
import { readObjectText, splitObjects } from "./read-object-text.ts";

function read(text: string, kind: Parameters<typeof readObjectText>[1] = "any"): string {
  const answer = readObjectText(text, kind);
  if ("problem" in answer) return `! ${answer.problem}`;
  return answer.assets.map(formatAsset).join(" ");
}

test.each([
  ["192.0.2.0/24", "192.0.2.0/24"],
  ["192.0.2.7", "192.0.2.7/32"],
  ["2001:DB8::/32", "2001:db8::/32"],
  ["192.0.2.0-192.0.2.255", "192.0.2.0/24"],
  ["192.0.2.1-9", "192.0.2.1/32 192.0.2.2/31 192.0.2.4/30 192.0.2.8/31"],
  ["2001:db8::-2001:db8::1", "2001:db8::/127"],
  ["192.0.2.*", "192.0.2.0/24"],
  ["192.0.*", "192.0.0.0/16"],
  ["192.0.*.*", "192.0.0.0/16"],
  ["AS64500", "AS64500"],
  ["as64500", "AS64500"],
  ["Shop.Example.", "shop.example"],
  ["bücher.example", "xn--bcher-kva.example"],
  ["*.shop.example", "shop.example"],
  ["https://www.shop.example:8443/a?b", "www.shop.example"],
  ["www.shop.example/a", "www.shop.example"],
  ["my-shop.example", "my-shop.example"],
  ["192.0.2.7/24", "! host bits are set: a block or one address"],
  ["192.0.2.9-192.0.2.1", "! the range ends before it begins"],
  ["192.0.2.9-2001:db8::", "! not an address, prefix or range"],
  ["192.0.2.0/33", "! not an address, prefix or range"],
  ["300.0.2.*", "! not an address, prefix or range"],
  ["192.0.2", "! no network object"],
  ["none", "none"],
  ["a b", "! no network object"],
  ["info@shop.example", "! no network object"],
])("%s is read as %s", (text, expected) => {
  expect(read(text)).toBe(expected);
});

test("the column says what a text has to be", () => {
  expect(read("64500", "asn")).toBe("AS64500");
  expect(read("64500", "prefix")).toBe("! not an address, prefix or range");
  expect(read("192.0.2.1", "domain")).toBe("! no network object");
  expect(read("shop.example", "asn")).toBe("! not an AS number");
});

test.each([
  ["192.0.2.0/24;198.51.100.0/24", ["192.0.2.0/24", "198.51.100.0/24"]],
  ["192.0.2.1 - 192.0.2.9, a.example", ["192.0.2.1-192.0.2.9", "a.example"]],
  ["192.0.2.1 t/m 192.0.2.9", ["192.0.2.1-192.0.2.9"]],
  ["192.0.2.1 tot en met 9", ["192.0.2.1-9"]],
  ["192.0.2.0 / 24\n198.51.100.7", ["192.0.2.0/24", "198.51.100.7"]],
  ["AS 64500, ASN: 64501", ["AS64500", "AS64501"]],
  ["as-3.example as3.example", ["as-3.example", "as3.example"]],
  ["a.example - b.example", ["a.example", "-", "b.example"]],
  [" ;, ", []],
])("%s holds these", (cell, expected) => {
  expect(splitObjects(cell)).toEqual(expected);
});
