import { readFileSync } from "node:fs";
import { parse } from "yaml";
import {
  type AddressRange,
  cutByAs,
  dataFolder,
  isSilentAs,
  prefixRange,
  readRanges,
  toAddress,
} from "./registry.ts";

/** A network object that a claim or criterion of the world file names; the others of its keys do not matter here. */
type WorldObject = {
  readonly prefix?: string;
  readonly domain?: string;
  readonly asn?: number;
  readonly use?: string;
  readonly until?: string;
};

/** As much of an organisation of the world file as the reports need. */
export type DemoOrganisation = {
  readonly id: string;
  readonly roles: readonly string[];
  readonly claims?: readonly WorldObject[];
  readonly constituency?: readonly WorldObject[];
};

/** An address to report, with what a scanner would know about it. */
export type DemoAddress = {
  readonly family: 4 | 6;
  readonly address: string;
  readonly asn: number | null;
};

/** Reads the organisations of the demonstration. */
export function readOrganisations(): readonly DemoOrganisation[] {
  const world = parse(readFileSync(new URL("demo/world.yaml", dataFolder), "utf8")) as {
    organisations: DemoOrganisation[];
  };
  return world.organisations;
}

/**
 * Draws addresses by where the ladder will end for them. Never the same address twice; fewer than asked for where there
 * are no more, none where an AS has no range of the family.
 */
export type AddressPools = {
  /** Inside a prefix, whoever holds it. */
  inPrefix(prefix: string, count: number): DemoAddress[];
  /** In what an AS announces, outside every claimed prefix. */
  inSystem(asn: number, count: number, family?: 4 | 6): DemoAddress[];
  /** In networks that no organisation of the world claims, operates or serves, each AS as likely as any other. */
  published(count: number, family?: 4 | 6): DemoAddress[];
  /** In networks without any abuse contact. */
  silent(count: number, family?: 4 | 6): DemoAddress[];
  /** Registered, but announced by nobody. */
  idle(count: number): DemoAddress[];
};

/** Pools over the shipped registry and world; the same numbers give the same addresses. */
export function makeAddressPools(random: () => number): AddressPools {
  const announced = readRanges(new URL("registry/nl-announced-ranges.csv", dataFolder));
  const delegated = readRanges(new URL("registry/nl-delegated-ranges.csv", dataFolder));
  const pieces = cutByAs(delegated, announced);
  const objects = readOrganisations().flatMap(({ claims = [], constituency = [] }) => [
    ...claims,
    ...constituency,
  ]);
  const named = objects.flatMap(({ prefix }) =>
    prefix === undefined ? [] : [prefixRange(prefix)],
  );
  const namedSystems = new Set(objects.flatMap(({ asn }) => asn ?? []));
  const drawn = new Set<string>();

  const groupOf = (family: 4 | 6, belongs: (asn: number | null) => boolean) =>
    Map.groupBy(
      pieces.filter((piece) => piece.family === family && belongs(piece.asn)),
      ({ asn }) => asn,
    );
  const isPublished = (asn: number | null) =>
    asn !== null && !isSilentAs(asn) && !namedSystems.has(asn);
  const isSilent = (asn: number | null) =>
    asn !== null && isSilentAs(asn) && !namedSystems.has(asn);

  function draw(
    ranges: readonly AddressRange[][],
    count: number,
    avoidNamed: boolean,
  ): DemoAddress[] {
    const found: DemoAddress[] = [];
    if (ranges.length === 0) return found;
    for (let attempts = 0; found.length < count && attempts < 200 * count; attempts += 1) {
      const range = pick(pick(ranges, random), random);
      const at = addressIn(range, random);
      if (
        avoidNamed &&
        named.some(
          ({ family, first, last }) => family === range.family && first <= at && at <= last,
        )
      ) {
        continue;
      }
      const address = toAddress(range.family, at);
      if (drawn.has(address)) continue;
      drawn.add(address);
      found.push({ family: range.family, address, asn: range.asn });
    }
    return found;
  }

  const systems = {
    4: { published: groupOf(4, isPublished), silent: groupOf(4, isSilent) },
    6: { published: groupOf(6, isPublished), silent: groupOf(6, isSilent) },
  };
  return {
    inPrefix: (prefix, count) => {
      const range = prefixRange(prefix);
      const inside = (piece: AddressRange) =>
        piece.family === range.family && piece.first <= range.last && piece.last >= range.first;
      const asn = pieces.find(inside)?.asn ?? null;
      return draw([[{ ...range, asn }]], count, false);
    },
    inSystem: (asn, count, family = 4) =>
      draw([...groupOf(family, (own) => own === asn).values()], count, true),
    published: (count, family = 4) => draw([...systems[family].published.values()], count, true),
    silent: (count, family = 4) => draw([...systems[family].silent.values()], count, true),
    idle: (count) => draw([...groupOf(4, (asn) => asn === null).values()], count, true),
  };
}

/** One of the list. */
export function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}

/** Somewhere in the range; in IPv6 among its first 65,536 addresses, where servers live. */
function addressIn({ family, first, last }: AddressRange, random: () => number): bigint {
  const size = last - first + 1n;
  const span = family === 6 && size > 65_536n ? 65_536n : size;
  const inner = span > 2n ? 1n + BigInt(Math.floor(random() * Number(span - 2n))) : 0n;
  return first + inner;
}
