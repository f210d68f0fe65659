import fc from "fast-check";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import {
  type AddressRange,
  type Prefix,
  prefixRange,
  toNumber,
} from "../../src/domain/network/prefix.ts";
import type { RangeTable, Registry } from "../../src/domain/registry/registry.ts";
import {
  anyAddress,
  anyPrefix,
  asNumbers,
  countries,
  sharedMailboxes,
  toEmail,
} from "./arbitrary-objects.ts";

type Row = { readonly range: AddressRange; readonly value: number };

/** Abuse contacts, alphabetical. */
const abuseContacts: readonly EmailAddress[] = [
  ...sharedMailboxes,
  toEmail("abuse@net-a.example"),
  toEmail("abuse@net-b.example"),
].toSorted();

/** Every address that a registry of these may name. */
export const registryMailboxes: readonly EmailAddress[] = abuseContacts;

/** Ranges between two of the addresses, which no prefix need fit. */
const anyOddRange: fc.Arbitrary<AddressRange> = fc
  .tuple(anyAddress, anyAddress)
  .filter(([a, b]) => a.family === b.family)
  .map(([a, b]) => {
    const isInOrder = toNumber(a.family, a.words) <= toNumber(b.family, b.words);
    const [first, last] = isInOrder ? [a, b] : [b, a];
    return { family: a.family, first: first.words, last: last.words };
  });

const anyRange: fc.Arbitrary<AddressRange> = fc.oneof(
  { weight: 4, arbitrary: anyPrefix.map((prefix: Prefix) => prefixRange(prefix)) },
  { weight: 1, arbitrary: anyOddRange },
);

/** Registries with ranges inside ranges in each layer, and space that a layer does not know. */
export const anyRegistry: fc.Arbitrary<Registry> = fc.record({
  announced: anyTable(asNumbers.length, false),
  systems: fc
    .tuple(...asNumbers.map(() => fc.option(fc.constantFrom(...abuseContacts), { freq: 2 })))
    .map((contacts) =>
      asNumbers.map((asn, i) => ({ asn, name: null, contact: contacts[i] ?? null })),
    ),
  delegated: anyTable(countries.length, false),
  countries: fc.constant(countries),
  contactRanges: anyTable(abuseContacts.length, true),
  contacts: fc.constant(abuseContacts),
});

/** Ranges that lie inside one another or apart; equal ones only where the layer can have them. */
function anyTable(values: number, mayRepeat: boolean): fc.Arbitrary<RangeTable> {
  const row = fc.record({ range: anyRange, value: fc.nat({ max: values - 1 }) });
  return fc.array(row, { maxLength: 8, size: "max" }).map((rows) => {
    const kept: Row[] = [];
    for (const next of rows) {
      if (kept.every((other) => canStandTogether(other.range, next.range, mayRepeat))) {
        kept.push(next);
      }
    }
    return toRangeTable(kept);
  });
}

function canStandTogether(a: AddressRange, b: AddressRange, mayRepeat: boolean): boolean {
  if (a.family !== b.family) return true;
  const [aFirst, aLast, bFirst, bLast] = [a.first, a.last, b.first, b.last].map((words) =>
    toNumber(a.family, words),
  ) as [bigint, bigint, bigint, bigint];
  if (aFirst === bFirst && aLast === bLast) return mayRepeat;
  if (aLast < bFirst || bLast < aFirst) return true;
  return (aFirst <= bFirst && bLast <= aLast) || (bFirst <= aFirst && aLast <= bLast);
}

/** Columns as `RangeTable` wants them. */
export function toRangeTable(rows: readonly Row[]): RangeTable {
  const family = (wanted: 4 | 6) => {
    const words = wanted === 4 ? 1 : 4;
    const sorted = rows.filter(({ range }) => range.family === wanted).sort(compareRows);
    const column = (side: "first" | "last") =>
      Uint32Array.from(sorted.flatMap(({ range }) => range[side].slice(0, words)));
    const value = Int32Array.from(sorted, (row) => row.value);
    return { first: column("first"), last: column("last"), value };
  };
  return { v4: family(4), v6: family(6) };
}

function compareRows(a: Row, b: Row): number {
  const number = ({ range }: Row, side: "first" | "last") => toNumber(range.family, range[side]);
  if (number(a, "first") !== number(b, "first"))
    return number(a, "first") < number(b, "first") ? -1 : 1;
  if (number(a, "last") !== number(b, "last"))
    return number(a, "last") > number(b, "last") ? -1 : 1;
  return a.value - b.value;
}
