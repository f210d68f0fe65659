import type { Rung } from "../../src/domain/decision/rung.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import type { Trust } from "../../src/domain/world/trust.ts";
import type { Asset, Claim, Criterion, Organisation } from "../../src/domain/world/world.ts";
import { coveringClaims, organisationOf } from "./naive-claims.ts";
import { naiveLane } from "./naive-lane.ts";
import {
  addressOf,
  countryOf,
  covers,
  nameOf,
  objectOf,
  rangeContactOf,
  specificityOf,
  systemOf,
} from "./naive-objects.ts";
import { type Asked, holdsAt, holdsThroughout } from "./naive-question.ts";

/** In what capacity a candidate would be told; the columns of the table of labels, and where tiers differ. */
export type Capacity =
  | "owner"
  | "intermediary"
  | "operator"
  | "foreign-csirt"
  | "security-txt"
  | "abuse-contact";

/** The one party that a rung comes up with. */
export type Candidate = {
  readonly capacity: Capacity;
  /** Null where only an address is known. */
  readonly organisation: Organisation | null;
  /** Null when it has none that is neither suppressed nor dead. */
  readonly address: EmailAddress | null;
  /** One of its addresses is suppressed. */
  readonly isSilent: boolean;
};

/** Who answers for the finding, and the claim that says so. */
export type Owner = { readonly organisation: Organisation; readonly trust: Trust };

/** The best candidate of a rung by that rung's own order; null where it has none. */
export function candidateOf(rung: Rung, owner: Owner | null, asked: Asked): Candidate | null {
  switch (rung) {
    case "chosen-path":
      return owner === null ? null : chosenPath(owner.organisation, asked);
    case "designated":
      return owner === null ? null : intermediary(designated(owner.organisation, asked), asked);
    case "sole-intermediary":
      return owner === null ? null : intermediary(soleRelated(owner.organisation, asked), asked);
    case "owner":
      return owner === null ? null : candidate("owner", owner.organisation, asked);
    case "constituency":
      return intermediary(constituency(owner?.organisation ?? null, asked), asked);
    case "security-txt":
      return securityTxt(asked);
    case "network-operator":
      return networkOperator(asked);
    case "network-constituency":
      return intermediary(servingSystem(asked), asked);
    case "abuse-contact":
      return abuseContact(asked);
    case "catch-all":
      return intermediary(servingCountry("intermediary", asked), asked);
    case "foreign-csirt":
      return foreignCsirt(asked);
  }
}

/** "An address that is neither suppressed nor dead", of those for findings the first. */
export function liveAddressOf(organisation: Organisation, asked: Asked): EmailAddress | null {
  for (const contact of organisation.contacts) {
    if (contact.role === "findings" && isLive(contact.email, asked)) return contact.email;
  }
  return null;
}

/** "Suppression silences an address"; a dead one refuses mail. */
export function isLive(email: EmailAddress, asked: Asked): boolean {
  return !asked.deadAddresses.has(email) && !isSuppressed(email, asked);
}

function isAbout(asset: Asset, { question, registry }: Asked): boolean {
  const object = objectOf(question);
  return object !== null && covers(asset, object, registry);
}

function isSuppressed(email: EmailAddress, asked: Asked): boolean {
  const { type, severity, decidedAt } = asked.question;
  const listed = asked.silences.filter(
    (silence) =>
      silence.email === email &&
      (silence.kind === null || silence.kind === type.kind) &&
      (silence.type === null || silence.type === type.id) &&
      !(silence.digestsOnly && naiveLane(severity, type.exploited) === "now") &&
      (silence.asset === null || isAbout(silence.asset, asked)),
  );
  const stated = asked.world.suppressions.filter((suppression) => suppression.email === email);
  return [...listed, ...stated].some((silence) => holdsAt(silence, decidedAt));
}

/** The intermediaries that an organisation has a live relation with, each once; lower ids first. */
export function relatedTo(organisation: Organisation, asked: Asked): readonly Organisation[] {
  const related: Organisation[] = [];
  for (const relation of organisation.memberOf) {
    if (!holdsThroughout(relation, asked.question)) continue;
    const other = organisationOf(asked, relation.intermediary);
    if (other !== null && !other.suspended && !related.includes(other)) related.push(other);
  }
  return sortById(related);
}

/** The most specific effective `operate` claim and who made it. */
export function operatorOf(
  asked: Asked,
): { readonly organisation: Organisation; readonly claim: Claim } | null {
  const claim = coveringClaims(asked, "operate")[0]?.claim;
  const organisation = claim === undefined ? null : organisationOf(asked, claim.organisation);
  return claim === undefined || organisation === null ? null : { organisation, claim };
}

/** "The owner's own choice: direct, or an intermediary it belongs to"; "needs a live relation; without it the rung is passed". */
function chosenPath(organisation: Organisation, asked: Asked): Candidate | null {
  if (organisation.path === null) return null;
  if (organisation.path === "direct") return candidate("owner", organisation, asked);
  return intermediary(chosenIntermediary(organisation, asked), asked);
}

function chosenIntermediary(organisation: Organisation, asked: Asked): Organisation | null {
  return relatedTo(organisation, asked).find(({ id }) => id === organisation.path) ?? null;
}

/** "Valid for the owner's sector, and a relation". */
function designated(organisation: Organisation, asked: Asked): Organisation | null {
  const isDesignated = ({ id }: Organisation) =>
    asked.world.designations.some(
      (designation) =>
        designation.intermediary === id &&
        (designation.kinds === null || designation.kinds.includes(asked.question.type.kind)) &&
        designation.sector === organisation.sector &&
        holdsThroughout(designation, asked.question),
    );
  return relatedTo(organisation, asked).find(isDesignated) ?? null;
}

