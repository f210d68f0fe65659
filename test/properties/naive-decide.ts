import type { Decision, Informed, Primary } from "../../src/domain/decision/decision.ts";
import { type HoldReason, type Rung, rungs } from "../../src/domain/decision/rung.ts";
import { severityRank } from "../../src/domain/finding/severity.ts";
import type { Tier } from "../../src/domain/finding/tier.ts";
import { tlpRank } from "../../src/domain/finding/tlp.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import type { Registry } from "../../src/domain/registry/registry.ts";
import type { Organisation, Validity, World } from "../../src/domain/world/world.ts";
import { compareButId, coveringClaims, organisationOf } from "./naive-claims.ts";
import {
  type Candidate,
  type Capacity,
  candidateOf,
  liveAddressOf,
  type Owner,
  operatorOf,
  relatedTo,
} from "./naive-ladder.ts";
import { naiveLane } from "./naive-lane.ts";
import { mandatedTier } from "./naive-mandates.ts";
import { covers, objectOf } from "./naive-objects.ts";
import { isEvidenceWithheld, isWithinPolicy } from "./naive-policies.ts";
import {
  type Asked,
  holdsAt,
  holdsSometime,
  holdsThroughout,
  type ListedSilence,
  type Question,
} from "./naive-question.ts";

const dayMs = 86_400_000;

/** Rungs whose parties never asked: graded findings only, and tier 1 at most together with the catch-all. */
const unsolicitedRungs: readonly Rung[] = ["security-txt", "abuse-contact", "foreign-csirt"];
const tierOneRungs: readonly Rung[] = [...unsolicitedRungs, "catch-all"];

/**
 * The decision once more, sentence by sentence of the design, by straight loops over everything: the oracle of the fast
 * one. Quotations in the docstrings here and in its neighbours are the sentences that they follow.
 */
export function naiveDecide(
  question: Question,
  world: World,
  registry: Registry,
  deadAddresses: ReadonlySet<EmailAddress>,
  homeCountry = "NL",
  silences: readonly ListedSilence[] = [],
): Decision {
  const asked: Asked = { question, world, registry, deadAddresses, homeCountry, silences };
  const owner = findOwner(asked);
  if (owner === "conflict") return hold(null, "conflict");
  if (owner !== null && isDeclined(owner.organisation, question)) return hold(owner, "declined");
  if (owner !== null && isStopped(owner.organisation, asked)) return hold(owner, "stopped");
  return walk(owner, asked);
}

/** "Organisation of the first; two equal in all but id: held (conflict), nobody is told." */
function findOwner(asked: Asked): Owner | "conflict" | null {
  const claims = coveringClaims(asked, "own");
  const [first] = claims;
  if (first === undefined) return null;
  const isDisputed = claims.some(
    (other) =>
      compareButId(first, other) === 0 && other.claim.organisation !== first.claim.organisation,
  );
  if (isDisputed) return "conflict";
  const organisation = organisationOf(asked, first.claim.organisation);
  return organisation === null ? null : { organisation, trust: first.claim.basis };
}

/** "A `filter` that declines the kind or type (held: declined)"; one that names both means both. */
function isDeclined(owner: Organisation, { type }: Question): boolean {
  return owner.filters.some(
    (filter) =>
      (filter.kind !== null || filter.type !== null) &&
      (filter.kind === null || filter.kind === type.kind) &&
      (filter.type === null || filter.type === type.id),
  );
}

/** "A `stop` on the object (held: stopped; at most 180 days, broken when the type is actively exploited)". */
function isStopped(owner: Organisation, asked: Asked): boolean {
  const { question, registry, world } = asked;
  const object = objectOf(question);
  if (question.type.exploited || object === null) return false;
  return world.stops.some((stop) => {
    return (
      stop.organisation === owner.id &&
      holdsAt(toStopValidity(stop), question.decidedAt) &&
      covers(stop.asset, object, registry)
    );
  });
}

