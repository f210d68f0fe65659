import type { Asset } from "../../src/domain/world/world.ts";
import type { Setting } from "./fast-decide.ts";
import { covers, type Subject } from "./naive-objects.ts";
import type { Question } from "./naive-question.ts";

/** Whether the asset is about something else than the question. */
export function isElsewhere(
  asset: Asset,
  { address, name }: Question,
  { registry }: Setting,
): boolean {
  const subjects: Subject[] = [
    ...(address === null ? [] : [{ kind: "address" as const, address }]),
    ...(name === null ? [] : [{ kind: "name" as const, name }]),
  ];
  return !subjects.some((subject) => covers(asset, subject, registry));
}
