import type { Address, Words } from "./ip-address.ts";
import { type AddressRange, type Prefix, prefixRange, toNumber, toWords } from "./prefix.ts";
import { type RangeIndex4, type RangeIndex6, rowAt4, rowAt6 } from "./range-index.ts";

/** An index for each family. */
export type RangeIndexes = { readonly v4: RangeIndex4; readonly v6: RangeIndex6 };

/** A row of an index, cut to what was asked for. */
export type ValuedRange = { readonly range: AddressRange; readonly value: number };

/** The row that the address lies in: the whole stretch, and what is said of it. */
export function rangeAround(indexes: RangeIndexes, address: Address): ValuedRange {
  return rowOf(indexes, address.family, findRow(indexes, address));
}

/** What the index says of each stretch inside the prefix, in order; together they are the whole prefix. */
export function* rangesWithin(indexes: RangeIndexes, prefix: Prefix): Generator<ValuedRange> {
  const { family, first, last } = prefixRange(prefix);
  const end = findRow(indexes, { family, words: last });
  for (let row = findRow(indexes, { family, words: first }); row <= end; row += 1) {
    const { range, value } = rowOf(indexes, family, row);
    const from = isBefore(range.first, first) ? first : range.first;
    const until = isBefore(last, range.last) ? last : range.last;
    yield { range: { family, first: from, last: until }, value };
  }
}

function findRow(indexes: RangeIndexes, { family, words }: Address): number {
  return family === 4 ? rowAt4(indexes.v4, words[0]) : rowAt6(indexes.v6, words, 0);
}

function rowOf({ v4, v6 }: RangeIndexes, family: 4 | 6, row: number): ValuedRange {
  const { starts, values } = family === 4 ? v4 : v6;
  const width = family === 4 ? 1 : 4;
  const startOf = (at: number): Words =>
    toWordsOf(family, starts.subarray(at * width, (at + 1) * width));
  const next = row + 1 < values.length ? toNumber(family, startOf(row + 1)) : spaceOf(family);
  return {
    range: { family, first: startOf(row), last: toWords(family, next - 1n) },
    value: values[row] ?? -1,
  };
}

function toWordsOf(family: 4 | 6, words: Uint32Array): Words {
  const at = (i: number) => words[i] ?? 0;
  return family === 4 ? [at(0), 0, 0, 0] : [at(0), at(1), at(2), at(3)];
}

function spaceOf(family: 4 | 6): bigint {
  return 1n << (family === 4 ? 32n : 128n);
}

function isBefore(a: Words, b: Words): boolean {
  for (let i = 0; i < 4; i += 1) {
    const order = (a[i] as number) - (b[i] as number);
    if (order !== 0) return order < 0;
  }
  return false;
}
