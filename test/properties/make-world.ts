import { noPolicy } from "../../src/domain/finding/policy-number.ts";
import type { FinderId, OrganisationId } from "../../src/domain/ids.ts";
import { findAsNumber } from "../../src/domain/network/as-number.ts";
import type { DomainName } from "../../src/domain/network/domain-name.ts";
import { findAddress } from "../../src/domain/network/ip-address.ts";
import { findPrefix, prefixRange } from "../../src/domain/network/prefix.ts";
import type { Registry } from "../../src/domain/registry/registry.ts";
import { findMandateScope } from "../../src/domain/world/mandate-scope.ts";
import {
  type Asset,
  type Claim,
  type Criterion,
  type Designation,
  type FinderPolicy,
  type Mandate,
  type MandateDuty,
  type Organisation,
  plainContact,
  type Relation,
  type SecurityTxt,
  type Stop,
  type Suppression,
  takesEverything,
  type Validity,
  type World,
} from "../../src/domain/world/world.ts";
import { formatAsset, must, toEmail } from "./arbitrary-objects.ts";
import { makeFindingType } from "./arbitrary-question.ts";
import { toRangeTable } from "./arbitrary-registry.ts";
import type { Question } from "./naive-question.ts";

/** A claim, relation or other fact of a test: an asset as text, and what differs from the plainest case. */
type Plain<Fact> = Partial<Fact> & { readonly of: string };

export type PlainOrganisation = Partial<
  Omit<Organisation, "id" | "claims" | "memberOf" | "constituency">
> & {
  readonly claims?: readonly (string | Plain<Omit<Claim, "id" | "organisation" | "asset">>)[];
  readonly memberOf?: readonly (string | Plain<Omit<Relation, "intermediary">>)[];
  /** Assets as text, `sector:education`, `country:NL`. */
  readonly serves?: readonly string[];
};

