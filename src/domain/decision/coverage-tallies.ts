import type { AddressRange } from "../network/prefix.ts";
import { sizeOfRange } from "../network/stretches.ts";
import type { Registry } from "../registry/registry.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";
import { type ClassAccount, makeClassAccounts } from "./class-accounts.ts";
import { type CoverageArea, walkArea } from "./coverage-area.ts";

/** Addresses that share class and AS. */
export type CoverageTally = {
  readonly account: ClassAccount;
  readonly addressClass: number;
  /** Index into the systems of the registry; -1: none. */
  readonly system: number;
  v4: bigint;
  v6: bigint;
};

/** Sums the addresses of the area by class and, with a registry, by AS; shows each stretch on the way. */
export function tallyCoverage(
  world: CompiledWorld,
  {
    at,
    area,
    registry,
  }: { readonly at: number; readonly area: CoverageArea; readonly registry: Registry | null },
  see: (range: AddressRange, account: ClassAccount | null) => void = () => {},
): CoverageTally[] {
  const accountOf = makeClassAccounts(world, at);
  const walk = walkArea(world, area, registry?.announced ?? null);
  const tallies = walk.places.map(({ addressClass, system, isInside }) =>
    isInside ? { account: accountOf(addressClass), addressClass, system, v4: 0n, v6: 0n } : null,
  );
  for (const family of [4, 6] as const) {
    walk.forEach(family, (range, place) => {
      const tally = tallies[place] ?? null;
      see(range, tally?.account ?? null);
      if (tally !== null) tally[family === 4 ? "v4" : "v6"] += sizeOfRange(range);
    });
  }
  return tallies.filter((tally) => tally !== null);
}
