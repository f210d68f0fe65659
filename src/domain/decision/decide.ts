import type { OrganisationId } from "../ids.ts";
import type { CompiledWorld } from "../world/compiled-world.ts";
import type { Circumstances, Decision, DecisionInput, Held, TraceStep } from "./decision.ts";
import { findOperator, findOwnership, type Holding } from "./effective-claims.ts";
import { listInformed } from "./informed.ts";
import { walkLadder } from "./ladder.ts";
import { findOwnersWord } from "./owner-words.ts";
import { type Subjects, toQuestion } from "./question.ts";

/**
 * Who gets a finding, and why (2-domain.md, "The decision"): a pure function of input and world.
 *
 * `trace`, where given, is filled with every candidate and rung that was looked at, in order; the answer is the same
 * without it. A decision that holds informs nobody.
 */
export function decide(input: DecisionInput, world: CompiledWorld, trace?: TraceStep[]): Decision {
  const { addressClass, nameClass } = input;
  const address = addressClass < 0 ? null : (world.addressClasses[addressClass] ?? null);
  const name = nameClass < 0 ? null : (world.nameClasses[nameClass] ?? null);
  return decideAbout({ address, name }, input, world, trace);
}

/** `decide` about subjects that need not be a class of the world, such as a whole prefix or an AS. */
export function decideAbout(
  subjects: Subjects,
  input: Circumstances,
  world: CompiledWorld,
  trace?: TraceStep[],
): Decision {
  const question = toQuestion(input, subjects, world, trace ?? null);
  const ownership = findOwnership(question);
  if (ownership.kind === "conflict")
    return toHeldDecision(null, describeConflict(ownership.holdings));
  const owner = ownership.kind === "owned" ? ownership.holding : null;
  const word = owner === null ? null : findOwnersWord(question, owner.organisation);
  const ownerId = owner?.organisation.id ?? null;
  if (word !== null) return toHeldDecision(ownerId, word);
  const parties = { owner, operator: findOperator(question) };
  const outcome = walkLadder(question, parties);
  if ("reason" in outcome) return toHeldDecision(ownerId, outcome);
  const informed = listInformed(question, parties, outcome);
  return { owner: ownerId, informed, primary: outcome, held: null };
}

function toHeldDecision(owner: OrganisationId | null, held: Held): Decision {
  return { owner, informed: [], primary: null, held };
}

function describeConflict([a, b]: readonly [Holding, Holding]): Held {
  return {
    reason: "conflict",
    detail: `${a.node.text} is claimed alike by ${a.organisation.id} and ${b.organisation.id}`,
  };
}
