import { policyNumberOf } from "../../src/domain/finding/policy-number.ts";
import type {
  FinderPolicy,
  Organisation,
  RecipientCategory,
} from "../../src/domain/world/world.ts";
import type { Capacity } from "./naive-ladder.ts";
import { addressOf, countryOf } from "./naive-objects.ts";
import { type Asked, holdsSometime } from "./naive-question.ts";

const categories: Readonly<Record<Capacity, RecipientCategory>> = {
  owner: "owner",
  intermediary: "intermediary",
  operator: "network-operator",
  "foreign-csirt": "foreign-csirt",
  "security-txt": "published-contact",
  "abuse-contact": "published-contact",
};

/** "A finding stands under its finder's policy": all lines that hold when it was observed or when it is decided. */
function policiesOf({ world, question }: Asked): FinderPolicy[] {
  return world.finders
    .filter(({ id }) => policyNumberOf(id) === question.policy)
    .flatMap(({ policies }) => policies)
    .filter((policy) => holdsSometime(policy, question));
}

/** Whether the finder lets somebody in this capacity have it. */
export function isWithinPolicy(
  capacity: Capacity,
  organisation: Organisation | null,
  asked: Asked,
): boolean {
  const country = recipientCountry(capacity, organisation, asked);
  return policiesOf(asked).every((policy) => {
    if (policy.recipients !== null && !policy.recipients.includes(categories[capacity])) {
      return false;
    }
    if (!policy.government && organisation !== null && organisation.government) return false;
    return policy.countries === null || (country !== null && policy.countries.includes(country));
  });
}

/** "Evidence withheld: what a scan sees, no proof." */
export function isEvidenceWithheld(asked: Asked): boolean {
  return policiesOf(asked).some(({ evidence }) => evidence === "withheld");
}

/**
 * "An organisation is where it says, else at home; a CSIRT abroad, and who is known by an address alone, is where the
 * finding is."
 */
function recipientCountry(
  capacity: Capacity,
  organisation: Organisation | null,
  asked: Asked,
): string | null {
  if (organisation !== null && organisation.country !== null) return organisation.country;
  if (organisation !== null && capacity !== "foreign-csirt") return asked.homeCountry;
  const address = addressOf(asked.question);
  return address === null ? null : countryOf(asked.registry, address);
}
