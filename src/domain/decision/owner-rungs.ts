import type { Tier } from "../finding/tier.ts";
import type { OrganisationId } from "../ids.ts";
import type { CompiledOrganisation, CompiledRelation } from "../world/compiled-world.ts";
import { describeOutside, isValidForBoth } from "../world/validity.ts";
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
    const { intermediary, kinds, reference } = designation;
    if (kinds !== null && !kinds.includes(question.input.type.kind)) continue;
    const isValid = isValidForBoth(designation, question);
    if (question.trace !== null && (reference !== null || !isValid)) {
      const candidate = `${intermediary.id} for ${owner.organisation.sector}`;
      const outcome = isValid ? reference : describeOutside(designation, question);
      question.trace.push({ step: "designation", candidate, outcome: outcome ?? "" });
    }
    if (!isValid) continue;
    if (findRelation(question, owner.organisation, intermediary.id)) {
      return toIntermediary(intermediary);
    }
    unrelated ??= intermediary;
  }
  return unrelated === null
    ? noCandidate
    : missRelation(question, owner.organisation, unrelated.id);
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
  return relation === null
    ? missRelation(question, member, id)
    : toIntermediary(relation.intermediary);
}

/** Without a relation that holds; where there is one at other times, the date that is in the way. */
function missRelation(question: Question, member: CompiledOrganisation, id: OrganisationId): Miss {
  const other = member.relations.find((relation) => relation.intermediary.id === id);
  if (question.trace === null || other === undefined) return toMiss(id, "no relation");
  return toMiss(id, `no relation: ${describeOutside(other, question)}`);
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
