import { Document, isMap, isSeq, type Node, visit } from "yaml";
import { formatAsset } from "../../domain/world/claim-id.ts";
import { formatMandateScope } from "../../domain/world/mandate-scope.ts";
import type {
  Asset,
  Claim,
  Contact,
  Criterion,
  DigestWish,
  Finder,
  FinderPolicy,
  Mandate,
  Organisation,
  Relation,
  Stop,
  Suppression,
  Validity,
  World,
} from "../../domain/world/world.ts";

type Plain = Record<string, unknown>;

/** Lists whose items stand on a line each. */
const shortItems = new Set([
  "constituency",
  "contacts",
  "claims",
  "memberOf",
  "filters",
  "finders",
  "designations",
  "mandates",
  "mandateRequired",
  "suppressions",
  "stops",
  "securityTxt",
]);

/**
 * A world as a file (docs/formats/world.md, YAML 1.2) that `parseWorldFile` reads as the same world; what has its default
 * is left out.
 *
 * @param comment lines that say where the file comes from
 */
export function writeWorldFile(world: World, comment: string): string {
  const { organisations, finders, designations, mandates, mandateRequired } = world;
  const { suppressions, stops, securityTxt } = world;
  const document = new Document(
    compact({
      organisations: organisations.map(toPlainOrganisation),
      finders: finders.map(toPlainFinder),
      designations: designations.map((item) => present({ ...item, ...toDates(item) })),
      mandates: mandates.map(toPlainMandate),
      mandateRequired: toPlainDuties(mandateRequired),
      suppressions: suppressions.map(toPlainSuppression),
      stops: stops.map(toPlainStop),
      securityTxt: securityTxt.map(({ domain, contact, expiresAt }) => ({
        domain,
        contact: `mailto:${contact}`,
        expires: toDate(expiresAt),
      })),
    }),
    { aliasDuplicateObjects: false },
  );
  visit(document, {
    Pair(_, { key, value }) {
      const name = String((key as Node & { value: unknown }).value);
      if (name === "roles" && isSeq(value)) value.flow = true;
      if ((name === "accepts" || name === "custodyWithin") && isMap(value)) value.flow = true;
      if (!shortItems.has(name) || !isSeq(value)) return undefined;
      for (const item of value.items) if (isMap(item)) item.flow = true;
      return visit.SKIP;
    },
  });
  document.commentBefore = comment
    .split("\n")
    .map((line) => ` ${line}`)
    .join("\n");
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function toPlainOrganisation(organisation: Organisation): Plain {
  const { accepts, custodyWithinMs, maxTier, tlp, ceilings } = organisation;
  const { country, government, suspended } = organisation;
  const { id, name, kvk, sector, roles, path } = organisation;
  return compact({
    id,
    name,
    kvk,
    sector,
    roles,
    constituency: organisation.constituency.map(toPlainCriterion),
    contacts: organisation.contacts.map(toPlainContact),
    claims: organisation.claims.map(toPlainClaim),
    memberOf: organisation.memberOf.map(toPlainRelation),
    path,
    filters: organisation.filters.map((filter) => ({ decline: compact(filter) })),
    accepts: present(accepts),
    custodyWithin: compact({
      now: toDuration(custodyWithinMs.now),
      day: toDuration(custodyWithinMs.day),
      week: toDuration(custodyWithinMs.week),
    }),
    maxTier,
    tlp: tlp ?? ceilings.map((ceiling) => compact({ ...ceiling, ...toDates(ceiling) })),
    country,
    government: government ? true : null,
    suspended: suspended ? true : null,
  });
}

function toTime(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

function toPlainContact({ hours, digests, ...contact }: Contact): Plain {
  const { from = 0, until = 0, timeZone } = hours ?? {};
  return compact({
    ...contact,
    hours: hours === null ? null : { from: toTime(from), until: toTime(until), timeZone },
    digests: digests === null ? null : toPlainDigests(digests),
  });
}

function toPlainDigests({ dayAt, weekOn, daily }: DigestWish): Plain {
  const at = dayAt === null ? null : toTime(dayAt);
  return compact({ dayAt: at, weekOn, daily: daily ? true : null });
}

function toPlainFinder({ id, name, trusted, tlp, policies }: Finder): Plain {
  const policy = policies.map(toPlainPolicy);
  return compact({ id, name, trusted: trusted ? true : null, tlp, policy });
}

/** An empty list of recipients or countries means that nobody gets it. */
function toPlainPolicy(policy: FinderPolicy): Plain {
  const { recipients, government, countries, evidence, embargoMs, embargoUntil } = policy;
  return present({
    recipients,
    government: government ? null : false,
    countries,
    evidence: evidence === "shareable" ? null : evidence,
    embargo: toDuration(embargoMs),
    embargoUntil: embargoUntil === null ? null : toDate(embargoUntil),
    ...toDates(policy),
  });
}

function toPlainClaim(claim: Claim): Plain {
  const { asset, use, basis, by, agreed, informed, exact } = claim;
  return compact({
    ...toPlainAsset(asset),
    use: use === "own" ? null : use,
    basis,
    by,
    ...toDates(claim),
    agreed: agreed ? true : null,
    informed: informed ? true : null,
    exact: exact ? true : null,
  });
}

function toPlainRelation(relation: Relation): Plain {
  const { intermediary, informed } = relation;
  return compact({ intermediary, ...toDates(relation), informed: informed ? true : null });
}

function toPlainSuppression(suppression: Suppression): Plain {
  const { email, reason } = suppression;
  return compact({ email, ...toDates(suppression), reason });
}

function toPlainStop(stop: Stop): Plain {
  const { asset, organisation, reason } = stop;
  return compact({ ...toPlainAsset(asset), organisation, ...toDates(stop), reason });
}

function toPlainMandate(mandate: Mandate): Plain {
  const { organisation, about, kinds, maxTier, instrument } = mandate;
  const scope = formatMandateScope(about);
  return present({ organisation, about: scope, kinds, maxTier, instrument, ...toDates(mandate) });
}

/** `true` is what holds always. */
function toPlainDuties(duties: World["mandateRequired"]): true | Plain[] {
  if (duties.some(({ since }) => !Number.isFinite(since))) return true;
  return duties.map((duty) => compact({ ...duty, ...toDates(duty) }));
}

function toPlainCriterion(criterion: Criterion): Plain {
  if (criterion.kind === "sector") return { sector: criterion.sector };
  if (criterion.kind === "country") return { country: criterion.country };
  return toPlainAsset(criterion);
}

function toPlainAsset(asset: Asset): Plain {
  return { [asset.kind]: asset.kind === "asn" ? asset.asn : formatAsset(asset) };
}

function toDates({ since, until }: Validity): Plain {
  return { since: toDate(since), until: toDate(until) };
}

/** A day where it begins one, an instant else; null where it is open. */
function toDate(instant: number): string | null {
  if (!Number.isFinite(instant)) return null;
  const text = new Date(instant).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text;
}

/** ISO 8601. */
function toDuration(ms: number | null): string | null {
  if (ms === null) return null;
  const days = ms / 86_400_000;
  return Number.isInteger(days) ? `P${days}D` : `PT${ms / 1000}S`;
}

/** Without what is null; a list that is empty may mean nothing at all, where none means everything. */
function present(plain: object): Plain {
  return Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== null));
}

/** Without what is null, and without lists and mappings that are empty. */
function compact(plain: object): Plain {
  return Object.fromEntries(
    Object.entries(present(plain)).filter(
      ([, value]) => typeof value !== "object" || Object.keys(value as object).length > 0,
    ),
  );
}
