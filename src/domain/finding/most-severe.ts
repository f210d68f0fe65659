import { compareText } from "../compare-text.ts";
import type { FindingType } from "./finding-type.ts";
import { type Kind, kinds } from "./kind.ts";
import { severityRank } from "./severity.ts";

/** Kinds by how much has happened already. */
const kindRank: Readonly<Record<Kind, number>> = {
  compromise: 0,
  vulnerability: 1,
  misconfiguration: 2,
  "leaked-credential": kinds.length,
};

/**
 * The most severe finding types, worst first: by severity, then those that are exploited, then by kind (what is broken into
 * before what can be), then by id. They have advice of their own.
 */
export function mostSevere(types: readonly FindingType[], count: number): FindingType[] {
  return types
    .toSorted(
      (a, b) =>
        severityRank(b.severity) - severityRank(a.severity) ||
        Number(b.exploited) - Number(a.exploited) ||
        kindRank[a.kind] - kindRank[b.kind] ||
        compareText(a.id, b.id),
    )
    .slice(0, count);
}
