import { formatAddress, type Words } from "../network/ip-address.ts";
import { mergeIndexes4, mergeIndexes6 } from "../network/merged-index.ts";
import { type AddressRange, rangeToPrefixes, toNumber } from "../network/prefix.ts";
import {
  compileRanges4,
  compileRanges6,
  forEachRange4,
  forEachRange6,
} from "../network/range-index.ts";
import type { RangeTable } from "./registry.ts";

/** Addresses of one family before and after, and what became of them. */
export type AddressChange<Count> = {
  readonly before: Count;
  readonly after: Count;
  readonly added: Count;
  readonly removed: Count;
  /** In both, with another value. */
  readonly changed: Count;
};

/** What loading a layer changes. */
export type RegistryDifference = {
  readonly ranges: { readonly before: number; readonly after: number };
  readonly v4: AddressChange<number>;
  /** Decimal strings: IPv6 counts exceed what a number holds. */
  readonly v6: AddressChange<string>;
  /** Added, removed and changed against `before`, the greater of the two families; 0 where nothing was before. */
  readonly changedShare: number;
  /** The largest changed stretches, largest first, IPv4 first. */
  readonly examples: readonly {
    readonly range: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
};

/** A layer with the text of each of its values (`AS64500`, `NL`, `abuse@net.example`), by index. */
export type NamedRanges = { readonly table: RangeTable; readonly names: readonly string[] };

type Counts = { before: bigint; after: bigint; added: bigint; removed: bigint; changed: bigint };
type Stretch = { range: AddressRange; size: bigint; before: string | null; after: string | null };

const examplesPerFamily = 3;

/** Compares two states of a layer address by address, whatever ranges they are cut into. */
export function compareRanges(before: NamedRanges, after: NamedRanges): RegistryDifference {
  const names = new Map<string, number>();
  const layers = [before, after].map(({ table, names: ownNames }) => {
    const shared = ownNames.map((name) => numberOf(names, name));
    // After flattening: where ranges tie, the layer's own numbers decide.
    const shareNames = <Index extends { readonly values: Int32Array }>(index: Index): Index => ({
      ...index,
      values: index.values.map((value) => shared[value] ?? -1),
    });
    return {
      v4: shareNames(compileRanges4(table.v4.first, table.v4.last, table.v4.value)),
      v6: shareNames(compileRanges6(table.v6.first, table.v6.last, table.v6.value)),
    };
  });
  const texts = [...names.keys()];

  const v4 = makeTally(texts);
  const merged4 = mergeIndexes4(layers.map((layer) => layer.v4));
  const tuples4 = merged4.tuples.toColumns();
  forEachRange4(merged4.index, (first, last, value) =>
    v4.add({ family: 4, first: [first, 0, 0, 0], last: [last, 0, 0, 0] }, tuples4, value),
  );
  const v6 = makeTally(texts);
  const merged6 = mergeIndexes6(layers.map((layer) => layer.v6));
  const tuples6 = merged6.tuples.toColumns();
  forEachRange6(merged6.index, (first: Words, last: Words, value) =>
    v6.add({ family: 6, first, last }, tuples6, value),
  );

  return {
    ranges: { before: countRanges(before.table), after: countRanges(after.table) },
    v4: mapCounts(v4.counts, Number),
    v6: mapCounts(v6.counts, String),
    changedShare: Math.max(shareOf(v4.counts), shareOf(v6.counts)),
    examples: [...v4.largest, ...v6.largest].map(({ range, before, after }) => ({
      range: formatRange(range),
      before,
      after,
    })),
  };
}

/** Whether both say the same, range by range. */
export function areSameRanges(a: NamedRanges, b: NamedRanges): boolean {
  return (["v4", "v6"] as const).every((family) => {
    const [one, other] = [a.table[family], b.table[family]];
    return (
      areEqual(one.first, other.first) &&
      areEqual(one.last, other.last) &&
      one.value.every((value, row) => a.names[value] === b.names[other.value[row] ?? -1])
    );
  });
}

/** `192.0.2.0/24`, or `first - last` where it is no prefix. */
export function formatRange(range: AddressRange): string {
  const [prefix, ...rest] = rangeToPrefixes(range);
  if (prefix !== undefined && rest.length === 0) return prefix.text;
  const text = (words: Words) => formatAddress({ family: range.family, words });
  return `${text(range.first)} - ${text(range.last)}`;
}

function makeTally(texts: readonly string[]) {
  const counts: Counts = { before: 0n, after: 0n, added: 0n, removed: 0n, changed: 0n };
  const largest: Stretch[] = [];
  return {
    counts,
    largest,
    add(range: AddressRange, tuples: Int32Array, value: number): void {
      const old = tuples[value * 2] as number;
      const now = tuples[value * 2 + 1] as number;
      if (old < 0 && now < 0) return;
      const size = toNumber(range.family, range.last) - toNumber(range.family, range.first) + 1n;
      if (old >= 0) counts.before += size;
      if (now >= 0) counts.after += size;
      if (old === now) return;
      if (old < 0) counts.added += size;
      else if (now < 0) counts.removed += size;
      else counts.changed += size;
      if (largest.length === examplesPerFamily && size <= (largest.at(-1)?.size ?? 0n)) return;
      largest.push({ range, size, before: texts[old] ?? null, after: texts[now] ?? null });
      largest.sort((a, b) => (a.size === b.size ? 0 : a.size > b.size ? -1 : 1));
      largest.length = Math.min(largest.length, examplesPerFamily);
    },
  };
}

function numberOf(names: Map<string, number>, name: string): number {
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

function areEqual(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

function countRanges(table: RangeTable): number {
  return table.v4.value.length + table.v6.value.length;
}

function mapCounts<Count>(counts: Counts, map: (count: bigint) => Count): AddressChange<Count> {
  return {
    before: map(counts.before),
    after: map(counts.after),
    added: map(counts.added),
    removed: map(counts.removed),
    changed: map(counts.changed),
  };
}

function shareOf({ before, added, removed, changed }: Counts): number {
  return before === 0n ? 0 : Number(added + removed + changed) / Number(before);
}