/** "At most 180 days": from the beginning, or up to the end where nobody says when it began. */
function toStopValidity({ since, until }: Validity): Validity {
  return Number.isFinite(since)
    ? { since, until: Math.min(until, since + 180 * dayMs) }
    : { since: until - 180 * dayMs, until };
}

/**
 * "First rung, not tried, that is *permitted* and *accepts*", else held: `tlp` where the label kept somebody away who
 * accepts, else `grade` likewise, else `stopped` where somebody who may have it wants no mail, else `nobody`; RED is always held for a person.
 */
function walk(owner: Owner | null, asked: Asked): Decision {
  let kept: HoldReason = "nobody";
  for (const rung of rungs) {
    if (asked.question.tried.includes(rung)) continue;
    const candidate = candidateOf(rung, owner, asked);
    if (candidate === null || !isWilling(candidate, rung, owner, asked)) continue;
    const isAllowed =
      isPermitted(candidate, asked.question) &&
      isWithinPolicy(candidate.capacity, candidate.organisation, asked);
    const isSure = asked.question.gradeSuffices || !unsolicitedRungs.includes(rung);
    if (candidate.address === null) {
      if (candidate.isSilent && isAllowed && isSure && kept === "nobody") kept = "stopped";
      continue;
    }
    if (
      !isPermitted(candidate, asked.question) ||
      !isWithinPolicy(candidate.capacity, candidate.organisation, asked)
    ) {
      kept = "tlp";
    } else if (!asked.question.gradeSuffices && unsolicitedRungs.includes(rung)) {
      if (kept === "nobody" || kept === "stopped") kept = "grade";
    } else {
      const primary = toPrimary(candidate, candidate.address, rung, owner, asked);
      const informed = informedOf(owner, primary, asked);
      return { owner: owner?.organisation.id ?? null, primary, informed, held: null };
    }
  }
  return hold(owner, asked.question.tlp === "RED" ? "tlp" : kept);
}

/** "Accepts", has a mandate where it needs one, and "leaked credentials, which pass every rung that may not see tier 3". */
function isWilling(
  { capacity, organisation }: Candidate,
  rung: Rung,
  owner: Owner | null,
  asked: Asked,
): boolean {
  if (organisation !== null && !isAccepted(organisation, asked.question)) return false;
  const tier = mostTier({ capacity, organisation }, rung, owner, asked);
  if (tier === null) return false;
  return asked.question.type.kind !== "leaked-credential" || tier === 3;
}

/** "Kinds, least severity (info < low < medium < high < critical), tiers, lanes and types of the recipient's `accepts`." */
function isAccepted({ accepts }: Organisation, { type, severity }: Question): boolean {
  if (accepts.kinds !== null && !accepts.kinds.includes(type.kind)) return false;
  if (accepts.maxTier !== null && type.tier > accepts.maxTier) return false;
  if (accepts.types !== null && !accepts.types.includes(type.id)) return false;
  if (accepts.lanes !== null && !accepts.lanes.includes(naiveLane(severity, type.exploited))) {
    return false;
  }
  return (
    accepts.minSeverity === null || severityRank(severity) >= severityRank(accepts.minSeverity)
  );
}

/** The table of labels, and "an organisation's own `tlp` is a ceiling; none: no ceiling". */
function isPermitted({ capacity, organisation }: Candidate, question: Question): boolean {
  const { tlp } = question;
  if (!isBelowCeiling(organisation, question)) return false;
  switch (tlp) {
    case "CLEAR":
    case "GREEN":
    case "AMBER":
      return true;
    case "AMBER+STRICT":
      return capacity === "owner" || capacity === "security-txt";
    case "RED":
      return false;
  }
}

/** "The strictest of all ceilings that hold when it was observed or when it is decided." */
function isBelowCeiling(organisation: Organisation | null, question: Question): boolean {
  if (organisation === null) return true;
  const dated = organisation.ceilings.filter((ceiling) => holdsSometime(ceiling, question));
  return [organisation.tlp, ...dated.map(({ label }) => label)].every(
    (label) => label === null || tlpRank(question.tlp) <= tlpRank(label),
  );
}

