import type { OrganisationId } from "../ids.ts";
import type { CoverageOutcome } from "./coverage-counts.ts";
import { coverageOutcomes } from "./coverage-counts.ts";
import type { CoverageTally } from "./coverage-tallies.ts";

/** What is too small to be told: fewer organisations, or fewer addresses; IPv6 is counted in /48s. */
export type SmallCells = { readonly organisations: number; readonly addresses: number };

/** Whole percents of the addresses of a family, in the order of the ladder; they need not add up to 100. */
export type PublicShares = readonly {
  readonly rung: CoverageOutcome | "others";
  readonly percent: number;
}[];

/** Coverage as the public may see it; a family is null when no form of it hides what is small. */
export type PublicCoverage = {
  readonly v4: PublicShares | null;
  readonly v6: PublicShares | null;
};

/** What single owners asked for, and what people still have to look at, is never a line of its own. */
const neverTold: readonly CoverageOutcome[] = ["declined", "stopped", "held"];

/** Where no claim and no constituency of an organisation put the addresses: how many organisations there are says nothing. */
const aboutNobody: readonly CoverageOutcome[] = [
  "security-txt",
  "abuse-contact",
  "catch-all",
  "foreign-csirt",
  "nobody",
];

type Cell = {
  readonly rung: CoverageOutcome;
  units: bigint;
  readonly parties: Set<OrganisationId>;
};

/**
 * Shares by rung, so coarse that nobody's claims can be read from them.
 *
 * A line is told when it stands for enough addresses and enough organisations. All else is `others`, together with as
 * many of the smallest lines as it takes until `others` stands for enough of both, also where it would be empty: whether
 * there is something small never shows. A family is withheld when that leaves nothing, or when one percent of it is less
 * than enough addresses.
 */
export function toPublicCoverage(
  tallies: readonly CoverageTally[],
  small: SmallCells,
): PublicCoverage {
  return { v4: toShares(tallies, "v4", small), v6: toShares(tallies, "v6", small) };
}

function toShares(
  tallies: readonly CoverageTally[],
  family: "v4" | "v6",
  small: SmallCells,
): PublicShares | null {
  const cells = toCells(tallies, family);
  const total = cells.reduce((sum, { units }) => sum + units, 0n);
  if (total < 100n * BigInt(small.addresses)) return null;
  const hidden = cells.filter((cell) => !isTold(cell, small));
  const told = cells
    .filter((cell) => !hidden.includes(cell))
    .toSorted((a, b) => (a.units < b.units ? -1 : a.units > b.units ? 1 : 0));
  while (!isLarge(joinCells(hidden), small)) {
    const lacksParties = joinCells(hidden).parties.size < small.organisations;
    const at = told.findIndex(({ parties }) => !lacksParties || parties.size > 0);
    if (at < 0) return null;
    hidden.push(...told.splice(at, 1));
  }
  if (told.length === 0) return null;
  const toPercent = (units: bigint): number => Number((200n * units + total) / (2n * total));
  return [
    ...cells
      .filter((cell) => told.includes(cell))
      .map(({ rung, units }) => ({ rung, percent: toPercent(units) })),
    { rung: "others", percent: toPercent(joinCells(hidden).units) },
  ];
}

function toCells(tallies: readonly CoverageTally[], family: "v4" | "v6"): Cell[] {
  const cells = new Map<CoverageOutcome, Cell>(
    coverageOutcomes.map((rung) => [rung, { rung, units: 0n, parties: new Set() }]),
  );
  for (const tally of tallies) {
    const { outcome, owner, organisation } = tally.account;
    const cell = cells.get(outcome);
    if (cell === undefined || tally[family] === 0n) continue;
    cell.units += tally[family];
    const party = owner ?? organisation;
    if (party !== null && !aboutNobody.includes(outcome)) cell.parties.add(party);
  }
  // Whole /48s: what an organisation gets, as an IPv4 address is what a host gets.
  for (const cell of cells.values()) if (family === "v6") cell.units >>= 80n;
  return [...cells.values()];
}

function isTold(cell: Cell, small: SmallCells): boolean {
  if (neverTold.includes(cell.rung)) return false;
  if (!aboutNobody.includes(cell.rung)) return isLarge(cell, small);
  return cell.units > 0n && cell.units >= BigInt(small.addresses);
}

function isLarge({ units, parties }: Omit<Cell, "rung">, small: SmallCells): boolean {
  return units >= BigInt(small.addresses) && parties.size >= small.organisations;
}

function joinCells(cells: readonly Cell[]): Omit<Cell, "rung"> {
  return {
    units: cells.reduce((sum, { units }) => sum + units, 0n),
    parties: new Set(cells.flatMap(({ parties }) => [...parties])),
  };
}