/** "Exactly one live relation". */
function soleRelated(organisation: Organisation, asked: Asked): Organisation | null {
  const related = relatedTo(organisation, asked);
  return related.length === 1 ? (related[0] ?? null) : null;
}

/** "Name by labels, then prefix by length, then sector (owners of that sector, related or not); among equals the lower id". */
function constituency(owner: Organisation | null, asked: Asked): Organisation | null {
  return (
    servingObject("domain", asked) ??
    servingObject("prefix", asked) ??
    serving("intermediary", asked, (criterion) => {
      return criterion.kind === "sector" && criterion.sector === owner?.sector;
    })
  );
}

/** The intermediary whose criterion of that kind covers the name or address most specifically. */
function servingObject(kind: "domain" | "prefix", asked: Asked): Organisation | null {
  const name = nameOf(asked.question);
  const address = addressOf(asked.question);
  let best: { readonly organisation: Organisation; readonly specificity: number } | null = null;
  for (const organisation of sortById(standing("intermediary", asked))) {
    for (const criterion of organisation.constituency) {
      if (criterion.kind !== kind) continue;
      const isCovered =
        (name !== null && covers(criterion, { kind: "name", name }, asked.registry)) ||
        (address !== null && covers(criterion, { kind: "address", address }, asked.registry));
      const specificity = specificityOf(criterion);
      if (isCovered && (best === null || specificity > best.specificity)) {
        best = { organisation, specificity };
      }
    }
  }
  return best?.organisation ?? null;
}

/** "Of the name (RFC 9116: https, unexpired, canonical)": exactly that name. */
function securityTxt(asked: Asked): Candidate | null {
  const name = nameOf(asked.question);
  for (const { domain, contact, expiresAt } of asked.world.securityTxt) {
    if (domain === name && asked.question.decidedAt < expiresAt)
      return published("security-txt", contact, asked);
  }
  return null;
}

/** "By `operate` claim: through the intermediary it chose, or itself"; "its `path` works as an owner's". */
function networkOperator(asked: Asked): Candidate | null {
  const operator = operatorOf(asked);
  if (operator === null) return null;
  const chosen = chosenIntermediary(operator.organisation, asked);
  return chosen === null
    ? candidate("operator", operator.organisation, asked)
    : intermediary(chosen, asked);
}

/** "An intermediary with a criterion on the AS"; what is not announced "has no AS and no AS rules". */
function servingSystem(asked: Asked): Organisation | null {
  const address = addressOf(asked.question);
  const system = address === null ? null : systemOf(asked.registry, address);
  if (system === null) return null;
  return serving("intermediary", asked, (criterion) => {
    return criterion.kind === "asn" && criterion.asn === system.asn;
  });
}

/** "Of the most specific registered range […]; if that address is suppressed or dead, the AS's contact", else the AS's. */
function abuseContact(asked: Asked): Candidate | null {
  const address = addressOf(asked.question);
  if (address === null) return null;
  const ofRange = rangeContactOf(asked.registry, address);
  if (ofRange !== null && isLive(ofRange, asked)) return published("abuse-contact", ofRange, asked);
  const ofSystem = systemOf(asked.registry, address)?.contact ?? null;
  const contact = ofSystem ?? ofRange;
  if (contact === null) return null;
  const found = published("abuse-contact", contact, asked);
  return {
    ...found,
    isSilent: found.isSilent || (ofRange !== null && isSuppressed(ofRange, asked)),
  };
}

/** "Of the country, for objects abroad"; "only for objects whose country is not the home country". */
function foreignCsirt(asked: Asked): Candidate | null {
  const address = addressOf(asked.question);
  if (address === null || countryOf(asked.registry, address) === asked.homeCountry) return null;
  const csirt = servingCountry("national-csirt", asked);
  return csirt === null ? null : candidate("foreign-csirt", csirt, asked);
}

function servingCountry(
  role: "intermediary" | "national-csirt",
  asked: Asked,
): Organisation | null {
  const address = addressOf(asked.question);
  const country = address === null ? null : countryOf(asked.registry, address);
  if (country === null) return null;
  return serving(role, asked, (criterion) => {
    return criterion.kind === "country" && criterion.country === country;
  });
}

/** The organisation in that role and in good standing with such a criterion; "among equals the lower id". */
function serving(
  role: "intermediary" | "national-csirt",
  asked: Asked,
  matches: (criterion: Criterion) => boolean,
): Organisation | null {
  const all = sortById(standing(role, asked));
  return all.find(({ constituency: criteria }) => criteria.some(matches)) ?? null;
}

function standing(role: "intermediary" | "national-csirt", asked: Asked): Organisation[] {
  return asked.world.organisations.filter(
    ({ roles, suspended }) => roles.includes(role) && !suspended,
  );
}

function sortById(organisations: readonly Organisation[]): Organisation[] {
  return organisations.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function intermediary(organisation: Organisation | null, asked: Asked): Candidate | null {
  return organisation === null ? null : candidate("intermediary", organisation, asked);
}

function candidate(capacity: Capacity, organisation: Organisation, asked: Asked): Candidate {
  const isSilent = organisation.contacts.some(
    ({ role, email }) => role === "findings" && isSuppressed(email, asked),
  );
  return { capacity, organisation, address: liveAddressOf(organisation, asked), isSilent };
}

function published(capacity: Capacity, email: EmailAddress, asked: Asked): Candidate {
  const isSilent = isSuppressed(email, asked);
  return { capacity, organisation: null, address: isLive(email, asked) ? email : null, isSilent };
}
