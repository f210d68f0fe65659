import type { Duration } from "../duration.ts";
import { type ApprovableAct, approvable } from "./approvable.ts";

/** How many people an act needs. */
export type ApprovalRule = {
  /** At least two: whoever asks is one of them. */
  readonly people: number;
  /** Of how many different bodies they have to be; 1: whichever. */
  readonly bodies: number;
  /** How long a request holds, approved or not. */
  readonly within: Duration;
  /** Only where the figure of the act is greater; null: always, or where a brake holds it. */
  readonly above: number | null;
};

/** The rules of an installation; an act that none is about needs one person. */
export type Approvals = { readonly [act in ApprovableAct]?: ApprovalRule };

/** How much an act would do. */
export type Extent = {
  /** In what `approvable` says of the act; null where it counts nothing. */
  readonly figure: number | null;
  /** Whether a brake holds it. */
  readonly braked: boolean;
};

/** Whether an act of this extent needs approval by the rule. */
export function needsApproval(
  rule: ApprovalRule,
  act: ApprovableAct,
  { figure, braked }: Extent,
): boolean {
  if (braked) return true;
  if (rule.above !== null) return figure === null || figure > rule.above;
  return !approvable[act].braked;
}

/** One human being or one program, whichever of its tokens it shows. */
export type Person = { readonly name: string; readonly body: string | null };

export type ApprovalAnswer = { readonly person: Person; readonly approves: boolean };

/** What the state of a request follows from. */
export type ApprovalFacts = {
  readonly asker: Person;
  readonly people: number;
  readonly bodies: number;
  /** Exclusive. */
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly answers: readonly ApprovalAnswer[];
};

export type ApprovalState =
  | {
      readonly kind: "waiting";
      /** How many people at least are still needed. */
      readonly people: number;
      /** Of how many other bodies than `presentBodies` some of them have to be. */
      readonly bodies: number;
      readonly presentBodies: readonly string[];
    }
  | { readonly kind: "approved" | "refused" | "expired" | "used" };

/**
 * Where a request stands. The asker is one of the people, and what it says of its own request adds nothing; nobody counts
 * twice, no body counts twice, and people without a body count for none. One refusal refuses.
 */
export function stateOfApproval(facts: ApprovalFacts, now: Date): ApprovalState {
  if (facts.usedAt !== null) return { kind: "used" };
  if (facts.answers.some(({ approves }) => !approves)) return { kind: "refused" };
  if (now.getTime() >= facts.expiresAt.getTime()) return { kind: "expired" };
  const others = facts.answers.filter(({ person }) => person.name !== facts.asker.name);
  const present = [facts.asker, ...others.map(({ person }) => person)];
  const names = new Set(present.map(({ name }) => name));
  const presentBodies = listBodies(present);
  const bodies = facts.bodies === 1 ? 0 : Math.max(0, facts.bodies - presentBodies.length);
  const people = Math.max(0, facts.people - names.size, bodies);
  return people === 0 ? { kind: "approved" } : { kind: "waiting", people, bodies, presentBodies };
}

/** The bodies of these people, each once as it was first written; people write names of bodies by hand. */
function listBodies(people: readonly Person[]): string[] {
  const bodies = new Map<string, string>();
  for (const { body } of people) {
    const key = body?.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase() ?? "";
    if (body !== null && key !== "" && !bodies.has(key)) bodies.set(key, body);
  }
  return [...bodies.values()];
}

/** Why this person cannot answer so; null: it can. A refusal may follow on one's own approval, and takes one's own request back. */
export function findAnswerFault(
  facts: ApprovalFacts,
  { person, approves }: ApprovalAnswer,
  now: Date,
): "own" | "twice" | "closed" | null {
  const { kind } = stateOfApproval(facts, now);
  if (kind !== "waiting" && (approves || kind !== "approved")) return "closed";
  if (!approves) return null;
  if (person.name === facts.asker.name) return "own";
  return facts.answers.some((answer) => answer.person.name === person.name) ? "twice" : null;
}
