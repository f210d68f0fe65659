import fc from "fast-check";
import { kinds } from "../../src/domain/finding/kind.ts";
import { lanes } from "../../src/domain/finding/lane.ts";
import { severities } from "../../src/domain/finding/severity.ts";
import { tlpLabels } from "../../src/domain/finding/tlp.ts";
import type { OrganisationId } from "../../src/domain/ids.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import { trusts } from "../../src/domain/world/trust.ts";
import {
  type Claim,
  type Contact,
  type Criterion,
  type Finder,
  type FinderPolicy,
  type Mandate,
  type MandateScope,
  type Organisation,
  type OrganisationRole,
  plainContact,
  type Relation,
  recipientCategories,
  type World,
} from "../../src/domain/world/world.ts";
import {
  anyAsset,
  anyDomain,
  anyValidity,
  countries,
  formatAsset,
  instants,
  sectors,
  sharedMailboxes,
  toEmail,
} from "./arbitrary-objects.ts";
import { finderIds, findingTypes } from "./arbitrary-question.ts";
import { registryMailboxes } from "./arbitrary-registry.ts";
import type { ListedSilence } from "./naive-question.ts";

/** In no alphabetical order, so that place and id disagree. */
export const organisationIds = [
  "mike",
  "alfa",
  "zulu",
  "kilo",
  "bravo",
  "yankee",
] as OrganisationId[];

const anyOrganisationId = fc.constantFrom(...organisationIds);

/** Every address that a world or registry of these may name. */
export const mailboxes: readonly EmailAddress[] = [
  ...new Set([
    ...organisationIds.flatMap((id) => [mailboxOf(id, "first"), mailboxOf(id, "second")]),
    ...sharedMailboxes,
    ...registryMailboxes,
  ]),
];

function mailboxOf(id: OrganisationId, name: string): EmailAddress {
  return toEmail(`${name}@${id}.example`);
}

const anyCriterion: fc.Arbitrary<Criterion> = fc.oneof(
  { weight: 4, arbitrary: anyAsset },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...sectors).map((sector) => ({ kind: "sector" as const, sector })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...countries)
      .map((country) => ({ kind: "country" as const, country })),
  },
);

const anyClaimDraft = fc.record({
  asset: anyAsset,
  use: fc.constantFrom("own" as const, "own" as const, "operate" as const),
  basis: fc.constantFrom(...trusts),
  by: anyOrganisationId,
  agreed: fc.boolean(),
  informed: fc.boolean(),
  exact: fc.nat({ max: 3 }).map((die) => die === 1),
  validity: anyValidity,
});

const anyRelationDraft = fc.record({
  intermediary: anyOrganisationId,
  informed: fc.boolean(),
  validity: anyValidity,
});

const anyFilter = fc.oneof(
  fc.constantFrom(...kinds).map((kind) => ({ kind, type: null })),
  fc.constantFrom(...findingTypes).map(({ id }) => ({ kind: null, type: id })),
);

const anyTier = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const);

const anyKinds = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.subarray([...kinds]) },
);

const anyCeiling = fc
  .record({ label: fc.constantFrom(...tlpLabels), validity: anyValidity })
  .map(({ label, validity }) => ({ label, ...validity }));

const anyOrganisationDraft = fc.record({
  sector: fc.option(fc.constantFrom(...sectors), { nil: null, freq: 2 }),
  isIntermediary: fc.nat({ max: 2 }).map((die) => die > 0),
  isCsirt: fc.boolean(),
  constituency: fc.array(anyCriterion, { maxLength: 5, size: "max" }),
  contacts: fc.constantFrom("first", "first", "both", "shared", "other role", "none"),
  claims: fc.array(anyClaimDraft, { maxLength: 6, size: "max" }),
  memberOf: fc.array(anyRelationDraft, { maxLength: 4, size: "max" }),
  path: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant("direct" as const) },
    { weight: 3, arbitrary: anyOrganisationId },
  ),
  filters: fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(anyFilter, { maxLength: 2 }) },
  ),
  acceptedKinds: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.subarray([...kinds]) },
  ),
  minSeverity: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...severities) },
  ),
  acceptedLanes: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.subarray([...lanes]) },
  ),
  acceptedTypes: fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.subarray(findingTypes.map(({ id }) => id)) },
  ),
  acceptedTier: fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: anyTier },
  ),
  maxTier: fc.option(anyTier, { nil: null }),
  tlp: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...tlpLabels) },
  ),
  ceilings: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(anyCeiling, { maxLength: 2 }) },
  ),
  country: fc.option(fc.constantFrom(...countries), { nil: null }),
  government: fc.nat({ max: 3 }).map((die) => die === 1),
  suspended: fc.nat({ max: 9 }).map((die) => die === 1),
});

