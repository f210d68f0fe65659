import type { AdviceTexts } from "../domain/finding/advice.ts";
import type { Catalogue } from "../domain/finding/finding-type.ts";
import { kinds } from "../domain/finding/kind.ts";
import { AppError } from "../platform/errors.ts";
import { readCveNames } from "./cve-names.ts";

/**
 * Throws `input-refused` where a finding type has no advice, or an advice text belongs to no finding type.
 *
 * @param folder of the catalogue, whose list of CVEs names advice too
 */
export function checkAdvice(texts: AdviceTexts, { types }: Catalogue, folder: string): void {
  const named = new Set<string>(kinds);
  for (const { advice } of types) named.add(advice);
  for (const { advice } of readCveNames(folder, []).known.values()) {
    if (advice !== null) named.add(advice);
  }
  const present = new Set(texts.keys());
  const problems = [
    ...[...named.difference(present)].map((name) => `${name} is asked for and missing`),
    ...[...present.difference(named)].map((name) => `${name} belongs to no finding type`),
  ];
  if (problems.length === 0) return;
  throw new AppError("input-refused", `Advice texts cannot be used: ${problems.join("; ")}.`, {
    remedy: "Name each text as advice of a finding type in data/finding-types, and no other.",
  });
}
