import { expect, test } from "vitest";
import { must } from "../../platform/errors.ts";
import { findPrefix } from "../network/prefix.ts";
import { findReverseZone } from "./reverse-zone.ts";

test.each([
  ["192.0.2.0/24", "2.0.192.in-addr.arpa"],
  ["198.51.0.0/16", "51.198.in-addr.arpa"],
  ["10.0.0.0/8", "10.in-addr.arpa"],
  ["2001:db8::/32", "8.b.d.0.1.0.0.2.ip6.arpa"],
  ["2001:db8:abc0::/44", "c.b.a.8.b.d.0.1.0.0.2.ip6.arpa"],
  ["192.0.2.0/23", "no-reverse-zone"],
  ["192.0.0.0/22", "no-reverse-zone"],
  ["0.0.0.0/0", "no-reverse-zone"],
  ["::/0", "no-reverse-zone"],
  ["2001:db8::/33", "no-reverse-zone"],
  ["192.0.2.0/25", "classless-reverse-zone"],
  ["192.0.2.7/32", "classless-reverse-zone"],
])("%s: %s", (text, zone) => {
  const found = findReverseZone(must(findPrefix(text), "a prefix"));
  expect(found.kind === "zone" ? found.zone : found.reason).toBe(zone);
});
