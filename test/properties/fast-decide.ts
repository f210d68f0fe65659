import { noFoundContacts } from "../../src/domain/contacts/found-contacts.ts";
import { decide } from "../../src/domain/decision/decide.ts";
import type { Decision, TraceStep } from "../../src/domain/decision/decision.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import type { Registry } from "../../src/domain/registry/registry.ts";
import {
  classOfAddress4,
  classOfAddress6,
  classOfName,
  compileWorld,
} from "../../src/domain/world/compile-world.ts";
import type { CompiledWorld } from "../../src/domain/world/compiled-world.ts";
import type { Silences } from "../../src/domain/world/silence.ts";
import type { World } from "../../src/domain/world/world.ts";
import { naiveDecide } from "./naive-decide.ts";
import type { ListedSilence, Question } from "./naive-question.ts";

/** What decisions are made in. */
export type Setting = {
  readonly world: World;
  readonly registry: Registry;
  readonly deadAddresses: ReadonlySet<EmailAddress>;
  /** The suppression list; absent: it is empty. */
  readonly silences?: readonly ListedSilence[];
};

/** Answers questions in one setting. */
export type Decider = (question: Question, trace?: TraceStep[]) => Decision;

/** The decision as the pipeline makes it: the setting compiled once, objects turned into classes. */
export function fastDecider({ world, registry, deadAddresses, silences = [] }: Setting): Decider {
  const listed: Silences = {
    all: silences,
    ever: null,
    of: (email) => silences.filter((silence) => silence.email === email),
  };
  const compiled = compileWorld(world, registry, deadAddresses, "NL", noFoundContacts, listed);
  return ({ address, name, ...rest }, trace) =>
    decide(
      {
        ...rest,
        addressClass: address === null ? -1 : classOfAddress(compiled, address),
        nameClass: name === null ? -1 : classOfName(compiled, name),
      },
      compiled,
      trace,
    );
}

/** The decision once more, slowly. */
export function naiveDecider({ world, registry, deadAddresses, silences }: Setting): Decider {
  return (question) => naiveDecide(question, world, registry, deadAddresses, "NL", silences);
}

function classOfAddress(
  compiled: CompiledWorld,
  { family, words }: NonNullable<Question["address"]>,
): number {
  return family === 4 ? classOfAddress4(compiled, words[0]) : classOfAddress6(compiled, words, 0);
}