const always: Validity = { since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

const noLimit = {
  recipients: null,
  government: true,
  countries: null,
  evidence: "shareable" as const,
  embargoMs: null,
  embargoUntil: null,
};

/** Reads `192.0.2.0/24`, `AS64500` or `a.example`. */
export function toAsset(text: string): Asset {
  const asn = findAsNumber(text);
  if (asn !== null) return { kind: "asn", asn };
  const prefix = findPrefix(text);
  if (prefix !== null) return { kind: "prefix", prefix };
  return { kind: "domain", domain: text as DomainName };
}

function toCriterion(text: string): Criterion {
  const [kind, value] = text.split(":");
  if (kind === "sector" && value !== undefined) return { kind, sector: value };
  if (kind === "country" && value !== undefined) return { kind, country: value };
  return toAsset(text);
}

/** An organisation that is everything at once and wants everything, reached at `findings@<id>.example`. */
export function makeOrganisation(id: string, plain: PlainOrganisation): Organisation {
  const organisation = id as OrganisationId;
  const { claims = [], memberOf = [], serves = [], ...rest } = plain;
  return {
    id: organisation,
    name: id,
    kvk: null,
    sector: null,
    roles: ["owner", "intermediary"],
    constituency: serves.map(toCriterion),
    contacts: [{ role: "findings", email: mailboxOf(id), ...plainContact }],
    claims: claims.map((claim) => makeClaim(organisation, claim)),
    memberOf: memberOf.map((relation) => {
      const { of, ...facts } = typeof relation === "string" ? { of: relation } : relation;
      return { intermediary: of as OrganisationId, informed: false, ...always, ...facts };
    }),
    path: null,
    filters: [],
    accepts: takesEverything,
    custodyWithinMs: { now: null, day: null, week: null },
    maxTier: null,
    tlp: null,
    ceilings: [],
    country: null,
    government: false,
    suspended: false,
    ...rest,
  };
}

function makeClaim(organisation: OrganisationId, claim: string | Plain<Claim>): Claim {
  const { of, ...facts } = typeof claim === "string" ? { of: claim } : claim;
  const asset = toAsset(of);
  const plain = {
    organisation,
    asset,
    use: "own" as const,
    basis: "proved" as const,
    by: null,
    agreed: false,
    informed: false,
    exact: false,
    ...always,
    ...facts,
  };
  return { id: `${organisation} ${plain.use} ${formatAsset(asset)} ${plain.since}`, ...plain };
}

export function mailboxOf(id: string) {
  return toEmail(`findings@${id}.example`);
}

export type PlainWorld = {
  readonly organisations?: Readonly<Record<string, PlainOrganisation>>;
  /** Lines of the policy of each finder. */
  readonly finders?: Readonly<Record<string, readonly Partial<FinderPolicy>[]>>;
  readonly designations?: readonly Plain<Omit<Designation, "intermediary">>[];
  readonly mandates?: readonly (Plain<Omit<Mandate, "organisation" | "about">> & {
    readonly about: string;
  })[];
  readonly mandateRequired?: readonly Partial<MandateDuty>[];
  readonly suppressions?: readonly (Partial<Suppression> & { readonly of: string })[];
  readonly stops?: readonly (Plain<Omit<Stop, "asset" | "organisation">> & {
    readonly by: string;
  })[];
  readonly securityTxt?: readonly (Partial<SecurityTxt> & { readonly of: string })[];
};

/** A world with as many facts as the test names. */
export function makeWorld(plain: PlainWorld): World {
  return {
    organisations: Object.entries(plain.organisations ?? {}).map(([id, organisation]) =>
      makeOrganisation(id, organisation),
    ),
    finders: Object.entries(plain.finders ?? {}).map(([id, policies]) => ({
      id: id as FinderId,
      name: null,
      trusted: true,
      tlp: null,
      policies: policies.map((policy) => ({ ...noLimit, ...always, ...policy })),
    })),
    designations: (plain.designations ?? []).map(({ of, ...facts }) => ({
      intermediary: of as OrganisationId,
      sector: "education",
      kinds: null,
      reference: null,
      ...always,
      ...facts,
    })),
    mandates: (plain.mandates ?? []).map(({ of, about, ...facts }) => ({
      organisation: of as OrganisationId,
      about: must(findMandateScope(about)),
      kinds: null,
      maxTier: null,
      instrument: "Example Act",
      ...always,
      ...facts,
    })),
    mandateRequired: (plain.mandateRequired ?? []).map((duty) => {
      return { reference: null, ...always, ...duty };
    }),
    suppressions: (plain.suppressions ?? []).map(({ of, ...facts }) => ({
      email: toEmail(of),
      reason: "asked to stop",
      ...always,
      ...facts,
    })),
    stops: (plain.stops ?? []).map(({ of, by, ...facts }) => ({
      asset: toAsset(of),
      organisation: by as OrganisationId,
      reason: "honeypot",
      ...always,
      ...facts,
    })),
    securityTxt: (plain.securityTxt ?? []).map(({ of, ...facts }) => ({
      domain: of as DomainName,
      contact: toEmail(`security@${of}`),
      expiresAt: Number.POSITIVE_INFINITY,
      ...facts,
    })),
  };
}

export type PlainRegistry = {
  /** AS number by prefix. */
  readonly announced?: Readonly<Record<string, string>>;
  /** Contact by AS number. */
  readonly systems?: Readonly<Record<string, string | null>>;
  /** Country by prefix. */
  readonly delegated?: Readonly<Record<string, string>>;
  /** Prefix and contact; prefixes may repeat. */
  readonly contacts?: readonly (readonly [string, string])[];
};

/** A registry with as many ranges as the test names. */
export function makeRegistry(plain: PlainRegistry): Registry {
  const { announced = {}, systems = {}, delegated = {}, contacts: ranges = [] } = plain;
  const numbers = [...new Set([...Object.keys(systems), ...Object.values(announced)])];
  const countries = [...new Set(Object.values(delegated))].toSorted();
  const contacts = [...new Set(ranges.map(([, contact]) => contact))].toSorted();
  const table = (rows: readonly (readonly [string, string])[], values: readonly string[]) =>
    toRangeTable(
      rows.map(([prefix, value]) => {
        return { range: prefixRange(must(findPrefix(prefix))), value: values.indexOf(value) };
      }),
    );
  return {
    announced: table(Object.entries(announced), numbers),
    systems: numbers.map((number) => {
      const contact = systems[number] ?? null;
      const asn = must(findAsNumber(number));
      return { asn, name: null, contact: contact === null ? null : toEmail(contact) };
    }),
    delegated: table(Object.entries(delegated), countries),
    countries,
    contactRanges: table(ranges, contacts),
    contacts: contacts.map(toEmail),
  };
}

export type PlainQuestion = Partial<Omit<Question, "address" | "name">> & {
  readonly address?: string;
  readonly name?: string;
};

/** A verified vulnerability of severity high and tier 1 under AMBER in July 2026: what `who` asks without a type. */
export function makeQuestion({ address, name, ...plain }: PlainQuestion): Question {
  const at = Date.parse("2026-07-01T00:00:00Z");
  return {
    address: address === undefined ? null : must(findAddress(address)),
    name: name === undefined ? null : (name as DomainName),
    type: makeFindingType("old-server", "vulnerability", "address", 1),
    severity: "high",
    tlp: "AMBER",
    gradeSuffices: true,
    policy: noPolicy,
    observedAt: at,
    decidedAt: at,
    tried: [],
    ...plain,
  };
}