/** The most that a recipient may see, whatever the finding holds; null where it lacks a mandate. */
function mostTier(
  candidate: Pick<Candidate, "capacity" | "organisation">,
  rung: Rung,
  owner: Owner | null,
  asked: Asked,
): Tier | null {
  const tiers: Tier[] = [isEvidenceWithheld(asked) ? 1 : 3];
  if (tierOneRungs.includes(rung)) tiers.push(1);
  if (candidate.organisation !== null) {
    const mandated = mandatedTier(candidate.organisation, owner?.organisation ?? null, asked);
    if (mandated === null) return null;
    tiers.push(mandated);
    tiers.push(candidate.organisation.maxTier ?? (candidate.capacity === "owner" ? 3 : 2));
  }
  if (candidate.capacity === "owner" && owner !== null) tiers.push(tierOfOwner(owner));
  return least(tiers);
}

/** "For owners 3 when proved, 2 registry or vouched, 1 attested." */
function tierOfOwner({ trust }: Owner): Tier {
  if (trust === "proved") return 3;
  return trust === "attested" ? 1 : 2;
}

/** "Shown is the least of the finding's tier, the recipient's `maxTier`" and the rest of the sentence. */
function toPrimary(
  candidate: Candidate,
  address: EmailAddress,
  rung: Rung,
  owner: Owner | null,
  asked: Asked,
): Primary {
  return {
    rung,
    organisation: candidate.organisation?.id ?? null,
    address,
    tier: least([asked.question.type.tier, mostTier(candidate, rung, owner, asked) ?? 0]),
  };
}

/**
 * "An intermediary with a relation and the operator of the network, where `informed: true` on the relation or the
 * `operate` claim records both consents; tier 0; never the primary." In order of id.
 */
function informedOf(owner: Owner | null, primary: Primary, asked: Asked): readonly Informed[] {
  const { question } = asked;
  const standing = new Map<Organisation, Capacity[]>();
  for (const related of owner === null ? [] : relatedTo(owner.organisation, asked)) {
    const consents = owner?.organisation.memberOf.some(
      (relation) =>
        relation.intermediary === related.id &&
        relation.informed &&
        holdsThroughout(relation, question),
    );
    if (consents) standing.set(related, ["intermediary"]);
  }
  const operator = operatorOf(asked);
  if (operator?.claim.informed) {
    const capacities = standing.get(operator.organisation) ?? [];
    standing.set(operator.organisation, [...capacities, "operator"]);
  }
  const informed: Informed[] = [];
  for (const [organisation, capacities] of standing) {
    if (!capacities.some((capacity) => isWithinPolicy(capacity, organisation, asked))) continue;
    const address = liveAddressOf(organisation, asked);
    if (address === null || organisation.id === primary.organisation) continue;
    if (!isAccepted(organisation, question) || !isToldAside(organisation, question)) continue;
    if (mandatedTier(organisation, owner?.organisation ?? null, asked) === null) continue;
    informed.push({ organisation: organisation.id, address, tier: 0 });
  }
  return informed.sort((a, b) => (a.organisation < b.organisation ? -1 : 1));
}

/** The last column of the table: "AMBER: with a relation or an operated network", which all of them have. */
function isToldAside(organisation: Organisation, question: Question): boolean {
  return tlpRank(question.tlp) <= tlpRank("AMBER") && isBelowCeiling(organisation, question);
}

function hold(owner: Owner | null, reason: HoldReason): Decision {
  const id = owner?.organisation.id ?? null;
  return { owner: id, primary: null, informed: [], held: { reason, detail: reason } };
}

function least(tiers: readonly Tier[]): Tier {
  return ([0, 1, 2] as const).find((tier) => tiers.includes(tier)) ?? 3;
}
