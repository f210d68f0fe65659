import type { Tier } from "../finding/tier.ts";
import type { CompiledOrganisation, CompiledPolicy } from "../world/compiled-world.ts";
import type { RecipientCategory } from "../world/world.ts";
import type { Question } from "./question.ts";

/** Whom a finder's policy is asked about. */
export type PolicySubject = {
  readonly category: RecipientCategory;
  /** Null where only an address is known. */
  readonly organisation: CompiledOrganisation | null;
};

/** What may be shown of a finding whose finder withholds its evidence: what a scan sees, no proof. */
const withoutEvidence: Tier = 1;

/** Why the finder does not want this party to have it; null when it does. */
export function findPolicyFault(question: Question, subject: PolicySubject): string | null {
  for (const policy of question.policies) {
    const fault = findFault(policy, question, subject);
    if (fault !== null) return `not permitted by ${policy.finder}: ${fault}`;
  }
  return null;
}

/** The highest tier that may be shown of the finding, whoever sees it. */
export function tierByPolicy(question: Question): Tier {
  return question.policies.some(({ evidence }) => evidence === "withheld") ? withoutEvidence : 3;
}

function findFault(
  { recipients, government, countries }: CompiledPolicy,
  question: Question,
  { category, organisation }: PolicySubject,
): string | null {
  if (recipients !== null && !recipients.includes(category)) return `nothing for ${category}`;
  if (!government && organisation?.government) return "nothing for public authorities";
  if (countries === null) return null;
  const country = countryOf(question, category, organisation);
  return country !== null && countries.includes(country)
    ? null
    : `nothing for ${country ?? "an unknown country"}`;
}

/**
 * An organisation is where it says, else at home; a CSIRT abroad, and who is known by an address alone, is where the
 * finding is.
 */
function countryOf(
  question: Question,
  category: RecipientCategory,
  organisation: CompiledOrganisation | null,
): string | null {
  const ofFinding = question.address?.country ?? null;
  if (organisation === null) return ofFinding;
  if (organisation.country !== null) return organisation.country;
  return category === "foreign-csirt" ? ofFinding : question.world.homeCountry;
}
