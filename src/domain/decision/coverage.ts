import type { Words } from "../network/ip-address.ts";
import { forEachRange4, forEachRange6 } from "../network/range-index.ts";
import { makeStretches } from "../network/stretches.ts";
import type { AddressClass, CompiledWorld } from "../world/compiled-world.ts";
import { decideAbout } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { listOverlaps, listServers, type Overlap } from "./overlaps.ts";
import { toQuestion } from "./question.ts";
import { type Rung, rungs } from "./rung.ts";
import { usualQuestion, usualType } from "./usual-question.ts";

/** Where the walk for an address ends; `held` is what waits for a person for another reason than that nobody is there. */
export const coverageOutcomes = [...rungs, "nobody", "declined", "stopped", "held"] as const;

export type CoverageOutcome = (typeof coverageOutcomes)[number];

/** Addresses of one family; the numbers by rung add up to `addresses`. */
export type FamilyCoverage<Count> = {
  readonly addresses: Count;
  readonly byRung: Readonly<Record<CoverageOutcome, Count>>;
};

/** A stretch of addresses; a prefix where it is one, else `first - last`. Decimal string for IPv6. */
type Stretch = { readonly range: string; readonly addresses: number | string };

/** Every address of a country accounted for (`coverage --json`). */
export type Coverage = {
  readonly v4: FamilyCoverage<number>;
  readonly v6: FamilyCoverage<string>;
  /** Stretches for which there is nobody, largest first, IPv4 first. */
  readonly gaps: readonly Stretch[];
  /** Stretches where several could serve one rung, largest first, IPv4 first. */
  readonly overlaps: readonly (Stretch & Overlap)[];
  /** How many there are of each, those that are not listed included. */
  readonly totals: { readonly gaps: number; readonly overlaps: number };
};

/** What becomes of all addresses of one class. */
type ClassAccount = { readonly outcome: CoverageOutcome; readonly overlaps: readonly Overlap[] };

const zero = () =>
  Object.fromEntries(coverageOutcomes.map((outcome) => [outcome, 0n])) as Record<
    CoverageOutcome,
    bigint
  >;

/**
 * Asks what `who` asks without a type, for every address that the delegated layer gives the country.
 *
 * Works class by class and range by range, never address by address. At most `listed` gaps and overlaps of each family
 * are named.
 */
export function accountCoverage(
  world: CompiledWorld,
  { country, at, listed = 50 }: { country: string; at: number; listed?: number },
): Coverage {
  const accountOf = makeAccounts(world, country, at);
  const gaps = makeStretches<null>(listed);
  const overlaps = makeStretches<Overlap>(listed);
  const tally = (family: 4 | 6) => {
    const counts = zero();
    const visit = (first: Words, last: Words, addressClass: number) => {
      const account = accountOf(addressClass);
      gaps.next();
      overlaps.next();
      if (account === null) return;
      const range = { family, first, last };
      counts[account.outcome] += gaps.sizeOf(range);
      if (account.outcome === "nobody") gaps.add("", range, null);
      for (const overlap of account.overlaps) overlaps.add(JSON.stringify(overlap), range, overlap);
    };
    if (family === 4) {
      forEachRange4(world.addresses4, (first, last, value) =>
        visit([first, 0, 0, 0], [last, 0, 0, 0], value),
      );
    } else {
      forEachRange6(world.addresses6, visit);
    }
    return counts;
  };
  const v4 = toFamily(tally(4), Number);
  const v6 = toFamily(tally(6), String);
  const named = [gaps.finish(), overlaps.finish()] as const;
  return {
    v4,
    v6,
    gaps: named[0].largest.map(({ range, addresses }) => ({ range, addresses })),
    overlaps: named[1].largest.map(({ fact, ...stretch }) => ({ ...stretch, ...fact })),
    totals: { gaps: named[0].count, overlaps: named[1].count },
  };
}

/** Where a decision ends, for the account. */
export function outcomeOf({ primary, held }: Decision): CoverageOutcome {
  if (primary !== null) return primary.rung satisfies Rung;
  switch (held.reason) {
    case "nobody":
    case "declined":
    case "stopped":
      return held.reason;
    default:
      return "held";
  }
}

/** Accounts of classes, worked out when first asked for; null for classes of other countries. */
function makeAccounts(world: CompiledWorld, country: string, at: number) {
  const input = usualQuestion(usualType("address"), at);
  const servers = listServers(world.world);
  const accounts: (ClassAccount | null | undefined)[] = [];
  const account = (address: AddressClass): ClassAccount | null => {
    if (address.country !== country) return null;
    const subjects = { address, name: null };
    const decision = decideAbout(subjects, input, world);
    const overlaps = listOverlaps(toQuestion(input, subjects, world, null), world, servers);
    return { outcome: outcomeOf(decision), overlaps };
  };
  return (addressClass: number): ClassAccount | null => {
    const known = accounts[addressClass];
    if (known !== undefined) return known;
    const address = world.addressClasses[addressClass];
    const made = address === undefined ? null : account(address);
    accounts[addressClass] = made;
    return made;
  };
}

function toFamily<Count>(
  counts: Record<CoverageOutcome, bigint>,
  map: (count: bigint) => Count,
): FamilyCoverage<Count> {
  const byRung = Object.fromEntries(
    coverageOutcomes.map((outcome) => [outcome, map(counts[outcome])]),
  ) as Record<CoverageOutcome, Count>;
  return { addresses: map(Object.values(counts).reduce((sum, count) => sum + count, 0n)), byRung };
}
