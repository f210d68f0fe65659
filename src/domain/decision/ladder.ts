import type { Tier } from "../finding/tier.ts";
import { tlpLabels } from "../finding/tlp.ts";
import {
  describeUnusable,
  findAcceptFault,
  findUsableAddress,
  suppressedFault,
} from "../world/accepts.ts";
import { type Candidate, lesserTier, type Miss, toMiss } from "./candidate.ts";
import { catchAll, constituency, foreignCsirt, networkConstituency } from "./constituency-rungs.ts";
import type { Held, Primary } from "./decision.ts";
import { findPolicyFault, type PolicySubject, tierByPolicy } from "./finder-policy.ts";
import { findEntitlement, type Parties } from "./mandates.ts";
import { abuseContact, networkOperator, securityTxt } from "./network-rungs.ts";
import { chosenPath, designated, owner, soleIntermediary } from "./owner-rungs.ts";
import { findLabelFault, needsGrade } from "./permitted.ts";
import type { Question } from "./question.ts";
import { type Rung, rungs } from "./rung.ts";

/** Where a suppression kept away somebody who may have it; where the label or its finder's policy, or with these that would do the grade, kept away somebody who accepts. */
type Refused = { label: string | null; grade: string | null; silent: string | null };

/** Walks the ladder: the first rung, not tried, whose candidate is permitted and accepts; else why nobody gets it. */
export function walkLadder(question: Question, parties: Parties): Primary | Held {
  const refused: Refused = { label: null, grade: null, silent: null };
  for (const rung of rungs) {
    if (question.input.tried.includes(rung)) {
      question.trace?.push({ step: "rung", rung, candidate: null, outcome: "tried" });
      continue;
    }
    const found = limitByPolicy(findCandidate(rung, question, parties), question);
    const candidate = findEntitled(found, question, parties);
    if (candidate.kind === "miss") {
      const { candidate: name, outcome } = candidate;
      question.trace?.push({ step: "rung", rung, candidate: name, outcome });
      continue;
    }
    const fault = findFault(rung, candidate, question, refused);
    noteRung(question, rung, candidate, fault ?? "taken");
    if (fault === null) return toPrimary(rung, candidate, question);
  }
  return toHeld(question, refused);
}

/** The candidate with what it may see under its mandate; a miss where it lacks one. */
function findEntitled(
  candidate: Candidate | Miss,
  question: Question,
  parties: Parties,
): Candidate | Miss {
  if (candidate.kind === "miss" || candidate.organisation === null) return candidate;
  const entitlement = findEntitlement(question, candidate.organisation, parties);
  if (entitlement.kind === "barred") return toMiss(candidate.organisation.id, entitlement.outcome);
  return cap(candidate, entitlement.maxTier);
}

/** The candidate with what its finder lets anybody see. */
function limitByPolicy(candidate: Candidate | Miss, question: Question): Candidate | Miss {
  return candidate.kind === "miss" ? candidate : cap(candidate, tierByPolicy(question));
}

/** The candidate seeing no more than the tier; most see less anyway. */
function cap(candidate: Candidate, tier: Tier): Candidate {
  return candidate.maxTier <= tier ? candidate : { ...candidate, maxTier: tier };
}

function findCandidate(
  rung: Rung,
  question: Question,
  { owner: holder, operator }: Parties,
): Candidate | Miss {
  switch (rung) {
    case "chosen-path":
      return chosenPath(question, holder);
    case "designated":
      return designated(question, holder);
    case "sole-intermediary":
      return soleIntermediary(question, holder);
    case "owner":
      return owner(question, holder);
    case "constituency":
      return constituency(question, holder);
    case "security-txt":
      return securityTxt(question);
    case "network-operator":
      return networkOperator(question, operator);
    case "network-constituency":
      return networkConstituency(question);
    case "abuse-contact":
      return abuseContact(question);
    case "catch-all":
      return catchAll(question);
    case "foreign-csirt":
      return foreignCsirt(question);
  }
}

/** Why the candidate does not get it; remembers where nothing but label or grade stood in the way. */
function findFault(
  rung: Rung,
  candidate: Candidate,
  question: Question,
  refused: Refused,
): string | null {
  const { input } = question;
  const acceptFault = findAcceptFault(candidate, question);
  const labelFault =
    findLabelFault(question, candidate.audience, candidate.organisation) ??
    findPolicyFault(question, toPolicySubject(rung, candidate));
  const isGradeShort = !input.gradeSuffices && needsGrade(rung);
  if (acceptFault === suppressedFault && labelFault === null && !isGradeShort) {
    refused.silent ??= `${nameOf(candidate)} (${rung})`;
  }
  if (acceptFault === null && (labelFault !== null || isGradeShort)) {
    const described = `${nameOf(candidate)} (${rung})`;
    if (labelFault === null) refused.grade ??= described;
    else refused.label ??= `${described}: ${labelFault}`;
  }
  return labelFault ?? (isGradeShort ? "not verified: needs a release" : acceptFault);
}

function toPolicySubject(rung: Rung, { audience, organisation }: Candidate): PolicySubject {
  if (organisation === null) return { category: "published-contact", organisation };
  if (audience !== "network") return { category: audience, organisation };
  const category = rung === "foreign-csirt" ? rung : "network-operator";
  return { category, organisation };
}

function toPrimary(rung: Rung, candidate: Candidate, question: Question): Primary {
  const { input } = question;
  const address = findUsableAddress(candidate.addresses, question, input.tried);
  if (address === null) throw new Error(`rung ${rung} accepted without a usable address`);
  return {
    rung,
    organisation: candidate.organisation?.id ?? null,
    address: address.email,
    tier: lesserTier(input.type.tier, candidate.maxTier),
  };
}

/**
 * Why nobody gets it: `tlp` when the label kept away somebody who accepts, else `grade` likewise, else `stopped` when
 * somebody who may have it wants no mail, else `nobody`.
 *
 * The label before the grade, also where both stood in the way: a person's release helps against a low grade, but only
 * the finder can widen its label. RED is always held for its label, whoever there is.
 */
function toHeld(question: Question, refused: Refused): Held {
  if (tlpLabels[question.labelRank] === "RED") {
    return { reason: "tlp", detail: "RED is for named persons only: a person has to decide" };
  }
  if (refused.label !== null) return { reason: "tlp", detail: refused.label };
  if (refused.grade !== null) {
    return {
      reason: "grade",
      detail: `not verified: a person has to release it before it goes to ${refused.grade}`,
    };
  }
  if (refused.silent !== null) {
    return {
      reason: "stopped",
      detail: `wants no mail about it, and nobody is left: ${refused.silent}`,
    };
  }
  return { reason: "nobody", detail: "no rung has a party that may get it and takes it" };
}

/** Also names the published address that is silent where another one is asked instead. */
function noteRung(question: Question, rung: Rung, candidate: Candidate, outcome: string): void {
  const { trace } = question;
  if (trace === null) return;
  const { organisation, addresses } = candidate;
  const usable = findUsableAddress(addresses, question, question.input.tried);
  for (const address of organisation === null && usable !== null ? addresses : []) {
    if (address === usable) break;
    const wasAsked = findUsableAddress([address], question) !== null;
    const silence = wasAsked ? "asked before" : describeUnusable([address], question);
    trace.push({ step: "rung", rung, candidate: address.email, outcome: silence });
  }
  const name = organisation === null && usable !== null ? usable.email : nameOf(candidate);
  trace.push({ step: "rung", rung, candidate: name, outcome });
}

function nameOf(candidate: Candidate): string {
  return candidate.organisation?.id ?? candidate.addresses[0]?.email ?? "nobody";
}
