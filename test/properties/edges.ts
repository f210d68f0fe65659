import { type DomainName, parentDomain } from "../../src/domain/network/domain-name.ts";
import type { Address } from "../../src/domain/network/ip-address.ts";
import { toWords } from "../../src/domain/network/prefix.ts";
import type { Registry } from "../../src/domain/registry/registry.ts";
import type { Asset, World } from "../../src/domain/world/world.ts";
import { numberOf, rangesOf } from "./naive-objects.ts";

/** Addresses at, in and right outside of every range of every layer, where a look-up goes wrong first. */
export function registryEdges(registry: Registry): Address[] {
  return ([4, 6] as const).flatMap((family) =>
    toEdges(
      family,
      [registry.announced, registry.delegated, registry.contactRanges].flatMap((table) =>
        rangesOf(table, family),
      ),
    ),
  );
}

/** The same of every prefix that the world names. */
export function worldEdges(world: World): Address[] {
  const prefixes = assetsOf(world).flatMap((asset) =>
    asset.kind === "prefix" ? [asset.prefix] : [],
  );
  return ([4, 6] as const).flatMap((family) =>
    toEdges(
      family,
      prefixes
        .filter((prefix) => prefix.family === family)
        .map((prefix) => {
          const first = numberOf(prefix);
          return {
            first,
            last: first + (1n << BigInt((family === 4 ? 32 : 128) - prefix.bits)) - 1n,
          };
        }),
    ),
  );
}

/** Every name that the world names, one below it, one beside it, and the one above it. */
export function nameEdges(world: World): DomainName[] {
  const named = [
    ...assetsOf(world).flatMap((asset) => (asset.kind === "domain" ? [asset.domain] : [])),
    ...world.securityTxt.map(({ domain }) => domain),
  ];
  const edges = named.flatMap((name) => [
    name,
    `below.${name}` as DomainName,
    `beside${name}` as DomainName,
    parentDomain(name) ?? name,
  ]);
  return [...new Set(edges)];
}

function assetsOf({ organisations, stops }: World): Asset[] {
  return [
    ...organisations.flatMap(({ claims }) => claims.map(({ asset }) => asset)),
    ...organisations.flatMap(({ constituency }) =>
      constituency.flatMap((criterion) =>
        criterion.kind === "sector" || criterion.kind === "country" ? [] : [criterion],
      ),
    ),
    ...stops.map(({ asset }) => asset),
  ];
}

function toEdges(
  family: 4 | 6,
  ranges: readonly { readonly first: bigint; readonly last: bigint }[],
): Address[] {
  const highest = (1n << (family === 4 ? 32n : 128n)) - 1n;
  const edges = ranges
    .flatMap(({ first, last }) => [first - 1n, first, (first + last) / 2n, last, last + 1n])
    .filter((edge) => edge >= 0n && edge <= highest);
  return edges.map((edge) => ({ family, words: toWords(family, edge) }));
}
