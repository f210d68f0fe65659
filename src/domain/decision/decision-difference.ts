import { compareText } from "../compare-text.ts";
import type { Tier } from "../finding/tier.ts";
import type { FindingId, FindingTypeId, OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type { Decision, TraceStep } from "./decision.ts";
import type { HoldReason, Rung } from "./rung.ts";

/** Whom findings go to, or why to nobody: one side of a difference. */
export type DecidedParty = {
  readonly owner: OrganisationId | null;
  readonly rung: Rung | null;
  readonly organisation: OrganisationId | null;
  readonly address: EmailAddress | null;
  readonly tier: Tier | null;
  readonly held: HoldReason | null;
};

/** Findings that one change of the world moves alike, with one of them as the example. */
export type DecisionChange = {
  readonly findings: number;
  readonly before: DecidedParty;
  readonly after: DecidedParty;
  /** Null where it left the database meanwhile. */
  readonly example: { readonly object: string; readonly type: FindingTypeId } | null;
  /** The first step in which the two walks differ; null on the side that had ended by then. */
  readonly why: { readonly before: TraceStep | null; readonly after: TraceStep | null };
};

/** How many decisions another basis changes, and in what; one finding may count in several. */
export type DecisionCounts = {
  readonly findings: number;
  /** Asked of another party: another organisation or address, or asked of nobody, or of somebody at last. */
  readonly moved: number;
  readonly owner: number;
  /** The party stays and sees more or less. */
  readonly tier: number;
  readonly newlyHeld: number;
  readonly noLongerHeld: number;
  readonly informed: number;
};

/** What another basis would change in the decisions about findings of the last days. */
export type DecisionDifference = DecisionCounts & {
  readonly days: number;
  /** Share of the findings that are moved, from 0 to 1. */
  readonly changedShare: number;
  /** Those of them still open, as they were seen then: what is decided again when the change takes effect. */
  readonly open: { readonly findings: number; readonly moved: number };
  /** Most findings first. */
  readonly changes: readonly DecisionChange[];
  /** Changes beyond those listed. */
  readonly changesLeftOut: number;
};

/** In what two decisions about one finding differ. */
export type DecisionDelta = {
  readonly moved: boolean;
  readonly owner: boolean;
  readonly tier: boolean;
  readonly newlyHeld: boolean;
  readonly noLongerHeld: boolean;
  readonly informed: boolean;
};

/** Compares two decisions about one finding; null when they say the same. */
export function compareDecisions(before: Decision, after: Decision): DecisionDelta | null {
  const [was, is] = [before.primary, after.primary];
  const delta = {
    moved: was?.organisation !== is?.organisation || was?.address !== is?.address,
    owner: before.owner !== after.owner,
    tier: was !== null && is !== null && was.tier !== is.tier,
    newlyHeld: was !== null && is === null,
    noLongerHeld: was === null && is !== null,
    informed: textOfInformed(before) !== textOfInformed(after),
  };
  const isSame =
    Object.values(delta).every((differs) => !differs) &&
    was?.rung === is?.rung &&
    before.held?.reason === after.held?.reason;
  return isSame ? null : delta;
}

function textOfInformed({ informed }: Decision): string {
  return informed.map(({ organisation, address }) => `${organisation} ${address}`).join("\n");
}

/** The side of a difference that a decision makes. */
export function toDecidedParty({ owner, primary, held }: Decision): DecidedParty {
  return {
    owner,
    rung: primary?.rung ?? null,
    organisation: primary?.organisation ?? null,
    address: primary?.address ?? null,
    tier: primary?.tier ?? null,
    held: held?.reason ?? null,
  };
}

/** The first step in which two traces differ. */
export function findDifferingStep(
  before: readonly TraceStep[],
  after: readonly TraceStep[],
): DecisionChange["why"] {
  const steps = Math.max(before.length, after.length);
  for (let i = 0; i < steps; i++) {
    const [was, is] = [before[i] ?? null, after[i] ?? null];
    if (JSON.stringify(was) !== JSON.stringify(is)) return { before: was, after: is };
  }
  return { before: null, after: null };
}

/** Two decisions that a basis and another make about so many findings. */
export type DecisionPair = {
  readonly before: Decision;
  readonly after: Decision;
  readonly findings: number;
  /** One of them. */
  readonly finding: FindingId;
  /** Numbers of the two decisions in the memos that made them. */
  readonly numbers: readonly [before: number, after: number];
};

/** Pairs that move from one party to another alike, with the pair that most findings share. */
export type PairGroup = { readonly findings: number; readonly first: DecisionPair };

/** Adds pairs up to counts and to groups by party, most findings first. */
export function sumPairs(pairs: readonly DecisionPair[]): {
  readonly counts: Omit<DecisionCounts, "findings">;
  readonly groups: readonly PairGroup[];
} {
  const counts = { moved: 0, owner: 0, tier: 0, newlyHeld: 0, noLongerHeld: 0, informed: 0 };
  const groups = new Map<string, { findings: number; first: DecisionPair }>();
  for (const pair of pairs) {
    const delta = compareDecisions(pair.before, pair.after);
    if (delta === null) continue;
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) {
      if (delta[name]) counts[name] += pair.findings;
    }
    const key = JSON.stringify([toDecidedParty(pair.before), toDecidedParty(pair.after)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { findings: pair.findings, first: pair });
    else {
      group.findings += pair.findings;
      if (pair.findings > group.first.findings) group.first = pair;
    }
  }
  const sorted = [...groups].sort(
    ([a, { findings: x }], [b, { findings: y }]) => y - x || compareText(a, b),
  );
  return { counts, groups: sorted.map(([, group]) => group) };
}
