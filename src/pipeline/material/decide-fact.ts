import type { Tried } from "../../domain/decision/decision.ts";
import type { DecisionMemo } from "../../domain/decision/decision-memo.ts";
import type { FindingType } from "../../domain/finding/finding-type.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";
import { findAddress } from "../../domain/network/ip-address.ts";
import { specialReason4, specialReason6 } from "../../domain/network/special-ranges.ts";
import { classOfAddress4, classOfAddress6, classOfName } from "../../domain/world/compile-world.ts";
import type { CompiledWorld } from "../../domain/world/compiled-world.ts";
import { must } from "../../platform/errors.ts";
import type { FindingFacts } from "../../store/findings.ts";

/** Decides about a finding by what the database has of it; answers the number in the memo, which is of this world. */
export function decideFact(
  world: CompiledWorld,
  memo: DecisionMemo,
  fact: FindingFacts,
  type: FindingType,
  tried?: readonly Tried[],
): number {
  return memo.decide(
    fact.address === null ? -1 : classOfText(world, fact.address),
    fact.name === null ? -1 : classOfName(world, fact.name as DomainName),
    type,
    fact.severity,
    fact.standing,
    fact.observedAt.getTime(),
    tried,
  );
}

/** Class of an address by its text; -1 where it is special. */
export function classOfText(world: CompiledWorld, text: string): number {
  const address = must(findAddress(text), "the database holds canonical addresses");
  const words = Uint32Array.from(address.words);
  if (address.family === 4) {
    const word = words[0] as number;
    return specialReason4(word) === null ? classOfAddress4(world, word) : -1;
  }
  return specialReason6(words, 0) === null ? classOfAddress6(world, words, 0) : -1;
}
