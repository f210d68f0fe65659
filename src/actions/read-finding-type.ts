import type { Actor } from "../domain/access/actor.ts";
import { type AdviceTexts, adviceOf, type TypeAdvice } from "../domain/finding/advice.ts";
import type { Catalogue, FindingType, Language } from "../domain/finding/finding-type.ts";
import { AppError } from "../platform/errors.ts";
import { permit } from "./access/permit.ts";

export type ReadFindingTypeContext = {
  readonly catalogue: Catalogue;
  readonly advice: AdviceTexts;
};

/** What the catalogue says of a type, by any of its names, and what to do about its findings; throws `not-found`. */
export function readFindingType({
  context,
  input,
}: {
  readonly context: ReadFindingTypeContext;
  readonly input: { readonly actor: Actor; readonly name: string; readonly language: Language };
}): { readonly type: FindingType; readonly advice: TypeAdvice | null } {
  permit(input.actor, "finding.read");
  const type = context.catalogue.findType(input.name);
  if (type === null) throw new AppError("not-found", "There is no such finding type.");
  return { type, advice: adviceOf(type, context.advice, input.language) };
}
