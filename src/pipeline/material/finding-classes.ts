import type { DomainName } from "../../domain/network/domain-name.ts";
import { specialReason4, specialReason6 } from "../../domain/network/special-ranges.ts";
import { classOfAddress4, classOfAddress6, classOfName } from "../../domain/world/compile-world.ts";
import type { CompiledWorld } from "../../domain/world/compiled-world.ts";
import type { StreamedFinding } from "../../store/streamed-findings.ts";

/** Whether an address counts at all: special ones say nothing about anybody. */
export function hasOrdinaryAddress({ family, words }: StreamedFinding): boolean {
  if (family === 0) return false;
  return family === 4
    ? specialReason4(words[0] as number) === null
    : specialReason6(words, 0) === null;
}

/** Class of an ordinary address in this world. */
export function addressClassOf(world: CompiledWorld, { family, words }: StreamedFinding): number {
  return family === 4
    ? classOfAddress4(world, words[0] as number)
    : classOfAddress6(world, words, 0);
}

/** Class of the name in this world; -1 when there is none. */
export function nameClassOf(world: CompiledWorld, { name }: StreamedFinding): number {
  return name === null ? -1 : classOfName(world, name as DomainName);
}
