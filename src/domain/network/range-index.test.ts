import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Words } from "./ip-address.ts";
import { mergeIndexes4, mergeIndexes6 } from "./merged-index.ts";
import { toNumber, toWords } from "./prefix.ts";
import {
  compileRanges4,
  compileRanges6,
  findInRanges4,
  findInRanges6,
  forEachRange4,
  forEachRange6,
} from "./range-index.ts";
import { makeTupleSet } from "./tuple-set.ts";

type Range = { readonly first: bigint; readonly last: bigint; readonly value: number };
type Family = 4 | 6;

const lastAddress = { 4: (1n << 32n) - 1n, 6: (1n << 128n) - 1n };

/** Addresses that often meet: few of them, at block and word boundaries, at the ends of the space. */
function point(family: Family): fc.Arbitrary<bigint> {
  const bits = family === 4 ? 32 : 128;
  const step = fc.integer({ min: 0, max: bits - 1 }).map((bit) => 1n << BigInt(bit));
  return fc.oneof(
    fc.constantFrom(0n, 1n, lastAddress[family] - 1n, lastAddress[family]),
    fc.tuple(step, fc.constantFrom(-1n, 0n, 1n)).map(([at, delta]) => at + delta),
    fc.bigInt(0n, 40n),
    fc.bigInt(0n, lastAddress[family]),
  );
}

function range(family: Family): fc.Arbitrary<Range> {
  const free = fc
    .tuple(point(family), point(family))
    .map(([a, b]) => (a < b ? { first: a, last: b } : { first: b, last: a }));
  const bits = BigInt(family === 4 ? 32 : 128);
  const block = fc.tuple(point(family), fc.bigInt(0n, bits)).map(([at, hostBits]) => {
    const first = (at >> hostBits) << hostBits;
    return { first, last: first + (1n << hostBits) - 1n };
  });
  return fc.tuple(fc.oneof(free, block), fc.nat(6)).map(([ends, value]) => ({ ...ends, value }));
}

/** Looks at every range, one by one: the smallest that holds the address, then the lowest value. */
function naive(ranges: readonly Range[], at: bigint): number {
  let best: Range | undefined;
  for (const candidate of ranges) {
    if (at < candidate.first || at > candidate.last) continue;
    const size = candidate.last - candidate.first;
    const bestSize = best === undefined ? size + 1n : best.last - best.first;
    if (size < bestSize || (size === bestSize && candidate.value < (best?.value ?? 0)))
      best = candidate;
  }
  return best?.value ?? -1;
}

function columns(family: Family, ranges: readonly Range[]) {
  const write = (values: readonly bigint[]) =>
    Uint32Array.from(
      values.flatMap((value) => (family === 4 ? [Number(value)] : toWords(6, value))),
    );
  return [
    write(ranges.map((r) => r.first)),
    write(ranges.map((r) => r.last)),
    Int32Array.from(ranges, (r) => r.value),
  ] as const;
}

function compile(
  family: Family,
  ranges: readonly Range[],
): { find: (at: bigint) => number; rows: Range[] } {
  const rows: Range[] = [];
  if (family === 4) {
    const index = compileRanges4(...columns(4, ranges));
    forEachRange4(index, (first, last, value) =>
      rows.push({ first: BigInt(first), last: BigInt(last), value }),
    );
    return { rows, find: (at) => findInRanges4(index, Number(at)) };
  }
  const index = compileRanges6(...columns(6, ranges));
  const number = (words: Words) => toNumber(6, words);
  forEachRange6(index, (first, last, value) =>
    rows.push({ first: number(first), last: number(last), value }),
  );
  return { rows, find: (at) => findInRanges6(index, toWords(6, at), 0) };
}

/** All addresses at which anything can change, and some more. */
function probes(family: Family, ranges: readonly Range[]): bigint[] {
  const near = ranges.flatMap(({ first, last }) => [
    first - 1n,
    first,
    first + 1n,
    last - 1n,
    last,
    last + 1n,
    (first + last) / 2n,
  ]);
  return [0n, lastAddress[family], ...near].filter((at) => at >= 0n && at <= lastAddress[family]);
}

