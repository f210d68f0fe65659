import { compareText } from "../compare-text.ts";
import type { Tier } from "../finding/tier.ts";
import type { CompiledOrganisation } from "../world/compiled-world.ts";
import { formatMandateScope } from "../world/mandate-scope.ts";
import { describeOutside, isValidForBoth, isValidForEither } from "../world/validity.ts";
import type { Mandate, MandateScope } from "../world/world.ts";
import type { Holding } from "./effective-claims.ts";
import type { Question } from "./question.ts";

/** Whose the finding is and in whose network it lies: what makes somebody a party to it. */
export type Parties = { readonly owner: Holding | null; readonly operator: Holding | null };

/** Whether an organisation may receive a finding at all, and up to which tier. */
export type Entitlement =
  | { readonly kind: "entitled"; readonly maxTier: Tier }
  | { readonly kind: "barred"; readonly outcome: string };

const unlimited: Entitlement = { kind: "entitled", maxTier: 3 };

/**
 * Whether the organisation may receive what is not its own (ADR 9).
 *
 * An owner needs no mandate. An organisation that has mandates, or ever had, receives what one of them covers that holds
 * at both instants, and no more. One that never had any stands as its roles and relations say, unless a mandate is
 * required. Of several that cover the finding the one that shows most counts.
 */
export function findEntitlement(
  question: Question,
  organisation: CompiledOrganisation,
  parties: Parties,
): Entitlement {
  const { mandates } = organisation;
  if (organisation === parties.owner?.organisation) return unlimited;
  if (mandates.length === 0) return withoutAny(question);
  const covering = mandates.filter((mandate) => covers(mandate, question, organisation, parties));
  const mandate = covering.find((candidate) => isValidForBoth(candidate, question));
  if (mandate !== undefined) {
    const candidate = `${organisation.id} about ${formatMandateScope(mandate.about)}`;
    question.trace?.push({ step: "mandate", candidate, outcome: mandate.instrument });
    return mandate.maxTier === null ? unlimited : { kind: "entitled", maxTier: mandate.maxTier };
  }
  return { kind: "barred", outcome: `no mandate: ${describeLack(question, covering, mandates)}` };
}

/** Who never had a mandate needs one where that is required. */
function withoutAny(question: Question): Entitlement {
  const { mandateRequired } = question.world.world;
  if (mandateRequired.length === 0) return unlimited;
  const duties = mandateRequired.filter((duty) => isValidForEither(duty, question));
  if (duties.length === 0) return unlimited;
  const [reference] = duties.flatMap(({ reference }) => reference ?? []).sort(compareText);
  const because = reference === undefined ? "" : `: ${reference} asks for one`;
  return { kind: "barred", outcome: `no mandate${because}` };
}

/** Which instrument lacks, and how. */
function describeLack(
  question: Question,
  covering: readonly Mandate[],
  mandates: readonly Mandate[],
): string {
  const [lapsed] = covering;
  if (lapsed !== undefined) return `${lapsed.instrument} is ${describeOutside(lapsed, question)}`;
  const held = mandates.find((mandate) => isValidForBoth(mandate, question)) ?? mandates[0];
  if (held === undefined) return "none";
  const kinds = held.kinds === null ? "" : ` (${held.kinds.join(", ")})`;
  return `${held.instrument} covers ${formatMandateScope(held.about)}${kinds}`;
}

function covers(
  { about, kinds }: Mandate,
  question: Question,
  organisation: CompiledOrganisation,
  parties: Parties,
): boolean {
  if (kinds !== null && !kinds.includes(question.input.type.kind)) return false;
  return isWithin(about, question, organisation, parties);
}

function isWithin(
  about: MandateScope,
  question: Question,
  organisation: CompiledOrganisation,
  { owner, operator }: Parties,
): boolean {
  switch (about.kind) {
    case "own":
      return organisation === operator?.organisation;
    case "members":
      return serves(question, organisation, owner) || serves(question, organisation, operator);
    case "sector":
      return owner?.organisation.sector === about.sector;
    case "country":
      return question.address?.country === about.country;
    case "anyone":
      return true;
  }
}

function serves(
  question: Question,
  organisation: CompiledOrganisation,
  member: Holding | null,
): boolean {
  for (const relation of member?.organisation.relations ?? []) {
    if (relation.intermediary === organisation && isValidForBoth(relation, question)) return true;
  }
  return false;
}
