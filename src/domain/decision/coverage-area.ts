import type { Words } from "../network/ip-address.ts";
import { mergeIndexes4, mergeIndexes6 } from "../network/merged-index.ts";
import { type AddressRange, type Prefix, prefixRange } from "../network/prefix.ts";
import {
  compileRanges4,
  compileRanges6,
  forEachRange4,
  forEachRange6,
  type RangeIndex4,
  type RangeIndex6,
} from "../network/range-index.ts";
import { makeTupleSet } from "../network/tuple-set.ts";
import type { RangeTable } from "../registry/registry.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";

/** Whose addresses are accounted for: those that the delegated layer gives a country, or those of a list, each once. */
export type CoverageArea = { readonly country: string } | { readonly prefixes: readonly Prefix[] };

/** What addresses of one place have in common. */
export type Place = {
  readonly addressClass: number;
  /** Index into the systems of the registry; -1 where nobody announces them, or it was not asked. */
  readonly system: number;
  /** Whether they belong to the area. */
  readonly isInside: boolean;
};

/** The whole address space in stretches of one place each. */
export type AreaWalk = {
  readonly places: readonly Place[];
  /** Calls with each stretch in order, those outside the area too; `place` numbers `places`. */
  readonly forEach: (family: 4 | 6, visit: (range: AddressRange, place: number) => void) => void;
};

/** Lays area, classes and, where given, the announced layer over each other. */
export function walkArea(
  world: CompiledWorld,
  area: CoverageArea,
  announced: RangeTable | null,
): AreaWalk {
  const tables = [announced ?? nothing, "prefixes" in area ? toTable(area.prefixes) : nothing];
  const tuples = makeTupleSet(tables.length + 1);
  const layers4 = tables.map(({ v4 }) => compileRanges4(v4.first, v4.last, v4.value));
  const layers6 = tables.map(({ v6 }) => compileRanges6(v6.first, v6.last, v6.value));
  const index4 = mergeIndexes4([world.addresses4, ...layers4], tuples).index;
  const index6 = mergeIndexes6([world.addresses6, ...layers6], tuples).index;
  return {
    places: toPlaces(tuples.toColumns(), world, area),
    forEach: (family, visit) => forEachRange(family === 4 ? index4 : index6, visit),
  };
}

function toPlaces(columns: Int32Array, world: CompiledWorld, area: CoverageArea): Place[] {
  return Array.from({ length: columns.length / 3 }, (_, i) => {
    const addressClass = columns[i * 3] as number;
    const isInside =
      "country" in area
        ? world.addressClasses[addressClass]?.country === area.country
        : (columns[i * 3 + 2] as number) >= 0;
    return { addressClass, system: columns[i * 3 + 1] as number, isInside };
  });
}

function forEachRange(
  index: RangeIndex4 | RangeIndex6,
  visit: (range: AddressRange, place: number) => void,
): void {
  if (index.family === 4) {
    forEachRange4(index, (first, last, place) => {
      visit({ family: 4, first: [first, 0, 0, 0], last: [last, 0, 0, 0] }, place);
    });
  } else {
    forEachRange6(index, (first: Words, last: Words, place) => {
      visit({ family: 6, first, last }, place);
    });
  }
}

const nothing = toTable([]);

function toTable(prefixes: readonly Prefix[]): RangeTable {
  const columns = (family: 4 | 6, width: 1 | 4) => {
    const ranges = prefixes.filter((prefix) => prefix.family === family).map(prefixRange);
    return {
      first: Uint32Array.from(ranges.flatMap(({ first }) => first.slice(0, width))),
      last: Uint32Array.from(ranges.flatMap(({ last }) => last.slice(0, width))),
      value: new Int32Array(ranges.length),
    };
  };
  return { v4: columns(4, 1), v6: columns(6, 4) };
}
