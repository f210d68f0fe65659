import { compareText } from "../compare-text.ts";
import type { OrganisationId } from "../ids.ts";
import type { AsNumber } from "../network/as-number.ts";
import type { DomainName } from "../network/domain-name.ts";
import { findPrefix, type Prefix } from "../network/prefix.ts";
import { claimIdOf, formatAsset } from "./claim-id.ts";
import { findMandateScope, formatMandateScope } from "./mandate-scope.ts";
import {
  type Accepts,
  type Asset,
  type Claim,
  type Contact,
  type Criterion,
  type Finder,
  type Organisation,
  takesEverything,
  type Validity,
  type World,
} from "./world.ts";

/** A world as JSON can say it: prefixes as text, open ends of time left out, and so is what has its default. */
export type Plain = Record<string, unknown>;

/** A world in one order, section by section; organisations and finders have their `id`. */
export type PlainWorld = { readonly [Section in keyof World]: readonly Plain[] };

/** A world as some version of the program wrote it. */
type StoredWorld = Omit<PlainWorld, "mandates" | "mandateRequired"> &
  Partial<Pick<PlainWorld, "mandates" | "mandateRequired">>;

/**
 * The one text of a world: equal for equal worlds, whatever the order in which their files name things.
 *
 * Order is kept where it means something: contacts, filters, and security.txt contacts of one name.
 */
export function toWorldText(world: World): string {
  const plain = toPlainWorld(world);
  return JSON.stringify({
    ...plain,
    // What worlds had not always is left out where there is none: the text of such a world stays what it was.
    mandates: plain.mandates.length === 0 ? undefined : plain.mandates,
    mandateRequired: plain.mandateRequired.length === 0 ? undefined : plain.mandateRequired,
  });
}

/** What `toWorldText` writes. */
export function toPlainWorld(world: World): PlainWorld {
  return {
    organisations: world.organisations
      .toSorted((a, b) => compareText(a.id, b.id))
      .map(toPlainOrganisation),
    finders: world.finders.toSorted((a, b) => compareText(a.id, b.id)).map(toPlainFinder),
    designations: sortPlain(
      world.designations.map((designation) => withoutNull(toPlainValidity(designation), "kinds")),
    ),
    mandates: sortPlain(
      world.mandates.map((mandate) => ({
        ...withoutNull(toPlainValidity(mandate), "kinds", "maxTier"),
        about: formatMandateScope(mandate.about),
      })),
    ),
    mandateRequired: sortPlain(world.mandateRequired.map(toPlainValidity)),
    suppressions: sortPlain(world.suppressions.map(toPlainValidity)),
    stops: sortPlain(
      world.stops.map((stop) => ({ ...toPlainValidity(stop), asset: formatAsset(stop.asset) })),
    ),
    securityTxt: world.securityTxt.toSorted((a, b) => compareText(a.domain, b.domain)),
  };
}

/**
 * The world of a text that `toWorldText` wrote.
 *
 * It is trusted: what was checked when the file was loaded is not checked again, because a world of 100,000 claims has
 * to be there in half a second.
 */
export function fromWorldText(text: string): World {
  return fromPlainWorld(JSON.parse(text) as StoredWorld);
}

/** The world that `toPlainWorld` wrote down; trusted, like its text. */
export function fromPlainWorld(plain: StoredWorld): World {
  return {
    organisations: plain.organisations.map(fromPlainOrganisation),
    finders: plain.finders.map(fromPlainFinder),
    designations: plain.designations.map((designation) => ({
      ...fromPlainValidity(designation),
      kinds: designation.kinds ?? null,
    })) as unknown as World["designations"],
    mandates: (plain.mandates ?? []).map((mandate) => ({
      ...fromPlainValidity(mandate),
      kinds: mandate.kinds ?? null,
      maxTier: mandate.maxTier ?? null,
      about: findMandateScope(mandate.about as string),
    })) as unknown as World["mandates"],
    mandateRequired: (plain.mandateRequired ?? []).map(
      fromPlainValidity,
    ) as unknown as World["mandateRequired"],
    suppressions: plain.suppressions.map(fromPlainValidity) as unknown as World["suppressions"],
    stops: plain.stops.map((stop) => ({
      ...fromPlainValidity(stop),
      asset: fromPlainAsset(stop.asset as string),
    })) as unknown as World["stops"],
    securityTxt: plain.securityTxt as unknown as World["securityTxt"],
  };
}

/** A finder as JSON can say it. */
export function toPlainFinder(finder: Finder): Plain {
  const policies = sortPlain(
    finder.policies.map((policy) =>
      withoutNull(toPlainValidity(policy), "embargoMs", "embargoUntil"),
    ),
  );
  // Undefined is not written: see `toWorldText`.
  return { ...finder, policies: policies.length === 0 ? undefined : policies };
}

/** The finder that `toPlainFinder` wrote down; trusted, like its text. */
export function fromPlainFinder(plain: Plain): Finder {
  const policies = ((plain.policies ?? []) as Plain[]).map((policy) => ({
    ...fromPlainValidity(policy),
    embargoMs: policy.embargoMs ?? null,
    embargoUntil: policy.embargoUntil ?? null,
  }));
  return { ...plain, policies } as unknown as Finder;
}

