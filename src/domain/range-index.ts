import type { Words } from "./ip-address.ts";

/**
 * Disjoint ranges over the whole of a family, in order: row `i` goes from its start to the one before the next start.
 *
 * The first row starts at 0; -1 stands where nothing is known; neighbours differ in value. `top[b]` is the row that
 * holds the first address of the block whose upper 16 bits are `b`, and the last row behind the end.
 */
type RangeIndex = {
  /** One word a row for IPv4, four for IPv6. */
  readonly starts: Uint32Array;
  readonly values: Int32Array;
  readonly top: Uint32Array;
};

export type RangeIndex4 = RangeIndex & { readonly family: 4 };
export type RangeIndex6 = RangeIndex & { readonly family: 6 };

/** Words that an address has in the columns of its family. */
type Width = 1 | 4;

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
function rowAt4(index: RangeIndex4, word: number): number {
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
function rowAt6(index: RangeIndex6, words: ArrayLike<number>, at: number): number {
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

/** Gathers rows as they come, in order, and makes equal neighbours one. */
export function makeRangeCollector(
  width: Width,
  capacity: number,
): {
  add(starts: Uint32Array, at: number, value: number): void;
  finish(): RangeIndex;
} {
  let starts = new Uint32Array(Math.max(1, capacity) * width);
  let values = new Int32Array(Math.max(1, capacity));
  let count = 0;
  function reserve(): void {
    if (count < values.length) return;
    starts = widened(starts, Uint32Array);
    values = widened(values, Int32Array);
  }
  return {
    add(from, at, value) {
      // What starts where the row before it starts takes its place.
      if (count > 0 && compareAt(width, starts, count - 1, from, at) === 0) count -= 1;
      if (count > 0 && values[count - 1] === value) return;
      reserve();
      for (let i = 0; i < width; i += 1) starts[count * width + i] = from[at * width + i] as number;
      values[count] = value;
      count += 1;
    },
    finish() {
      const exact = starts.slice(0, count * width);
      return { starts: exact, values: values.slice(0, count), top: compileTop(width, exact) };
    },
  };
}

/** Order of the address in row `i` of one column and that in row `j` of another. */
export function compareAt(
  width: Width,
  a: Uint32Array,
  i: number,
  b: Uint32Array,
  j: number,
): number {
  if (width === 1) return (a[i] as number) - (b[j] as number);
  for (let word = 0; word < 4; word += 1) {
    const order = (a[i * 4 + word] as number) - (b[j * 4 + word] as number);
    if (order !== 0) return order;
  }
  return 0;
}

function compileRanges(
  width: Width,
  first: Uint32Array,
  last: Uint32Array,
  value: Int32Array,
): RangeIndex {
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

/**
 * The ranges that have begun, best on top (a binary heap). One that has ended stays until it comes to the top: in
 * registries ranges nest, so that the heap is as deep as they nest, a dozen at most.
 */
function makeOpenRanges(width: Width, first: Uint32Array, last: Uint32Array, value: Int32Array) {
  const heap: number[] = [];
  const isBetter = (a: number, b: number) =>
    (compareSizes(width, first, last, a, b) || (value[a] as number) - (value[b] as number)) < 0;
  function swapIfBetter(child: number, parent: number): boolean {
    const [c, p] = [heap[child] as number, heap[parent] as number];
    if (!isBetter(c, p)) return false;
    heap[child] = p;
    heap[parent] = c;
    return true;
  }
  return {
    best: (): number => heap[0] ?? -1,
    push(row: number): void {
      let child = heap.push(row) - 1;
      while (child > 0 && swapIfBetter(child, (child - 1) >> 1)) child = (child - 1) >> 1;
    },
    drop(): void {
      const moved = heap.pop();
      if (moved === undefined || heap.length === 0) return;
      heap[0] = moved;
      for (let parent = 0; ; ) {
        const left = 2 * parent + 1;
        if (left >= heap.length) return;
        const right = left + 1;
        const child =
          right < heap.length && isBetter(heap[right] as number, heap[left] as number)
            ? right
            : left;
        if (!swapIfBetter(child, parent)) return;
        parent = child;
      }
    },
  };
}

/** Order of two ranges by how many addresses they hold. */
function compareSizes(
  width: Width,
  first: Uint32Array,
  last: Uint32Array,
  a: number,
  b: number,
): number {
  if (width === 1) {
    return (
      (last[a] as number) - (first[a] as number) - ((last[b] as number) - (first[b] as number))
    );
  }
  // Subtracts word by word from the least significant; the sign of the most significant difference decides.
  let order = 0;
  let borrowA = 0;
  let borrowB = 0;
  for (let word = 3; word >= 0; word -= 1) {
    const sizeA = (last[a * 4 + word] as number) - (first[a * 4 + word] as number) - borrowA;
    const sizeB = (last[b * 4 + word] as number) - (first[b * 4 + word] as number) - borrowB;
    borrowA = sizeA < 0 ? 1 : 0;
    borrowB = sizeB < 0 ? 1 : 0;
    order = (sizeA >>> 0) - (sizeB >>> 0) || order;
  }
  return order;
}

function compileTop(width: Width, starts: Uint32Array): Uint32Array {
  const rows = starts.length / width;
  const top = new Uint32Array(65537).fill(rows - 1);
  let block = 0;
  for (let row = 1; row < rows; row += 1) {
    // The first address of a block lies in this row only when the row starts at it or before it.
    const start = starts[row * width] as number;
    const isAtBlock = (start & 0xffff) === 0 && isZeroBehindFirst(width, starts, row);
    const from = (start >>> 16) + (isAtBlock ? 0 : 1);
    while (block < from) {
      top[block] = row - 1;
      block += 1;
    }
  }
  return top;
}

function isZeroBehindFirst(width: Width, starts: Uint32Array, row: number): boolean {
  for (let word = 1; word < width; word += 1) if (starts[row * width + word] !== 0) return false;
  return true;
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

function widened<Column extends Uint32Array | Int32Array>(
  column: Column,
  make: new (length: number) => Column,
): Column {
  const wider = new make(column.length * 2);
  wider.set(column);
  return wider;
}