type OrganisationDraft =
  typeof anyOrganisationDraft extends fc.Arbitrary<infer Draft> ? Draft : never;

const anyDesignation = fc
  .record({
    sector: fc.constantFrom(...sectors),
    intermediary: anyOrganisationId,
    kinds: anyKinds,
    validity: anyValidity,
  })
  .map(({ validity, ...rest }) => ({ ...rest, ...validity, reference: null }));

const anyMandateScope: fc.Arbitrary<MandateScope> = fc.oneof(
  fc.constantFrom({ kind: "own" }, { kind: "members" }, { kind: "anyone" }),
  fc.constantFrom(...sectors).map((sector) => ({ kind: "sector" as const, sector })),
  fc.constantFrom(...countries).map((country) => ({ kind: "country" as const, country })),
);

export const anyMandate: fc.Arbitrary<Mandate> = fc
  .record({
    organisation: anyOrganisationId,
    about: anyMandateScope,
    kinds: anyKinds,
    maxTier: fc.option(anyTier, { nil: null }),
    instrument: fc.constantFrom("Example Act", "Example Agreement"),
    validity: anyValidity,
  })
  .map(({ validity, ...rest }) => ({ ...rest, ...validity }));

/** A line of a finder's policy. */
export const anyPolicy: fc.Arbitrary<FinderPolicy> = fc
  .record({
    recipients: fc.option(fc.subarray([...recipientCategories], { minLength: 1 }), { nil: null }),
    government: fc.boolean(),
    countries: fc.option(fc.subarray([...countries], { minLength: 1 }), { nil: null, freq: 1 }),
    evidence: fc.constantFrom("shareable" as const, "shareable" as const, "withheld" as const),
    embargoMs: fc.option(fc.constantFrom(3_600_000, 86_400_000), { nil: null, freq: 1 }),
    embargoUntil: fc.option(fc.constantFrom(...instants), { nil: null, freq: 1 }),
    validity: anyValidity,
  })
  .map(({ validity, ...rest }) => ({ ...rest, ...validity }));

const anyFinder: fc.Arbitrary<Finder> = fc.record({
  id: fc.constantFrom(...finderIds),
  name: fc.constant(null),
  trusted: fc.boolean(),
  tlp: fc.constant(null),
  policies: fc.array(anyPolicy, { maxLength: 2 }),
});

const anyMandateDuty = anyValidity.map((validity) => ({ reference: null, ...validity }));

const anySuppression = fc
  .record({ email: fc.constantFrom(...mailboxes), validity: anyValidity })
  .map(({ email, validity }) => ({ email, ...validity, reason: "asked to stop" }));

/** An entry of the suppression list, of any scope. */
export const anyListedSilence: fc.Arbitrary<ListedSilence> = fc
  .record({
    email: fc.constantFrom(...mailboxes, toEmail("security@a.example")),
    validity: anyValidity,
    kind: fc.option(fc.constantFrom(...kinds), { nil: null, freq: 1 }),
    asset: fc.option(anyAsset, { nil: null, freq: 1 }),
    digestsOnly: fc.boolean(),
  })
  .map(({ validity, ...scope }) => ({ ...scope, ...validity, type: null }));

/** With an end always, without a beginning as often as not. */
const anyStop = fc
  .record({
    asset: anyAsset,
    organisation: anyOrganisationId,
    since: fc.option(fc.constantFrom(...instants.slice(0, 3)), {
      nil: Number.NEGATIVE_INFINITY,
      freq: 1,
    }),
    until: fc.constantFrom(...instants.slice(1)),
  })
  .filter(({ since, until }) => since < until)
  .map((stop) => ({ ...stop, reason: "honeypot" }));

const anySecurityTxt = fc.record({
  domain: anyDomain,
  contact: fc.constantFrom(toEmail("security@a.example"), ...sharedMailboxes),
  expiresAt: fc.constantFrom(Number.POSITIVE_INFINITY, ...instants.slice(1)),
});

