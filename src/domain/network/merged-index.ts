import type { RangeIndex4, RangeIndex6 } from "./range-index.ts";
import { compareAt, makeRangeCollector } from "./range-rows.ts";
import { makeTupleSet, type TupleSet } from "./tuple-set.ts";

/**
 * One index in place of several: its value is the class of an address, the number of the tuple of all their values.
 *
 * The whole world is looked up once a row this way, and rows of one class share their decision. Every address has a
 * class, where no index knows it too. Give IPv4 and IPv6 the same set, and classes mean the same in both.
 */
export function mergeIndexes4(
  indexes: readonly RangeIndex4[],
  tuples: TupleSet = makeTupleSet(indexes.length),
): { readonly index: RangeIndex4; readonly tuples: TupleSet } {
  return { index: { family: 4, ...merge(1, indexes, tuples) }, tuples };
}

/** `mergeIndexes4` for IPv6. */
export function mergeIndexes6(
  indexes: readonly RangeIndex6[],
  tuples: TupleSet = makeTupleSet(indexes.length),
): { readonly index: RangeIndex6; readonly tuples: TupleSet } {
  return { index: { family: 6, ...merge(4, indexes, tuples) }, tuples };
}

function merge(width: 1 | 4, indexes: readonly (RangeIndex4 | RangeIndex6)[], tuples: TupleSet) {
  const rows = new Uint32Array(indexes.length);
  const tuple = Int32Array.from(indexes, (index) => index.values[0] as number);
  const collector = makeRangeCollector(
    width,
    indexes.reduce((sum, index) => sum + index.values.length, 1),
  );
  collector.add(new Uint32Array(width), 0, tuples.add(tuple));
  for (;;) {
    const nearest = findNearest(width, indexes, rows);
    if (nearest < 0) return collector.finish();
    const { starts } = indexes[nearest] as RangeIndex4 | RangeIndex6;
    const at = (rows[nearest] as number) + 1;
    for (let i = 0; i < indexes.length; i += 1) {
      const index = indexes[i] as RangeIndex4 | RangeIndex6;
      const row = (rows[i] as number) + 1;
      if (row >= index.values.length || compareAt(width, index.starts, row, starts, at) !== 0)
        continue;
      rows[i] = row;
      tuple[i] = index.values[row] as number;
    }
    collector.add(starts, at, tuples.add(tuple));
  }
}

/** The index whose next row starts first; -1 when all are at their end. */
function findNearest(
  width: 1 | 4,
  indexes: readonly (RangeIndex4 | RangeIndex6)[],
  rows: Uint32Array,
): number {
  let nearest = -1;
  for (let i = 0; i < indexes.length; i += 1) {
    const { starts, values } = indexes[i] as RangeIndex4 | RangeIndex6;
    const row = (rows[i] as number) + 1;
    if (row >= values.length) continue;
    const best = indexes[nearest];
    if (
      best === undefined ||
      compareAt(width, starts, row, best.starts, (rows[nearest] as number) + 1) < 0
    ) {
      nearest = i;
    }
  }
  return nearest;
}