function toPlainOrganisation(organisation: Organisation): Plain {
  const { ceilings, country, government, accepts } = organisation;
  return {
    ...organisation,
    constituency: organisation.constituency.map(toPlainCriterion).sort(compareText),
    contacts: organisation.contacts.map((contact) =>
      withoutNull(contact, "reader", "hours", "format", "digests"),
    ),
    claims: organisation.claims.toSorted(compareById).map(toPlainClaim),
    memberOf: sortPlain(organisation.memberOf.map(toPlainValidity)),
    accepts: withoutNull(accepts, "maxTier", "lanes", "types"),
    // Undefined is not written: see `toWorldText`.
    ceilings: ceilings.length === 0 ? undefined : sortPlain(ceilings.map(toPlainValidity)),
    country: country ?? undefined,
    government: government || undefined,
  };
}

function fromPlainOrganisation(plain: Plain): Organisation {
  const organisation = plain.id as OrganisationId;
  return {
    ...(plain as unknown as Organisation),
    constituency: (plain.constituency as string[]).map(fromPlainCriterion),
    contacts: (plain.contacts as Contact[]).map((contact) => ({
      ...contact,
      reader: contact.reader ?? null,
      hours: contact.hours ?? null,
      format: contact.format ?? null,
      digests: contact.digests ?? null,
    })),
    claims: (plain.claims as Plain[]).map((claim) => fromPlainClaim(claim, organisation)),
    memberOf: (plain.memberOf as Plain[]).map(
      fromPlainValidity,
    ) as unknown as Organisation["memberOf"],
    accepts: { ...takesEverything, ...(plain.accepts as Partial<Accepts>) },
    ceilings: ((plain.ceilings ?? []) as Plain[]).map(
      fromPlainValidity,
    ) as unknown as Organisation["ceilings"],
    country: (plain.country as string | undefined) ?? null,
    government: plain.government === true,
  };
}

function compareById(a: Claim, b: Claim): number {
  return compareText(a.id, b.id) || compareText(JSON.stringify(a), JSON.stringify(b));
}

/** Claims are by far the most, so what they repeat is left out. */
function toPlainClaim(claim: Claim): Plain {
  const { organisation, use, asset, since } = claim;
  const plain: Plain = { asset: formatAsset(asset), basis: claim.basis };
  if (claim.id !== claimIdOf(organisation, use, asset, since)) plain.id = claim.id;
  if (claim.use !== "own") plain.use = claim.use;
  if (claim.by !== null) plain.by = claim.by;
  if (claim.agreed) plain.agreed = true;
  if (claim.informed) plain.informed = true;
  if (claim.exact) plain.exact = true;
  if (Number.isFinite(claim.since)) plain.since = claim.since;
  if (Number.isFinite(claim.until)) plain.until = claim.until;
  return plain;
}

function fromPlainClaim(plain: Plain, organisation: OrganisationId): Claim {
  const asset = fromPlainAsset(plain.asset as string);
  const use = (plain.use as Claim["use"] | undefined) ?? "own";
  const since = (plain.since as number | undefined) ?? -Infinity;
  return {
    organisation,
    asset,
    use,
    basis: plain.basis as Claim["basis"],
    by: (plain.by as OrganisationId | undefined) ?? null,
    agreed: plain.agreed === true,
    informed: plain.informed === true,
    exact: plain.exact === true,
    id: (plain.id as string | undefined) ?? claimIdOf(organisation, use, asset, since),
    since,
    until: (plain.until as number | undefined) ?? Infinity,
  };
}

function fromPlainAsset(text: string): Asset {
  if (text.includes("/")) return { kind: "prefix", prefix: fromPrefixText(text) };
  // Names are lower case.
  if (text.startsWith("AS")) return { kind: "asn", asn: Number(text.slice(2)) as AsNumber };
  return { kind: "domain", domain: text as DomainName };
}

function toPlainCriterion(criterion: Criterion): string {
  if (criterion.kind === "sector") return `sector:${criterion.sector}`;
  if (criterion.kind === "country") return `country:${criterion.country}`;
  return formatAsset(criterion);
}

function fromPlainCriterion(text: string): Criterion {
  if (text.startsWith("sector:")) return { kind: "sector", sector: text.slice(7) };
  if (text.startsWith("country:")) return { kind: "country", country: text.slice(8) };
  return fromPlainAsset(text);
}

/** Without these keys where they say nothing: what was added later changes no text that does not use it. */
function withoutNull(plain: Plain, ...keys: readonly string[]): Plain {
  return Object.fromEntries(
    Object.entries(plain).filter(([key, value]) => value !== null || !keys.includes(key)),
  );
}

function toPlainValidity<Dated extends Validity>({ since, until, ...rest }: Dated): Plain {
  const plain: Plain = { ...rest };
  if (Number.isFinite(since)) plain.since = since;
  if (Number.isFinite(until)) plain.until = until;
  return plain;
}

function fromPlainValidity(plain: Plain): Plain & Validity {
  return {
    ...plain,
    since: (plain.since as number | undefined) ?? -Infinity,
    until: (plain.until as number | undefined) ?? Infinity,
  };
}

function sortPlain(rows: readonly Plain[]): Plain[] {
  return rows
    .map((row) => ({ row, text: JSON.stringify(row) }))
    .sort((a, b) => compareText(a.text, b.text))
    .map(({ row }) => row);
}

/** A prefix of canonical text; IPv4 by hand, because most claims are about it and nothing has to be checked. */
function fromPrefixText(text: string): Prefix {
  if (text.includes(":")) return getPrefix(text);
  let word = 0;
  let number = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 48) {
      number = number * 10 + code - 48;
    } else {
      word = word * 256 + number;
      number = 0;
    }
  }
  return { family: 4, words: [word, 0, 0, 0], bits: number, text };
}

function getPrefix(text: string): Prefix {
  const prefix = findPrefix(text);
  if (prefix === null) throw new RangeError(`no prefix in a stored world: ${text}`);
  return prefix;
}