/** Small worlds in which everything overlaps; consistent as a world file must be, but for equal claims. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    organisations: fc.oneof(
      fc.array(anyOrganisationDraft, { maxLength: organisationIds.length, size: "max" }),
      fc.array(anyOrganisationDraft, { minLength: 4, maxLength: organisationIds.length }),
    ),
    finders: fc.uniqueArray(anyFinder, { maxLength: 2, selector: ({ id }) => id }),
    designations: fc.array(anyDesignation, { maxLength: 4, size: "max" }),
    mandates: fc.oneof(
      { weight: 2, arbitrary: fc.constant<Mandate[]>([]) },
      { weight: 3, arbitrary: fc.array(anyMandate, { maxLength: 6, size: "max" }) },
    ),
    mandateRequired: fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(anyMandateDuty, { maxLength: 1 }) },
    ),
    suppressions: fc.array(anySuppression, { maxLength: 2 }),
    stops: fc.array(anyStop, { maxLength: 6, size: "max" }),
    securityTxt: fc.uniqueArray(anySecurityTxt, {
      maxLength: 5,
      size: "max",
      selector: ({ domain }) => domain,
    }),
  })
  .map(({ organisations: drafts, designations, mandates, stops, ...rest }) => {
    const ids = organisationIds.slice(0, drafts.length);
    const isKnown = (id: OrganisationId) => ids.includes(id);
    const related = drafts.flatMap(({ memberOf }) =>
      memberOf.map(({ intermediary }) => intermediary),
    );
    const named = new Set([...related, ...designations.map(({ intermediary }) => intermediary)]);
    const organisations = drafts.map((draft, i) => {
      const id = ids[i] as OrganisationId;
      return toOrganisation(id, draft, draft.isIntermediary || named.has(id), isKnown);
    });
    return {
      organisations,
      designations: designations.filter(({ intermediary }) => isKnown(intermediary)),
      mandates: mandates.filter(({ organisation }) => isKnown(organisation)),
      stops: stops.filter(({ organisation }) => isKnown(organisation)),
      ...rest,
    };
  });

function toOrganisation(
  id: OrganisationId,
  draft: OrganisationDraft,
  isIntermediary: boolean,
  isKnown: (id: OrganisationId) => boolean,
): Organisation {
  const roles: OrganisationRole[] = ["owner"];
  if (isIntermediary) roles.push("intermediary");
  if (draft.isCsirt) roles.push("national-csirt");
  const memberOf: Relation[] = draft.memberOf
    .filter(({ intermediary }) => intermediary !== id && isKnown(intermediary))
    .map(({ validity, ...relation }) => ({ ...relation, ...validity }));
  const isMember = memberOf.some(({ intermediary }) => intermediary === draft.path);
  return {
    id,
    name: id,
    kvk: null,
    sector: draft.sector,
    roles,
    constituency: isIntermediary || draft.isCsirt ? draft.constituency : [],
    contacts: toContacts(id, draft.contacts),
    claims: toClaims(id, draft.claims, isKnown),
    memberOf,
    path: draft.path === "direct" || isMember ? draft.path : null,
    filters: draft.filters,
    accepts: {
      kinds: draft.acceptedKinds,
      minSeverity: draft.minSeverity,
      maxTier: draft.acceptedTier,
      lanes: draft.acceptedLanes,
      types: draft.acceptedTypes,
    },
    custodyWithinMs: { now: null, day: null, week: null },
    maxTier: draft.maxTier,
    tlp: draft.tlp,
    ceilings: draft.ceilings,
    country: draft.country,
    government: draft.government,
    suspended: draft.suspended,
  };
}

function toContacts(id: OrganisationId, sort: OrganisationDraft["contacts"]): Contact[] {
  const contact = (email: EmailAddress, role: Contact["role"]): Contact => {
    return { role, email, ...plainContact };
  };
  switch (sort) {
    case "first":
      return [contact(mailboxOf(id, "first"), "findings")];
    case "both":
      return [
        contact(mailboxOf(id, "second"), "findings"),
        contact(mailboxOf(id, "first"), "findings"),
      ];
    case "shared":
      return sharedMailboxes.map((email) => contact(email, "findings"));
    case "other role":
      return [
        contact(mailboxOf(id, "second"), "technical"),
        contact(mailboxOf(id, "first"), "findings"),
      ];
    default:
      return [];
  }
}

/** One claim for each id; an AS number on registry trust at least. */
function toClaims(
  id: OrganisationId,
  drafts: OrganisationDraft["claims"],
  isKnown: (id: OrganisationId) => boolean,
): Claim[] {
  const claims = new Map<string, Claim>();
  for (const draft of drafts) {
    const claimId = `${id} ${draft.use} ${formatAsset(draft.asset)} ${draft.validity.since}`;
    const isVouched = draft.basis === "vouched" && isKnown(draft.by) && draft.by !== id;
    const basis = draft.basis === "vouched" && !isVouched ? "attested" : draft.basis;
    claims.set(claimId, {
      id: claimId,
      organisation: id,
      asset: draft.asset,
      use: draft.use,
      basis: draft.asset.kind === "asn" ? atLeastRegistry(basis) : basis,
      by: isVouched && draft.asset.kind !== "asn" ? draft.by : null,
      agreed: draft.agreed,
      informed: draft.use === "operate" && draft.informed,
      exact: draft.asset.kind === "domain" && draft.exact,
      ...draft.validity,
    });
  }
  return [...claims.values()];
}

function atLeastRegistry(basis: Claim["basis"]): Claim["basis"] {
  return basis === "proved" ? "proved" : "registry";
}
