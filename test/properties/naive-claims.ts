import type { OrganisationId } from "../../src/domain/ids.ts";
import type { Registry } from "../../src/domain/registry/registry.ts";
import { trustRank } from "../../src/domain/world/trust.ts";
import type { Asset, Claim, ClaimUse, Organisation } from "../../src/domain/world/world.ts";
import { formatAsset } from "./arbitrary-objects.ts";
import { covers, isInsideAsset, type Subject, specificityOf, subjectsOf } from "./naive-objects.ts";
import { type Asked, holdsThroughout } from "./naive-question.ts";

/** A claim that covers the subject at this place in the subject order. */
type Match = { readonly claim: Claim; readonly subjectOrder: number };

/** The organisation of that id; null when the world has none. */
export function organisationOf(asked: Asked, id: OrganisationId): Organisation | null {
  return asked.world.organisations.find((organisation) => organisation.id === id) ?? null;
}

/** "Effective claims covering a subject", best first: "subject order, then specificity, then trust, then earliest, then id". */
export function coveringClaims(asked: Asked, use: ClaimUse): readonly Match[] {
  const matches: Match[] = [];
  for (const claim of allClaims(asked)) {
    if (claim.use !== use || !isEffective(claim, asked)) continue;
    const subjectOrder = subjectsOf(asked.question).findIndex((subject) =>
      coversBy(claim, subject, asked.registry),
    );
    if (subjectOrder >= 0) matches.push({ claim, subjectOrder });
  }
  return matches.sort(
    (a, b) =>
      compareButId(a, b) || (a.claim.id < b.claim.id ? -1 : a.claim.id > b.claim.id ? 1 : 0),
  );
}

/** "Two equal in all but id": everything the order looks at before the id. */
export function compareButId(a: Match, b: Match): number {
  if (a.subjectOrder !== b.subjectOrder) return a.subjectOrder - b.subjectOrder;
  const specificity = specificityOf(b.claim.asset) - specificityOf(a.claim.asset);
  if (specificity !== 0) return specificity;
  const trust = trustRank(b.claim.basis) - trustRank(a.claim.basis);
  if (trust !== 0) return trust;
  if (a.claim.since === b.claim.since) return 0;
  return a.claim.since < b.claim.since ? -1 : 1;
}

/** "An effective claim is valid at `observedAt`, active, of an organisation in good standing" and does not wait. */
export function isEffective(claim: Claim, asked: Asked): boolean {
  return isValid(claim, asked) && !isWaiting(claim, asked);
}

/**
 * "An attested or vouched claim inside another organisation's effective proved `own` claim waits until it is proved
 * itself or the holder agrees; registry-derived and proved ones don't wait." A proved claim never waits itself, so
 * validity says whether the enclosing one is effective.
 */
function isWaiting(claim: Claim, asked: Asked): boolean {
  if (claim.basis === "proved" || claim.basis === "registry" || claim.agreed) return false;
  return allClaims(asked).some(
    (other) =>
      other.organisation !== claim.organisation &&
      other.use === "own" &&
      other.basis === "proved" &&
      encloses(other, claim.asset, asked) &&
      isValid(other, asked),
  );
}

/** "A claim for exactly one name covers no name below it." */
export function coversBy(
  { asset, exact }: Pick<Claim, "asset" | "exact">,
  subject: Subject,
  registry: Registry,
): boolean {
  if (exact) return subject.kind === "name" && formatAsset(asset) === subject.name;
  return covers(asset, subject, registry);
}

/** What is for exactly one name encloses a claim on it where that very name is asked about, not below. */
function encloses({ asset, exact }: Claim, inner: Asset, { question }: Asked): boolean {
  if (!exact) return isInsideAsset(inner, asset);
  return formatAsset(inner) === formatAsset(asset) && question.name === formatAsset(asset);
}

function isValid(claim: Claim, asked: Asked): boolean {
  const organisation = organisationOf(asked, claim.organisation);
  return organisation !== null && !organisation.suspended && holdsThroughout(claim, asked.question);
}

function allClaims(asked: Asked): Claim[] {
  return asked.world.organisations.flatMap((organisation) => organisation.claims);
}