describe.each([4, 6] as const)("ranges of IPv%i", (family) => {
  const ranges = fc.array(range(family), { maxLength: 24 });

  test("answer as a look at every range does, in any order of input", () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const sorted = [...list].sort(
          (a, b) =>
            Number(a.first > b.first) - Number(a.first < b.first) ||
            Number(a.last < b.last) - Number(a.last > b.last),
        );
        const index = compile(family, sorted);
        const shuffled = compile(family, list);
        for (const at of probes(family, list)) expect(index.find(at)).toBe(naive(list, at));
        expect(shuffled.rows).toEqual(index.rows);
      }),
      { numRuns: 500 },
    );
  });

  test("are the whole space, without gap, overlap or equal neighbours", () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const { rows } = compile(family, list);
        let next = 0n;
        let before: number | null = null;
        for (const row of rows) {
          expect(row.first).toBe(next);
          expect(row.value).not.toBe(before);
          expect(row.value).toBe(naive(list, row.first));
          next = row.last + 1n;
          before = row.value;
        }
        expect(next).toBe(lastAddress[family] + 1n);
      }),
    );
  });

  test("merged have the class of the tuple of all answers, the same class for the same tuple", () => {
    fc.assert(
      fc.property(fc.array(ranges, { minLength: 1, maxLength: 4 }), (lists) => {
        const tuples = makeTupleSet(lists.length);
        const find = mergeFinder(family, lists, tuples);
        const columnsOfTuples = tuples.toColumns();
        for (const at of probes(family, lists.flat())) {
          const at0 = find(at) * lists.length;
          expect([...columnsOfTuples.subarray(at0, at0 + lists.length)]).toEqual(
            lists.map((list) => naive(list, at)),
          );
        }
        const texts = Array.from({ length: tuples.count() }, (_, i) =>
          columnsOfTuples.subarray(i * lists.length, (i + 1) * lists.length).join(),
        );
        expect(new Set(texts).size).toBe(texts.length);
      }),
    );
  });

  test("may be none, or one that is everything", () => {
    expect(compile(family, []).rows).toEqual([{ first: 0n, last: lastAddress[family], value: -1 }]);
    const all = { first: 0n, last: lastAddress[family], value: 3 };
    expect(compile(family, [all, all]).rows).toEqual([all]);
  });
});

function mergeFinder(
  family: Family,
  lists: readonly (readonly Range[])[],
  tuples = makeTupleSet(lists.length),
) {
  if (family === 4) {
    const { index } = mergeIndexes4(
      lists.map((list) => compileRanges4(...columns(4, list))),
      tuples,
    );
    return (at: bigint) => findInRanges4(index, Number(at));
  }
  const { index } = mergeIndexes6(
    lists.map((list) => compileRanges6(...columns(6, list))),
    tuples,
  );
  return (at: bigint) => findInRanges6(index, toWords(6, at), 0);
}

test("classes mean the same in both families when they share a set", () => {
  const tuples = makeTupleSet(1);
  const find4 = mergeFinder(4, [[{ first: 5n, last: 9n, value: 7 }]], tuples);
  const find6 = mergeFinder(6, [[{ first: 1n << 100n, last: 1n << 101n, value: 7 }]], tuples);
  expect(find4(7n)).toBe(find6(1n << 100n));
  expect(find4(4n)).toBe(find6(0n));
  expect(tuples.count()).toBe(2);
});

test("a set of tuples keeps thousands apart", () => {
  const tuples = makeTupleSet(3);
  const add = () =>
    Array.from({ length: 20_000 }, (_, i) => tuples.add([i % 100, -1, Math.floor(i / 100)]));
  const numbers = add();
  expect(numbers).toEqual(Array.from({ length: 20_000 }, (_, i) => i));
  expect(add()).toEqual(numbers);
  expect([...tuples.toColumns().subarray(-3)]).toEqual([99, -1, 199]);
});
