import fc from "fast-check";
import { type AsNumber, findAsNumber } from "../../src/domain/network/as-number.ts";
import { type DomainName, findDomainName } from "../../src/domain/network/domain-name.ts";
import { type EmailAddress, findEmailAddress } from "../../src/domain/network/email-address.ts";
import { type Address, findAddress } from "../../src/domain/network/ip-address.ts";
import { prefixOf } from "../../src/domain/network/prefix.ts";
import type { Asset, Validity } from "../../src/domain/world/world.ts";

/** Few instants, so that spans often meet at their very ends; the first and third lie more than 180 days apart. */
export const instants: readonly number[] = [
  "2026-01-01",
  "2026-03-01",
  "2026-07-15",
  "2026-09-01",
  "2026-12-01",
].map((day) => Date.parse(`${day}T00:00:00Z`));

/** Addresses at the edges of the prefixes that are drawn around them. */
export const addresses: readonly Address[] = [
  "0.0.0.0",
  "192.0.2.0",
  "192.0.2.7",
  "192.0.2.8",
  "192.0.2.127",
  "192.0.2.128",
  "192.0.2.255",
  "192.0.3.1",
  "198.51.100.5",
  "255.255.255.255",
  "2001:db8::",
  "2001:db8::7",
  "2001:db8:0:0:8000::1",
  "2001:db8:0:1::1",
  "2001:db8:1::1",
  "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
].map((text) => must(findAddress(text)));

/** Names below one another, and names that only look as if they were. */
export const domains: readonly DomainName[] = [
  "a.example",
  "www.a.example",
  "x.www.a.example",
  "y.www.a.example",
  "a.a.example",
  "a.a.a.example",
  "ba.example",
  "www.ba.example",
  "b.example",
  "a.b.example",
  "example.example",
].map((text) => must(findDomainName(text)));

/** One of them does not fit into 31 bits. */
export const asNumbers: readonly AsNumber[] = ["64500", "64501", "64502", "4200000001"].map(
  (text) => must(findAsNumber(text)),
);

export const countries = ["BE", "DE", "NL"] as const;

export const sectors = ["education", "harbour"] as const;

/** Two mailboxes that several parties may share. */
export const sharedMailboxes: readonly EmailAddress[] = [
  "desk@one.example",
  "desk@two.example",
].map(toEmail);

/** A mail address of the tests. */
export function toEmail(text: string): EmailAddress {
  return must(findEmailAddress(text));
}

/** Half of all are of the first family's and the second family's favourite, so that worlds and questions meet. */
export const anyAddress = fc.oneof(
  fc.constantFrom(...addresses),
  fc.constantFrom(...["192.0.2.7", "2001:db8::7"].map((text) => must(findAddress(text)))),
);

export const anyDomain = fc.oneof(
  fc.constantFrom(...domains),
  fc.constantFrom(...domains.slice(0, 2)),
);

/** Prefixes around the addresses, so nested in one another more often than not. */
export const anyPrefix = anyAddress.chain((address) =>
  fc
    .constantFrom(
      ...(address.family === 4 ? [24, 25, 28, 31, 32, 22, 16] : [32, 48, 64, 65, 128, 29]),
    )
    .map((bits) => prefixOf(address, bits)),
);

/** Something that can be claimed or served. */
export const anyAsset: fc.Arbitrary<Asset> = fc.oneof(
  { weight: 5, arbitrary: anyPrefix.map((prefix) => ({ kind: "prefix" as const, prefix })) },
  { weight: 4, arbitrary: anyDomain.map((domain) => ({ kind: "domain" as const, domain })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...asNumbers).map((asn) => ({ kind: "asn" as const, asn })),
  },
);

/** Mostly open on both sides; never empty. */
export const anyValidity: fc.Arbitrary<Validity> = fc
  .record({
    since: fc.oneof(
      { weight: 3, arbitrary: fc.constant(Number.NEGATIVE_INFINITY) },
      { weight: 2, arbitrary: fc.constantFrom(...instants.slice(0, 3)) },
    ),
    until: fc.oneof(
      { weight: 4, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
      { weight: 1, arbitrary: fc.constantFrom(...instants.slice(1)) },
    ),
  })
  .filter(({ since, until }) => since < until);

/** The asset as text, for the ids of claims. */
export function formatAsset(asset: Asset): string {
  switch (asset.kind) {
    case "prefix":
      return asset.prefix.text;
    case "domain":
      return asset.domain;
    case "asn":
      return `AS${asset.asn}`;
  }
}

/** The value of a text that the tests know to be right. */
export function must<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error("a constant of the tests is wrong");
  return value;
}
