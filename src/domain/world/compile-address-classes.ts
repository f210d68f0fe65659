import { type FoundContacts, toFoundTable } from "../contacts/found-contacts.ts";
import type { EmailAddress } from "../network/email-address.ts";
import { mergeIndexes4, mergeIndexes6 } from "../network/merged-index.ts";
import { prefixRange } from "../network/prefix.ts";
import {
  compileRanges4,
  compileRanges6,
  type RangeIndex4,
  type RangeIndex6,
} from "../network/range-index.ts";
import { makeRangeCollector } from "../network/range-rows.ts";
import { makeTupleSet } from "../network/tuple-set.ts";
import type { RangeTable, Registry } from "../registry/registry.ts";
import type { CompiledAssets } from "./compile-assets.ts";
import type { AddressClass, CompiledAddress } from "./compiled-world.ts";
import { foldTuples } from "./fold-address-classes.ts";

/** Every address has a class, and one look-up finds it. */
export type CompiledAddressClasses = {
  readonly addresses4: RangeIndex4;
  readonly addresses6: RangeIndex6;
  /** Class 0: covered by nothing. */
  readonly classes: readonly AddressClass[];
};

/**
 * Numbers the distinct combinations of what world, registry and our own lookups say about addresses, in order of address, IPv4 first.
 *
 * What cannot change an answer is left out of the combination (an AS that nobody names and whose contact is never
 * asked), so that as many addresses as possible share one decision.
 */
export function compileAddressClasses(
  assets: CompiledAssets,
  registry: Registry,
  found: FoundContacts,
  toAddress: (email: EmailAddress) => CompiledAddress,
): CompiledAddressClasses {
  const lookedUp = toFoundTable(found);
  const layers = [
    toPrefixTable(assets),
    registry.announced,
    registry.delegated,
    registry.contactRanges,
    lookedUp.table,
  ];
  const tuples = makeTupleSet(layers.length);
  const raw4 = mergeIndexes4(layers.map(toIndex4), tuples).index;
  const raw6 = mergeIndexes6(layers.map(toIndex6), tuples).index;
  const contacts = { ranges: lookedUp.ranges, systems: found.systems };
  const folded = foldTuples(tuples.toColumns(), assets, registry, contacts, toAddress);
  return {
    addresses4: { family: 4, ...renumber(1, raw4, folded.classOfTuple) },
    addresses6: { family: 6, ...renumber(4, raw6, folded.classOfTuple) },
    classes: folded.classes,
  };
}

function toIndex4({ v4 }: RangeTable): RangeIndex4 {
  return compileRanges4(v4.first, v4.last, v4.value);
}

function toIndex6({ v6 }: RangeTable): RangeIndex6 {
  return compileRanges6(v6.first, v6.last, v6.value);
}

/** Prefixes as ranges whose values are their positions. */
function toPrefixTable({ prefixes }: CompiledAssets): RangeTable {
  const count4 = prefixes.findIndex(({ prefix }) => prefix.family === 6);
  const split = count4 < 0 ? prefixes.length : count4;
  const v4 = makeColumns(split, 1);
  const v6 = makeColumns(prefixes.length - split, 4);
  prefixes.forEach(({ prefix }, position) => {
    const [table, row, width] = position < split ? [v4, position, 1] : [v6, position - split, 4];
    const { first, last } = prefixRange(prefix);
    for (let word = 0; word < width; word += 1) {
      table.first[row * width + word] = first[word] as number;
      table.last[row * width + word] = last[word] as number;
    }
    table.value[row] = position;
  });
  return { v4, v6 };
}

function makeColumns(rows: number, width: number) {
  return {
    first: new Uint32Array(rows * width),
    last: new Uint32Array(rows * width),
    value: new Int32Array(rows),
  };
}

/** The same ranges with the classes of their tuples; neighbours that become equal become one. */
function renumber(width: 1 | 4, index: RangeIndex4 | RangeIndex6, classOfTuple: Int32Array) {
  const collector = makeRangeCollector(width, index.values.length);
  for (let row = 0; row < index.values.length; row += 1) {
    collector.add(index.starts, row, classOfTuple[index.values[row] as number] as number);
  }
  return collector.finish();
}
