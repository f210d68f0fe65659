import type { AssetNode, CompiledClaim, CompiledOrganisation } from "../world/compiled-world.ts";
import { trustRank, trusts } from "../world/trust.ts";
import { describeOutside, isValidForBoth } from "../world/validity.ts";
import type { ClaimUse } from "../world/world.ts";
import type { Question } from "./question.ts";

/** Whose object it is, and by which claim on what. */
export type Holding = {
  readonly organisation: CompiledOrganisation;
  readonly claim: CompiledClaim;
  readonly node: AssetNode;
};

/** The owner of the subjects; a conflict when two organisations are equal in all but the id of their claims. */
export type Ownership =
  | { readonly kind: "owned"; readonly holding: Holding }
  | { readonly kind: "conflict"; readonly holdings: readonly [Holding, Holding] }
  | { readonly kind: "unclaimed" };

const provedRank = trustRank("proved");
const registryRank = trustRank("registry");
const unclaimed: Ownership = { kind: "unclaimed" };

/** Steps 2 to 4 of the decision: effective `own` claims, in order, and the organisation of the first. */
export function findOwnership(question: Question): Ownership {
  const { trace } = question;
  let first: Holding | null = null;
  let firstStep = -1;
  let rival: Holding | null = null;
  for (const head of question.heads) {
    for (let node: AssetNode | null = head; node !== null; node = node.parent) {
      for (const claim of node.own) {
        if (first !== null && trace === null && !isTied(first, claim, node)) {
          return toOwnership(first, rival);
        }
        const fault = findClaimFault(claim, node, question);
        if (fault !== null) {
          noteClaim(question, claim, node, fault);
        } else if (first === null) {
          first = { organisation: claim.organisation, claim, node };
          firstStep = trace?.length ?? -1;
          noteClaim(question, claim, node, "owner");
        } else if (isTied(first, claim, node) && claim.organisation !== first.organisation) {
          rival ??= { organisation: claim.organisation, claim, node };
          noteClaim(question, claim, node, "conflict");
        } else {
          noteClaim(question, claim, node, "outranked");
        }
      }
    }
  }
  const step = trace?.[firstStep];
  if (trace && rival !== null && step?.step === "claim") {
    trace[firstStep] = { ...step, outcome: "conflict" };
  }
  return first === null ? unclaimed : toOwnership(first, rival);
}

function toOwnership(first: Holding, rival: Holding | null): Ownership {
  return rival === null
    ? { kind: "owned", holding: first }
    : { kind: "conflict", holdings: [first, rival] };
}

/** The most specific effective `operate` claim around a subject; null when there is none. */
export function findOperator(question: Question): Holding | null {
  let operator: Holding | null = null;
  for (const head of question.heads) {
    for (let node: AssetNode | null = head; node !== null; node = node.parent) {
      for (const claim of node.operate) {
        const fault = findClaimFault(claim, node, question);
        if (fault !== null) {
          noteClaim(question, claim, node, fault);
        } else if (operator === null) {
          operator = { organisation: claim.organisation, claim, node };
          noteClaim(question, claim, node, "operator");
          if (question.trace === null) return operator;
        } else {
          noteClaim(question, claim, node, "outranked");
        }
      }
    }
  }
  return operator;
}

/** Equal in all but the id: on one object, with one trust, since one instant. */
function isTied(first: Holding, claim: CompiledClaim, node: AssetNode): boolean {
  return (
    node === first.node &&
    claim.trustRank === first.claim.trustRank &&
    claim.since === first.claim.since
  );
}

function findClaimFault(claim: CompiledClaim, node: AssetNode, question: Question): string | null {
  if (claim.organisation.suspended) return "organisation not in good standing";
  if (!isValidForBoth(claim, question)) return describeOutside(claim, question);
  if (waits(claim, node, question)) return "waits: inside a proved claim of another organisation";
  return null;
}

/**
 * Whether the claim waits until it is proved itself or the holder of the enclosing claim agrees: it is attested or
 * vouched, of either use, and inside another organisation's effective proved `own` claim. An AS number encloses nothing.
 */
function waits(claim: CompiledClaim, node: AssetNode, question: Question): boolean {
  if (claim.trustRank >= registryRank || claim.agreed || node.kind === "asn") return false;
  for (let outer: AssetNode | null = node; outer !== null; outer = outer.parent) {
    for (const held of outer.own) {
      // Best first: no proved claim follows a lesser one.
      if (held.trustRank !== provedRank) break;
      if (held.organisation === claim.organisation || held.organisation.suspended) continue;
      if (isValidForBoth(held, question)) return true;
    }
  }
  return false;
}

function noteClaim(
  question: Question,
  claim: CompiledClaim,
  node: AssetNode,
  outcome: string,
): void {
  if (question.trace === null) return;
  const use = claim.use === "operate" ? "operate " : "";
  const exactly = claim.exact ? "exactly " : "";
  const object = `${use}${exactly}${node.text}`;
  const candidate = `${claim.organisation.id} ${object} ${trusts[claim.trustRank]}`;
  question.trace.push({ step: "claim", candidate, outcome });
}

/** All effective claims of the use around the subjects, best first. */
export function listHoldings(question: Question, use: ClaimUse): Holding[] {
  const holdings: Holding[] = [];
  for (const head of question.heads) {
    for (let node: AssetNode | null = head; node !== null; node = node.parent) {
      for (const claim of node[use]) {
        if (findClaimFault(claim, node, question) !== null) continue;
        holdings.push({ organisation: claim.organisation, claim, node });
      }
    }
  }
  return holdings;
}
