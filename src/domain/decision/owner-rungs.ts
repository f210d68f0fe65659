import type { Tier } from "../finding/tier.ts";
import type { OrganisationId } from "../ids.ts";
import type { CompiledOrganisation, CompiledRelation } from "../world/compiled-world.ts";
import { isValidForBoth } from "../world/validity.ts";
import {
  type Candidate,
  lesserTier,
  type Miss,
  noCandidate,
  toIntermediary,
  toMiss,
} from "./candidate.ts";
import type { Holding } from "./effective-claims.ts";
import type { Question } from "./question.ts";

/** What an owner may be shown by the trust of the claim that made it the owner: attested, vouched, registry, proved. */
const tierByTrust: readonly Tier[] = [1, 2, 2, 3];

/** chosen-path: the owner itself, or an intermediary that it has a live relation to. */
export function chosenPath(question: Question, owner: Holding | null): Candidate | Miss {
  if (owner === null) return noCandidate;
  const { path } = owner.organisation;
  if (path === null) return noCandidate;
  return path === "direct"
    ? ownerItself(owner)
    : throughIntermediary(question, owner.organisation, path);
}

/** designated: the intermediary designated for the owner's sector, if related; of several the lower id. */
export function designated(question: Question, owner: Holding | null): Candidate | Miss {
  if (owner === null) return noCandidate;
  let unrelated: CompiledOrganisation | null = null;
  for (const designation of owner.organisation.designations) {
    if (!isValidForBoth(designation, question)) continue;
    const { intermediary } = designation;
    if (findRelation(question, owner.organisation, intermediary.id)) {
      return toIntermediary(intermediary);
    }
    unrelated ??= intermediary;
  }
  return unrelated === null ? noCandidate : toMiss(unrelated.id, "no relation");
}

/** sole-intermediary: of the only live relation. */
export function soleIntermediary(question: Question, owner: Holding | null): Candidate | Miss {
  if (owner === null) return noCandidate;
  let sole: CompiledOrganisation | null = null;
  for (const relation of owner.organisation.relations) {
    if (!isValidForBoth(relation, question)) continue;
    if (sole !== null && sole !== relation.intermediary) return toMiss(null, "several relations");
    sole = relation.intermediary;
  }
  return sole === null ? noCandidate : toIntermediary(sole);
}

/** owner: the organisation of the first claim. */
export function owner(_question: Question, holding: Holding | null): Candidate | Miss {
  return holding === null ? noCandidate : ownerItself(holding);
}

/** The intermediary that an organisation chose, if their relation is live. */
export function throughIntermediary(
  question: Question,
  member: CompiledOrganisation,
  id: OrganisationId,
): Candidate | Miss {
  const relation = findRelation(question, member, id);
  return relation === null ? toMiss(id, "no relation") : toIntermediary(relation.intermediary);
}

function ownerItself({ organisation, claim }: Holding): Candidate {
  return {
    kind: "candidate",
    organisation,
    addresses: organisation.addresses,
    audience: "owner",
    maxTier: lesserTier(organisation.maxTier ?? 3, tierByTrust[claim.trustRank] ?? 0),
  };
}

function findRelation(
  question: Question,
  member: CompiledOrganisation,
  id: OrganisationId,
): CompiledRelation | null {
  for (const relation of member.relations) {
    if (relation.intermediary.id === id && isValidForBoth(relation, question)) return relation;
  }
  return null;
}
