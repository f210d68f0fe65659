import { compareText } from "../compare-text.ts";
import type { AsNumber } from "../network/as-number.ts";
import type { DomainName } from "../network/domain-name.ts";
import type { EmailAddress } from "../network/email-address.ts";
import { type Address, compareWords } from "../network/ip-address.ts";
import { type AddressRange, prefixOf, prefixRange } from "../network/prefix.ts";
import type { RangeTable } from "../registry/registry.ts";
import type { World } from "../world/world.ts";

/** What a range, an AS or a name publishes, as we found it. */
export type FoundContact = {
  /** In order of preference, at least one. */
  readonly emails: readonly EmailAddress[];
  /** When a server last said so; for people to read, no decision asks for it. */
  readonly foundAt: number;
};

/** Contacts that we looked up ourselves: one state of the cache, as a snapshot names it. */
export type FoundContacts = {
  /** Abuse contacts by RDAP. Ranges may nest: the smallest counts. */
  readonly ranges: readonly (FoundContact & { readonly range: AddressRange })[];
  readonly systems: ReadonlyMap<AsNumber, FoundContact>;
  /** From security.txt, of exactly these names; `expiresAt` as the file says it. */
  readonly names: ReadonlyMap<DomainName, FoundContact & { readonly expiresAt: number }>;
};

export const noFoundContacts: FoundContacts = { ranges: [], systems: new Map(), names: new Map() };

/** The world with the security.txt contacts that were found, behind those that an operator wrote down. */
export function withFoundNames(world: World, { names }: FoundContacts): World {
  if (names.size === 0) return world;
  const found = [...names]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([domain, { emails, expiresAt }]) =>
      emails.map((contact) => ({ domain, contact, expiresAt })),
    );
  return { ...world, securityTxt: [...world.securityTxt, ...found] };
}

/** Found ranges in one order, and as a table whose values are their positions; the order of the cache never matters. */
export function toFoundTable({ ranges }: FoundContacts): {
  readonly table: RangeTable;
  readonly ranges: FoundContacts["ranges"];
} {
  const sorted = ranges.toSorted(
    (a, b) =>
      a.range.family - b.range.family ||
      compareWords(a.range.first, b.range.first) ||
      compareWords(b.range.last, a.range.last) ||
      compareText(a.emails.join(), b.emails.join()),
  );
  const columns = (family: 4 | 6) => {
    const words = family === 4 ? 1 : 4;
    const rows = sorted.flatMap(({ range }, value) =>
      range.family === family ? [{ range, value }] : [],
    );
    const column = (side: "first" | "last") =>
      Uint32Array.from(rows.flatMap(({ range }) => range[side].slice(0, words)));
    return {
      first: column("first"),
      last: column("last"),
      value: Int32Array.from(rows, ({ value }) => value),
    };
  };
  return { table: { v4: columns(4), v6: columns(6) }, ranges: sorted };
}

/** What was found for all of a prefix, by the smallest range around it; null when nothing was. `ranges` as in `toFoundTable`. */
export function findFoundAround(
  ranges: FoundContacts["ranges"],
  prefix: AddressRange,
): FoundContact | null {
  // An enclosing range comes before the enclosed, so of those around the prefix the last is the smallest.
  const smallest = ranges.findLast(
    ({ range }) =>
      range.family === prefix.family &&
      compareWords(range.first, prefix.first) <= 0 &&
      compareWords(prefix.last, range.last) <= 0,
  );
  return smallest ?? null;
}

/** How much of the network around it an answer about one address may speak for, in bits: /24 and /48. */
const widestBits = { 4: 24, 6: 48 } as const;

/**
 * What of a registered range an answer about one address is taken to speak for: the part within the /24 (IPv6: /48)
 * around the address, because a larger range may have smaller ones inside that have contacts of their own.
 */
export function narrowRange(range: AddressRange, address: Address): AddressRange {
  const block = prefixRange(prefixOf(address, widestBits[range.family]));
  const first = compareWords(block.first, range.first) < 0 ? range.first : block.first;
  const last = compareWords(range.last, block.last) < 0 ? range.last : block.last;
  return { family: range.family, first, last };
}
