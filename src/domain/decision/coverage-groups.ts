import { compareText } from "../compare-text.ts";
import type { OrganisationId } from "../ids.ts";
import type { Registry } from "../registry/registry.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";
import {
  type CoverageCounts,
  type CoverageSums,
  makeSums,
  toCounts,
  totalOf,
} from "./coverage-counts.ts";
import type { CoverageTally } from "./coverage-tallies.ts";

/** Ways to put addresses in groups; each address is in exactly one group of each. */
export const coverageSplits = ["rung", "as", "intermediary", "sector", "organisation"] as const;

export type CoverageSplit = (typeof coverageSplits)[number];

/** Addresses that have something in common, by the rung where their findings would end. */
export type CoverageGroup = CoverageCounts & {
  /** A rung, `AS64500`, an id or a sector; null for addresses that have none. */
  readonly key: string | null;
  readonly name: string | null;
};

/** All addresses of the area; those of `groups` and `others` add up to it. */
export type CoverageBreakdown = {
  readonly by: CoverageSplit;
  /** Largest first, by IPv4, then IPv6. */
  readonly groups: readonly CoverageGroup[];
  /** Those that are not named, together; null when all are. */
  readonly others: (CoverageCounts & { readonly groups: number }) | null;
};

type Context = {
  readonly world: CompiledWorld;
  /** Names who announces; null: nobody is known to. */
  readonly registry: Registry | null;
  readonly listed: number;
};

type Label = { readonly key: string | null; readonly name: string | null };
type Group = Label & { readonly sums: CoverageSums };

/**
 * Puts the addresses in groups: by rung, by who announces them, by the intermediary that is asked to act (none where it is
 * somebody else), by sector of their owner, by the organisation that is asked to act.
 */
export function splitCoverage(
  tallies: readonly CoverageTally[],
  by: CoverageSplit,
  context: Context,
): CoverageBreakdown {
  const labelOf = makeLabels(by, context);
  const groups = new Map<string | null, Group>();
  for (const tally of tallies) {
    if (tally.v4 === 0n && tally.v6 === 0n) continue;
    const label = labelOf(tally);
    let group = groups.get(label.key);
    if (group === undefined) {
      group = { ...label, sums: makeSums() };
      groups.set(label.key, group);
    }
    addTally(group.sums, tally);
  }
  const sorted = sortBySize([...groups.values()]);
  const rest = sorted.slice(context.listed);
  return {
    by,
    groups: sorted.slice(0, context.listed).map(({ key, name, sums }) => {
      return { key, name, ...toCounts(sums) };
    }),
    others: rest.length === 0 ? null : { groups: rest.length, ...toCounts(joinSums(rest)) },
  };
}

function makeLabels(
  by: CoverageSplit,
  { world, registry }: Context,
): (tally: CoverageTally) => Label {
  const organisations = new Map(world.world.organisations.map((one) => [one.id, one]));
  const toLabel = (id: OrganisationId | null): Label => {
    return { key: id, name: id === null ? null : (organisations.get(id)?.name ?? null) };
  };
  switch (by) {
    case "rung":
      return ({ account }) => ({ key: account.outcome, name: null });
    case "as":
      return ({ system: at }) => {
        const system = registry?.systems[at];
        return { key: system ? `AS${system.asn}` : null, name: system?.name ?? null };
      };
    case "intermediary":
      return ({ account: { organisation: id } }) =>
        toLabel(id && organisations.get(id)?.roles.includes("intermediary") ? id : null);
    case "sector":
      return ({ account: { owner } }) => {
        return { key: (owner && organisations.get(owner)?.sector) ?? null, name: null };
      };
    case "organisation":
      return ({ account }) => toLabel(account.organisation);
  }
}

function addTally(sums: CoverageSums, { account, v4, v6 }: CoverageTally): void {
  sums.v4[account.outcome] += v4;
  sums.v6[account.outcome] += v6;
}

function sortBySize(groups: readonly Group[]): Group[] {
  return groups
    .map((group) => ({ group, v4: totalOf(group.sums.v4), v6: totalOf(group.sums.v6) }))
    .sort(
      (a, b) =>
        Number(b.v4 - a.v4) ||
        compareBig(b.v6, a.v6) ||
        compareText(a.group.key ?? "", b.group.key ?? ""),
    )
    .map(({ group }) => group);
}

function compareBig(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function joinSums(groups: readonly Group[]): CoverageSums {
  const joined = makeSums();
  for (const { sums } of groups) {
    for (const family of ["v4", "v6"] as const) {
      for (const outcome of Object.keys(sums[family]) as (keyof CoverageSums["v4"])[]) {
        joined[family][outcome] += sums[family][outcome];
      }
    }
  }
  return joined;
}
