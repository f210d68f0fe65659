import type { CompiledAddress } from "../world/compiled-world.ts";
import {
  type Candidate,
  type Miss,
  noCandidate,
  toMiss,
  toNetwork,
  toPublished,
} from "./candidate.ts";
import type { Holding } from "./effective-claims.ts";
import { throughIntermediary } from "./owner-rungs.ts";
import type { Question } from "./question.ts";

/** security-txt: the preferred published contact of exactly this name that has not expired. */
export function securityTxt(question: Question): Candidate | Miss {
  const published = question.name?.securityTxt ?? [];
  for (const { address, expiresAt } of published) {
    if (question.decidedAt < expiresAt) return toPublished([address], "owner");
  }
  return published[0] === undefined ? noCandidate : toMiss(published[0].address.email, "expired");
}

/**
 * network-operator: through the intermediary it chose, or itself.
 *
 * Its path works as an owner's: without a live relation the choice is passed over, and what remains is the operator.
 */
export function networkOperator(question: Question, operator: Holding | null): Candidate | Miss {
  if (operator === null) return noCandidate;
  const { organisation } = operator;
  if (organisation.path !== null && organisation.path !== "direct") {
    const chosen = throughIntermediary(question, organisation, organisation.path);
    if (chosen.kind === "candidate") return chosen;
  }
  return toNetwork(organisation);
}

/**
 * abuse-contact: of the smallest registered range that has one; when that is silent, of the AS; where the registry has
 * neither, what we looked up ourselves.
 */
export function abuseContact(question: Question): Candidate | Miss {
  const addresses: CompiledAddress[] = [];
  if (question.address?.rangeContact) addresses.push(question.address.rangeContact);
  if (question.address?.systemContact) addresses.push(question.address.systemContact);
  addresses.push(...(question.address?.foundContacts ?? []));
  return addresses.length === 0 ? noCandidate : toPublished(addresses, "network");
}
