import type { AsNumber } from "../network/as-number.ts";
import type { EmailAddress } from "../network/email-address.ts";
import { type Address, compareWords, type Words } from "../network/ip-address.ts";
import { largestPrefixWithin, type Prefix, prefixRange } from "../network/prefix.ts";
import { compileRanges4, compileRanges6 } from "../network/range-index.ts";
import { type RangeIndexes, rangeAround, rangesWithin } from "../network/ranges-within.ts";
import type { AutonomousSystem, RangeTable, Registry } from "./registry.ts";

/** The network around an object, as the registry knows it. */
export type Network = {
  /** The largest prefix around it that is announced, else registered, as one; null for an AS. */
  readonly prefix: string | null;
  readonly asn: AsNumber | null;
  readonly asName: string | null;
  readonly country: string | null;
};

/** What the registry says of single objects, for people to read. */
export type RegistryView = {
  /** Null when nobody announces the address and nobody registered it. */
  readonly networkOf: (address: Address) => Network | null;
  readonly findSystem: (asn: AsNumber) => AutonomousSystem | null;
  /** What holds for all addresses of the prefix; null where they differ. */
  readonly wholeOf: (prefix: Prefix) => {
    readonly system: AutonomousSystem | null;
    readonly country: string | null;
    /** Contact of the smallest registered range that has one and holds the whole prefix. */
    readonly contact: EmailAddress | null;
  };
};

/** Compiles the layers once; a question is a look-up then. */
export function viewRegistry(registry: Registry): RegistryView {
  const announced = toIndexes(registry.announced);
  const delegated = toIndexes(registry.delegated);
  const systems = new Map(registry.systems.map((system) => [system.asn, system]));
  return {
    findSystem: (asn) => systems.get(asn) ?? null,
    networkOf(address) {
      const route = rangeAround(announced, address);
      const registered = rangeAround(delegated, address);
      if (route.value < 0 && registered.value < 0) return null;
      const { range } = route.value < 0 ? registered : route;
      const system = registry.systems[route.value];
      return {
        prefix: largestPrefixWithin(range, address).text,
        asn: system?.asn ?? null,
        asName: system?.name ?? null,
        country: registry.countries[registered.value] ?? null,
      };
    },
    wholeOf: (prefix) => ({
      system: registry.systems[findCommonValue(announced, prefix)] ?? null,
      country: registry.countries[findCommonValue(delegated, prefix)] ?? null,
      contact: registry.contacts[findEnclosing(registry.contactRanges, prefix)] ?? null,
    }),
  };
}

function toIndexes({ v4, v6 }: RangeTable): RangeIndexes {
  return {
    v4: compileRanges4(v4.first, v4.last, v4.value),
    v6: compileRanges6(v6.first, v6.last, v6.value),
  };
}

/** The value that all addresses of the prefix have; -1 where they have none or several. */
function findCommonValue(indexes: RangeIndexes, prefix: Prefix): number {
  let common: number | null = null;
  for (const { value } of rangesWithin(indexes, prefix)) {
    if (common !== null && common !== value) return -1;
    common = value;
  }
  return common ?? -1;
}

/** The value of the smallest range that holds the whole prefix, of equal ones the lower; -1 when none does. */
function findEnclosing(table: RangeTable, prefix: Prefix): number {
  const { first, last, value } = prefix.family === 4 ? table.v4 : table.v6;
  const width = prefix.family === 4 ? 1 : 4;
  const inner = prefixRange(prefix);
  let best = -1;
  for (let row = 0; row < value.length; row += 1) {
    // Enclosing ranges come before enclosed ones, so a later one that holds the prefix is smaller, or overlaps.
    const from = wordsAt(first, row, width);
    if (compareWords(from, inner.first) > 0) break;
    const until = wordsAt(last, row, width);
    if (compareWords(until, inner.last) < 0) continue;
    if (best < 0 || isBetter(from, until, row, best)) best = row;
  }
  return best < 0 ? -1 : (value[best] as number);

  function isBetter(from: Words, until: Words, row: number, other: number): boolean {
    const order = compareSizes(
      [from, until],
      [wordsAt(first, other, width), wordsAt(last, other, width)],
    );
    return order < 0 || (order === 0 && (value[row] as number) < (value[other] as number));
  }
}

function compareSizes(a: readonly [Words, Words], b: readonly [Words, Words]): number {
  const size = ([first, last]: readonly [Words, Words]) => joined(last) - joined(first);
  const difference = size(a) - size(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function joined(words: Words): bigint {
  return words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
}

function wordsAt(column: Uint32Array, row: number, width: number): Words {
  const at = (i: number) => (i < width ? (column[row * width + i] as number) : 0);
  return [at(0), at(1), at(2), at(3)];
}
