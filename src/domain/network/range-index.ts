import type { Words } from "./ip-address.ts";
import { makeOpenRanges } from "./open-ranges.ts";
import { compareAt, makeRangeCollector, type RangeRows, type Width } from "./range-rows.ts";

export type RangeIndex4 = RangeRows & { readonly family: 4 };
export type RangeIndex6 = RangeRows & { readonly family: 6 };

/**
 * Flattens IPv4 ranges that may nest or overlap: at each address the smallest range counts, of equally small ones
 * the lower value, so that the order of the input never matters. Values are 0 or more.
 */
export function compileRanges4(
  first: Uint32Array,
  last: Uint32Array,
  value: Int32Array,
): RangeIndex4 {
  return { family: 4, ...compileRanges(1, first, last, value) };
}

/** `compileRanges4` for IPv6, four words an address. */
export function compileRanges6(
  first: Uint32Array,
  last: Uint32Array,
  value: Int32Array,
): RangeIndex6 {
  return { family: 6, ...compileRanges(4, first, last, value) };
}

/** The value at an IPv4 address, -1 where there is none. */
export function findInRanges4(index: RangeIndex4, word: number): number {
  return index.values[rowAt4(index, word)] as number;
}

/** The value at the IPv6 address whose four words begin at `at`, -1 where there is none. */
export function findInRanges6(index: RangeIndex6, words: ArrayLike<number>, at: number): number {
  return index.values[rowAt6(index, words, at)] as number;
}

/** The row that an IPv4 address lies in. */
export function rowAt4(index: RangeIndex4, word: number): number {
  const { starts, top } = index;
  const block = word >>> 16;
  let low = top[block] as number;
  let high = top[block + 1] as number;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= word) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The row that an IPv6 address lies in. */
export function rowAt6(index: RangeIndex6, words: ArrayLike<number>, at: number): number {
  const { starts, top } = index;
  const a = words[at] as number;
  const b = words[at + 1] as number;
  const block = a >>> 16;
  let low = top[block] as number;
  let high = top[block + 1] as number;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    const start = middle * 4;
    const order =
      (starts[start] as number) - a ||
      (starts[start + 1] as number) - b ||
      (starts[start + 2] as number) - (words[at + 2] as number) ||
      (starts[start + 3] as number) - (words[at + 3] as number);
    if (order <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Calls with each range in order, both ends inclusive; -1 where nothing is known. Together they are the whole space. */
export function forEachRange4(
  index: RangeIndex4,
  visit: (first: number, last: number, value: number) => void,
): void {
  const { starts, values } = index;
  for (let row = 0; row < values.length; row += 1) {
    const next = starts[row + 1];
    visit(starts[row] as number, next === undefined ? 0xffffffff : next - 1, values[row] as number);
  }
}

/** `forEachRange4` for IPv6. */
export function forEachRange6(
  index: RangeIndex6,
  visit: (first: Words, last: Words, value: number) => void,
): void {
  const { starts, values } = index;
  for (let row = 0; row < values.length; row += 1) {
    const last: Words =
      row + 1 < values.length
        ? before(wordsAt(starts, row + 1))
        : [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff];
    visit(wordsAt(starts, row), last, values[row] as number);
  }
}

function compileRanges(
  width: Width,
  first: Uint32Array,
  last: Uint32Array,
  value: Int32Array,
): RangeRows {
  const order = orderByFirst(width, first);
  const collector = makeRangeCollector(width, value.length * 2 + 1);
  const open = makeOpenRanges(width, first, last, value);
  const at = new Uint32Array(width);
  let next = 0;
  for (;;) {
    while (next < order.length && compareAt(width, first, order[next] as number, at, 0) === 0) {
      open.push(order[next] as number);
      next += 1;
    }
    while (open.best() >= 0 && compareAt(width, last, open.best(), at, 0) < 0) open.drop();
    const best = open.best();
    collector.add(at, 0, best < 0 ? -1 : (value[best] as number));
    const following = next < order.length ? (order[next] as number) : -1;
    if (following >= 0 && (best < 0 || compareAt(width, first, following, last, best) <= 0)) {
      copyAddress(width, at, first, following);
    } else if (best < 0) {
      return collector.finish();
    } else {
      copyAddress(width, at, last, best);
      if (!increment(at)) return collector.finish();
    }
  }
}

/** Row numbers in order of first address; no sorting where the columns are sorted already. */
function orderByFirst(width: Width, first: Uint32Array): Uint32Array {
  const order = Uint32Array.from({ length: first.length / width }, (_, row) => row);
  for (let row = 1; row < order.length; row += 1) {
    if (compareAt(width, first, row - 1, first, row) > 0) {
      return order.sort((a, b) => compareAt(width, first, a, first, b));
    }
  }
  return order;
}

function copyAddress(width: Width, into: Uint32Array, from: Uint32Array, row: number): void {
  for (let word = 0; word < width; word += 1) into[word] = from[row * width + word] as number;
}

/** The next address; false behind the last. */
function increment(words: Uint32Array): boolean {
  for (let word = words.length - 1; word >= 0; word -= 1) {
    words[word] = (words[word] as number) + 1;
    if (words[word] !== 0) return true;
  }
  return false;
}

function wordsAt(starts: Uint32Array, row: number): Words {
  const at = row * 4;
  return [
    starts[at] as number,
    starts[at + 1] as number,
    starts[at + 2] as number,
    starts[at + 3] as number,
  ];
}

function before(words: Words): Words {
  const [a, b, c, d] = words;
  if (d > 0) return [a, b, c, d - 1];
  if (c > 0) return [a, b, c - 1, 0xffffffff];
  if (b > 0) return [a, b - 1, 0xffffffff, 0xffffffff];
  return [a - 1, 0xffffffff, 0xffffffff, 0xffffffff];
}
