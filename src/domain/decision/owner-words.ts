import { type FindingType, isCalled } from "../finding/finding-type.ts";
import type { CompiledOrganisation, CompiledStop } from "../world/compiled-world.ts";
import { isValidAt } from "../world/validity.ts";
import type { Filter } from "../world/world.ts";
import type { Held } from "./decision.ts";
import type { Question } from "./question.ts";

/**
 * The effective owner's own words that end the walk before the ladder: a filter on the kind or type, a stop on the
 * finding's network object or what encloses it. Null when it said nothing.
 *
 * A stop counts while it holds at the time of deciding: what an owner no longer wants it is not sent, whenever it was
 * seen. It does not count when the type is actively exploited.
 */
export function findOwnersWord(question: Question, owner: CompiledOrganisation): Held | null {
  const { type } = question.input;
  for (const filter of owner.filters) {
    const isMatch = declines(filter, type);
    note(
      question,
      "filter",
      describeFilter(owner, filter),
      isMatch ? "declined" : "does not match",
    );
    if (isMatch) return { reason: "declined", detail: describeFilter(owner, filter) };
  }
  for (const head of question.objectHeads) {
    for (let node: typeof head | null = head; node !== null; node = node.parent) {
      for (const stop of node.stops) {
        if (stop.organisation !== owner.id) continue;
        const fault = findStopFault(stop, question);
        const detail = `${owner.id} asked not to hear of ${node.text}: ${stop.reason}`;
        note(question, "stop", detail, fault ?? "stopped");
        if (fault === null) return { reason: "stopped", detail };
      }
    }
  }
  return null;
}

/** Whether all that the filter names is so; one that names nothing declines nothing. A type goes by any of its names. */
function declines(filter: Filter, type: FindingType): boolean {
  if (filter.kind === null && filter.type === null) return false;
  if (filter.kind !== null && filter.kind !== type.kind) return false;
  return filter.type === null || isCalled(type, filter.type);
}

function findStopFault(stop: CompiledStop, question: Question): string | null {
  if (!isValidAt(stop, question.decidedAt)) return "not in force";
  return question.input.type.exploited ? "broken: the type is actively exploited" : null;
}

function describeFilter(owner: CompiledOrganisation, filter: Filter): string {
  return `${owner.id} declines ${[filter.kind, filter.type].filter(Boolean).join(" ")}`;
}

function note(
  question: Question,
  step: "filter" | "stop",
  candidate: string,
  outcome: string,
): void {
  question.trace?.push({ step, candidate, outcome });
}
