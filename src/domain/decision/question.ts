import { noPolicy } from "../finding/policy-number.ts";
import { tlpRank } from "../finding/tlp.ts";
import type {
  AddressClass,
  AssetNode,
  CompiledPolicy,
  CompiledWorld,
  NameClass,
} from "../world/compiled-world.ts";
import { isValidForEither } from "../world/validity.ts";
import type { Circumstances, TraceStep } from "./decision.ts";

const none: readonly never[] = [];

/** One walk through the decision: the input, with what the world says about its subjects. */
export type Question = {
  readonly input: Circumstances;
  readonly world: CompiledWorld;
  readonly observedAt: number;
  readonly decidedAt: number;
  readonly labelRank: number;
  /** What of the finder's policy holds at one of the two instants. */
  readonly policies: readonly CompiledPolicy[];
  /** Null when the address is absent or no evidence for the kind. */
  readonly address: AddressClass | null;
  /** Null when the name is absent or no evidence for the kind. */
  readonly name: NameClass | null;
  /** Innermost objects around the subjects, in subject order, the AS of an address behind its prefixes. */
  readonly heads: readonly AssetNode[];
  /** Those of them around the network object of the finding. */
  readonly objectHeads: readonly AssetNode[];
  readonly trace: TraceStep[] | null;
};

/** What the world says about the identifiers of a finding; null for those that it does not have. */
export type Subjects = {
  readonly address: AddressClass | null;
  readonly name: NameClass | null;
};

/**
 * The question that an input puts: which of its identifiers count as evidence, in which order.
 *
 * "Name (if about a name)" is read as what the type is about, not as whether some row came with a name: identity
 * leaves the name out of findings about addresses, so letting it choose the owner would make the decision depend on
 * which of two rows came first. A finding that has no address is about its name.
 */
export function toQuestion(
  input: Circumstances,
  subjects: Subjects,
  world: CompiledWorld,
  trace: TraceStep[] | null,
): Question {
  const { kind, about } = input.type;
  const isCompromise = kind === "compromise";
  const address = kind === "leaked-credential" ? null : subjects.address;
  const isAboutName = subjects.name !== null && (about !== "address" || address === null);
  const name = isAboutName || isCompromise ? subjects.name : null;
  const ofAddress = toHeads(address?.prefix, address?.system);
  const ofName = toHeads(name?.name);
  if (trace !== null) {
    if (subjects.address !== address) noteUnused(trace, "address", `no evidence for ${kind}`);
    if (subjects.name !== name) noteUnused(trace, "name", "the type is about addresses");
  }
  return {
    input,
    world,
    observedAt: input.observedAt,
    decidedAt: input.decidedAt,
    labelRank: tlpRank(input.tlp),
    policies: policiesInForce(input, world),
    address,
    name,
    heads: isCompromise ? [...ofAddress, ...ofName] : [...ofName, ...ofAddress],
    objectHeads: isAboutName ? ofName : ofAddress,
    trace,
  };
}

/** The lines that hold when the finding was observed or when it is decided: all of them count (ADR 9). */
function policiesInForce(input: Circumstances, world: CompiledWorld): readonly CompiledPolicy[] {
  if (input.policy === noPolicy) return none;
  const lines = world.policies.get(input.policy);
  return lines === undefined ? none : lines.filter((line) => isValidForEither(line, input));
}

function noteUnused(trace: TraceStep[], candidate: string, outcome: string): void {
  trace.push({ step: "subject", candidate, outcome });
}

function toHeads(...nodes: readonly (AssetNode | null | undefined)[]): readonly AssetNode[] {
  return nodes.filter((node) => node !== null && node !== undefined);
}
