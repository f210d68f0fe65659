import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  areSameRanges,
  compareRanges,
  formatRange,
  type NamedRanges,
} from "./registry-difference.ts";

type Row = { readonly first: number; readonly size: number; readonly name: string };
type Rows = { readonly v4: readonly Row[]; readonly v6: readonly Row[] };

const space = 40;
const row = fc.record({
  first: fc.nat(space - 1),
  size: fc.integer({ min: 1, max: space }),
  name: fc.constantFrom("A", "B", "C"),
});
const rows: fc.Arbitrary<Rows> = fc.record({
  v4: fc.array(row, { maxLength: 8 }),
  v6: fc.array(row, { maxLength: 8 }),
});

/** Sorted as a table must be; IPv6 lies across a border of words. */
function toNamed({ v4, v6 }: Rows): NamedRanges {
  const names = [...new Set([...v4, ...v6].map(({ name }) => name))].reverse();
  const sort = (list: readonly Row[]) =>
    [...list].sort((a, b) => a.first - b.first || b.size - a.size);
  const word = (at: number) => (at < 20 ? [7, 1, 1, 0xffffffec + at] : [7, 1, 2, at - 20]);
  const column = (list: readonly Row[], last: boolean, width: 1 | 4) =>
    Uint32Array.from(
      sort(list).flatMap(({ first, size }) =>
        width === 1 ? [first + (last ? size - 1 : 0)] : word(first + (last ? size - 1 : 0)),
      ),
    );
  const table = (list: readonly Row[], width: 1 | 4) => ({
    first: column(list, false, width),
    last: column(list, true, width),
    value: Int32Array.from(sort(list), ({ name }) => names.indexOf(name)),
  });
  return { table: { v4: table(v4, 1), v6: table(v6, 4) }, names };
}

/** Address by address: the smallest range, of equal ones the name that comes first in its list. */
function naive(list: readonly Row[], names: readonly string[]): (string | null)[] {
  return Array.from({ length: space * 2 }, (_, at) => {
    const [best] = list
      .filter(({ first, size }) => at >= first && at < first + size)
      .sort((a, b) => a.size - b.size || names.indexOf(a.name) - names.indexOf(b.name));
    return best?.name ?? null;
  });
}

function count(before: (string | null)[], after: (string | null)[]) {
  const where = (is: (old: string | null, now: string | null) => boolean) =>
    before.filter((old, i) => is(old, after[i] ?? null)).length;
  return {
    before: where((old) => old !== null),
    after: where((_, now) => now !== null),
    added: where((old, now) => old === null && now !== null),
    removed: where((old, now) => old !== null && now === null),
    changed: where((old, now) => old !== null && now !== null && old !== now),
  };
}

describe("the difference of two states of a layer", () => {
  test("counts as a look at every address does", () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        // No loader leaves two equal ranges.
        const one = toNamed({ v4: distinct(before.v4), v6: distinct(before.v6) });
        const two = toNamed({ v4: distinct(after.v4), v6: distinct(after.v6) });
        const difference = compareRanges(one, two);
        const v4 = count(
          naive(distinct(before.v4), one.names),
          naive(distinct(after.v4), two.names),
        );
        const v6 = count(
          naive(distinct(before.v6), one.names),
          naive(distinct(after.v6), two.names),
        );
        expect(difference.v4).toEqual(v4);
        expect(difference.v6).toEqual(
          Object.fromEntries(Object.entries(v6).map(([key, value]) => [key, String(value)])),
        );
        const share = ({ before, added, removed, changed }: typeof v4) =>
          before === 0 ? 0 : (added + removed + changed) / before;
        expect(difference.changedShare).toBe(Math.max(share(v4), share(v6)));
        expect(difference.examples.length > 0).toBe(
          v4.added + v4.removed + v4.changed + v6.added + v6.removed + v6.changed > 0,
        );
      }),
    );
  });

  test("is nothing between equal ones, and only between those", () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const one = toNamed(before);
        expect(areSameRanges(one, toNamed(before))).toBe(true);
        expect(compareRanges(one, toNamed(before)).examples).toEqual([]);
        const isSame = areSameRanges(one, toNamed(after));
        if (isSame) expect(compareRanges(one, toNamed(after)).examples).toEqual([]);
        const text = ({ v4, v6 }: Rows) =>
          JSON.stringify([v4, v6].map((list) => list.map((each) => JSON.stringify(each)).sort()));
        if (text(before) === text(after)) expect(isSame || hasTies(before)).toBe(true);
        else expect(isSame).toBe(false);
      }),
    );
  });

  test("tells the largest stretches, as prefixes where they are", () => {
    const before = toNamed({ v4: [{ first: 0, size: 16, name: "A" }], v6: [] });
    const after = toNamed({
      v4: [
        { first: 0, size: 16, name: "A" },
        { first: 8, size: 2, name: "B" },
        { first: 4, size: 1, name: "C" },
        { first: 16, size: 6, name: "B" },
        { first: 30, size: 1, name: "A" },
      ],
      v6: [],
    });
    expect(compareRanges(before, after).examples).toEqual([
      { range: "0.0.0.16 - 0.0.0.21", before: null, after: "B" },
      { range: "0.0.0.8/31", before: "A", after: "B" },
      { range: "0.0.0.4/32", before: "A", after: "C" },
    ]);
    expect(
      formatRange({
        family: 6,
        first: [0, 0, 0, 0],
        last: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      }),
    ).toBe("::/0");
  });
});

function distinct(list: readonly Row[]): Row[] {
  return list.filter(
    (one, i) =>
      list.findIndex((other) => other.first === one.first && other.size === one.size) === i,
  );
}

function hasTies({ v4, v6 }: Rows): boolean {
  return distinct(v4).length < v4.length || distinct(v6).length < v6.length;
}
