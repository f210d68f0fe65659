import type { Asset, Claim } from "../../src/domain/world/world.ts";
import type { Setting } from "./fast-decide.ts";
import { coversBy } from "./naive-claims.ts";
import { covers, type Subject } from "./naive-objects.ts";
import type { Question } from "./naive-question.ts";

/** Whether the asset is about something else than the question. */
export function isElsewhere(asset: Asset, question: Question, { registry }: Setting): boolean {
  return !objectsOf(question).some((object) => covers(asset, object, registry));
}

/** Whether the claim covers nothing of the question. */
export function isClaimElsewhere(
  claim: Pick<Claim, "asset" | "exact">,
  question: Question,
  { registry }: Setting,
): boolean {
  return !objectsOf(question).some((object) => coversBy(claim, object, registry));
}

/** Address and name of the question, whatever its kind is about. */
function objectsOf({ address, name }: Question): Subject[] {
  return [
    ...(address === null ? [] : [{ kind: "address" as const, address }]),
    ...(name === null ? [] : [{ kind: "name" as const, name }]),
  ];
}
