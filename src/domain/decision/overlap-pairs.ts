import { compareText } from "../compare-text.ts";
import type { OrganisationId } from "../ids.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";
import type { CoverageTally } from "./coverage-tallies.ts";
import { decideAbout } from "./decide.ts";
import { type Overlap, overlapRules } from "./overlaps.ts";
import type { Rung } from "./rung.ts";
import { usualQuestion, usualType } from "./usual-question.ts";

/** Why the first of a pair is asked: within a rung as in `Overlap`, else because its rung comes first. */
export const pairRules = [...overlapRules, "designation by law", "earlier rung"] as const;

export type PairRule = (typeof pairRules)[number];

/** Two that could both answer for the same addresses. Only pairs with the one that is asked first are listed. */
export type OverlapPair = {
  readonly first: OrganisationId;
  readonly second: OrganisationId;
  /** Where the first stands; where the second would be asked. */
  readonly rung: Rung;
  readonly secondRung: Rung;
  readonly settledBy: PairRule;
  readonly v4: { readonly addresses: number };
  /** Decimal string. */
  readonly v6: { readonly addresses: string };
};

/** Largest first, by IPv4, then IPv6. An address counts in each pair that could answer for it, so they do not add up. */
export type OverlapPairs = { readonly pairs: readonly OverlapPair[]; readonly total: number };

type Context = { readonly world: CompiledWorld; readonly at: number; readonly listed: number };
type Pair = Pick<OverlapPair, "first" | "second" | "rung" | "secondRung" | "settledBy">;
type Summed = { readonly pair: Pair; v4: bigint; v6: bigint };

/** Rungs of parties that chose or serve an owner; a safety net is no rival of theirs. */
const serving: readonly Rung[] = [
  "chosen-path",
  "designated",
  "sole-intermediary",
  "constituency",
  "network-constituency",
];

/** Sums addresses by pair of those that could answer for them, within a rung and from rung to rung. */
export function listOverlapPairs(
  tallies: readonly CoverageTally[],
  { world, at, listed }: Context,
): OverlapPairs {
  const sums = new Map<string, Summed>();
  const pairsOf = makePairs(world, at);
  for (const tally of tallies) {
    if (tally.v4 === 0n && tally.v6 === 0n) continue;
    for (const pair of pairsOf(tally)) {
      const key = Object.values(pair).join(" ");
      const summed = sums.get(key) ?? { pair, v4: 0n, v6: 0n };
      summed.v4 += tally.v4;
      summed.v6 += tally.v6;
      sums.set(key, summed);
    }
  }
  const sorted = [...sums]
    .map(([key, summed]) => ({ key, ...summed }))
    .sort((a, b) => compare(b.v4, a.v4) || compare(b.v6, a.v6) || compareText(a.key, b.key));
  const pairs = sorted.slice(0, listed).map(({ pair, v4, v6 }) => {
    return { ...pair, v4: { addresses: Number(v4) }, v6: { addresses: String(v6) } };
  });
  return { pairs, total: sorted.length };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function makePairs(world: CompiledWorld, at: number): (tally: CoverageTally) => readonly Pair[] {
  const known = new Map<number, readonly Pair[]>();
  return ({ account, addressClass }) => {
    const pairs = known.get(addressClass) ?? [
      ...account.overlaps.flatMap(withinRung),
      ...acrossRungs(listAsked(world, addressClass, at)),
    ];
    known.set(addressClass, pairs);
    return pairs;
  };
}

function withinRung({ rung, candidates, settledBy, rules }: Overlap): Pair[] {
  const [first, ...others] = candidates;
  if (first === undefined) return [];
  return others.map((second, i) => {
    return { first, second, rung, secondRung: rung, settledBy: rules[i] ?? settledBy };
  });
}

type Asked = { readonly rung: Rung; readonly organisation: OrganisationId };

/** Others than the owner on the serving rungs, as they would be asked one after the other if nobody answered, each once. */
function listAsked(world: CompiledWorld, addressClass: number, at: number): Asked[] {
  const input = usualQuestion(usualType("address"), at);
  const subjects = { address: world.addressClasses[addressClass] ?? null, name: null };
  const asked: Asked[] = [];
  const tried: Rung[] = [];
  for (;;) {
    const { owner, primary } = decideAbout(subjects, { ...input, tried }, world);
    if (primary === null) return asked;
    const { rung, organisation } = primary;
    tried.push(rung);
    if (organisation === null || organisation === owner || !serving.includes(rung)) continue;
    if (asked.some((other) => other.organisation === organisation)) continue;
    asked.push({ rung, organisation });
  }
}

function acrossRungs([first, ...others]: readonly Asked[]): Pair[] {
  if (first === undefined) return [];
  const settledBy = first.rung === "designated" ? "designation by law" : "earlier rung";
  return others.map(({ rung, organisation }) => {
    return {
      first: first.organisation,
      second: organisation,
      rung: first.rung,
      secondRung: rung,
      settledBy,
    };
  });
}
