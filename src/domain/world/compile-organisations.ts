import { compareInstants } from "../compare-instants.ts";
import { compareText } from "../compare-text.ts";
import { severityRank } from "../finding/severity.ts";
import { tlpLabels, tlpRank } from "../finding/tlp.ts";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import type {
  CompiledAddress,
  CompiledDesignation,
  CompiledOrganisation,
  CompiledRelation,
} from "./compiled-world.ts";
import { type Silences, wholeScope } from "./silence.ts";
import type { Criterion, Filter, Mandate, Organisation, World } from "./world.ts";

/** Organisations by id, made in order of their id, so that the order of the world file never matters. */
export type CompiledOrganisations = {
  readonly byId: ReadonlyMap<OrganisationId, CompiledOrganisation>;
  readonly catchAlls: ReadonlyMap<string, CompiledOrganisation>;
  readonly nationalCsirts: ReadonlyMap<string, CompiledOrganisation>;
};

/** An organisation while its references to others are still being filled in. */
type Draft = { -readonly [Field in keyof CompiledOrganisation]: CompiledOrganisation[Field] };

const none: readonly never[] = [];

/** Resolves what organisations say about each other and what silences their addresses. */
export function compileOrganisations(
  world: World,
  toAddress: (email: EmailAddress) => CompiledAddress,
): CompiledOrganisations {
  const sources = world.organisations.toSorted((a, b) => compareText(a.id, b.id));
  const byId = new Map<OrganisationId, Draft>();
  for (const source of sources) byId.set(source.id, toDraft(source, toAddress));
  const designations = groupDesignations(world, byId);
  const mandates = Map.groupBy(world.mandates, (mandate) => mandate.organisation);
  const sectors = firstByCriterion(sources, byId, servesByCriterion, "sector");
  for (const source of sources) {
    const draft = byId.get(source.id);
    if (draft === undefined) continue;
    draft.relations = toRelations(source, byId);
    draft.mandates = mandates.get(source.id)?.toSorted(compareMandates) ?? none;
    if (source.sector === null) continue;
    draft.designations = designations.get(source.sector) ?? none;
    draft.sectorIntermediary = sectors.get(source.sector) ?? null;
  }
  return {
    byId,
    catchAlls: firstByCriterion(sources, byId, servesByCriterion, "country"),
    nationalCsirts: firstByCriterion(sources, byId, isNationalCsirt, "country"),
  };
}

/** Gives each address once, with what silences it. */
export function compileAddresses(
  world: World,
  deadAddresses: ReadonlySet<EmailAddress>,
  silences: Silences,
): (email: EmailAddress) => CompiledAddress {
  const suppressions = Map.groupBy(world.suppressions, (suppression) => suppression.email);
  const addresses = new Map<EmailAddress, CompiledAddress>();
  return (email) => {
    let address = addresses.get(email);
    if (address === undefined) {
      address = {
        email,
        dead: deadAddresses.has(email),
        suppressions: [
          ...(suppressions.get(email) ?? none).map(({ since, until }) => {
            return { ...wholeScope, since, until };
          }),
          ...silences.of(email),
        ],
      };
      addresses.set(email, address);
    }
    return address;
  };
}

/** Whether its criteria make it a candidate: an intermediary in good standing. */
export function servesByCriterion(organisation: Organisation): boolean {
  return !organisation.suspended && organisation.roles.includes("intermediary");
}

function isNationalCsirt(organisation: Organisation): boolean {
  return !organisation.suspended && organisation.roles.includes("national-csirt");
}

function toDraft(source: Organisation, toAddress: (email: EmailAddress) => CompiledAddress): Draft {
  const { accepts } = source;
  return {
    id: source.id,
    suspended: source.suspended,
    sector: source.sector,
    addresses: source.contacts
      .filter((contact) => contact.role === "findings")
      .map((contact) => toAddress(contact.email)),
    relations: none,
    designations: none,
    sectorIntermediary: null,
    path: source.path,
    filters: source.filters.toSorted(compareFilters),
    accepts,
    minSeverityRank: accepts.minSeverity === null ? 0 : severityRank(accepts.minSeverity),
    maxTier: source.maxTier,
    tlpCeiling: source.tlp === null ? tlpLabels.length : tlpRank(source.tlp),
    ceilings: source.ceilings.map(({ label, since, until }) => {
      return { rank: tlpRank(label), since, until };
    }),
    country: source.country,
    government: source.government,
    mandates: none,
  };
}

/** So that the first that covers a finding is the one that shows most, and of equal ones always the same is named. */
function compareMandates(a: Mandate, b: Mandate): number {
  return (
    (b.maxTier ?? 3) - (a.maxTier ?? 3) ||
    compareText(a.instrument, b.instrument) ||
    compareText(JSON.stringify(a.about), JSON.stringify(b.about)) ||
    compareInstants(a.since, b.since) ||
    compareInstants(a.until, b.until) ||
    compareText(a.kinds?.join() ?? "*", b.kinds?.join() ?? "*")
  );
}

/** So that of two filters that match the same one is named, whatever their order. */
function compareFilters(a: Filter, b: Filter): number {
  return compareText(a.kind ?? "", b.kind ?? "") || compareText(a.type ?? "", b.type ?? "");
}

/** Relations to intermediaries that can be asked: known, of that role, in good standing. */
function toRelations(
  source: Organisation,
  byId: ReadonlyMap<OrganisationId, CompiledOrganisation>,
): readonly CompiledRelation[] {
  if (source.memberOf.length === 0 || source.suspended) return none;
  const relations: CompiledRelation[] = [];
  for (const { intermediary: id, informed, since, until } of source.memberOf) {
    const intermediary = byId.get(id);
    if (intermediary === undefined || intermediary.suspended) continue;
    relations.push({ intermediary, informed, since, until });
  }
  return relations.sort(
    (a, b) =>
      compareText(a.intermediary.id, b.intermediary.id) ||
      compareInstants(a.since, b.since) ||
      compareInstants(a.until, b.until),
  );
}

function groupDesignations(
  world: World,
  byId: ReadonlyMap<OrganisationId, CompiledOrganisation>,
): Map<string, CompiledDesignation[]> {
  const groups = new Map<string, CompiledDesignation[]>();
  for (const designation of world.designations) {
    const { sector, intermediary: id, kinds, reference, since, until } = designation;
    const intermediary = byId.get(id);
    if (intermediary === undefined || intermediary.suspended) continue;
    const group = groups.get(sector) ?? [];
    group.push({ intermediary, kinds, reference, since, until });
    groups.set(sector, group);
  }
  for (const group of groups.values()) {
    group.sort(compareDesignations);
  }
  return groups;
}

/** Those of one intermediary in an order of their own, so that always the same reference is named. */
function compareDesignations(a: CompiledDesignation, b: CompiledDesignation): number {
  return (
    compareText(a.intermediary.id, b.intermediary.id) ||
    compareText(a.reference ?? "", b.reference ?? "") ||
    compareInstants(a.since, b.since) ||
    compareInstants(a.until, b.until) ||
    compareText(a.kinds?.join() ?? "*", b.kinds?.join() ?? "*")
  );
}

/** By sector or country, the first organisation in order of id that qualifies and has the criterion. */
function firstByCriterion(
  sources: readonly Organisation[],
  byId: ReadonlyMap<OrganisationId, CompiledOrganisation>,
  qualifies: (organisation: Organisation) => boolean,
  kind: "sector" | "country",
): Map<string, CompiledOrganisation> {
  const first = new Map<string, CompiledOrganisation>();
  for (const source of sources) {
    const organisation = byId.get(source.id);
    if (organisation === undefined || !qualifies(source)) continue;
    for (const criterion of source.constituency) {
      const text = criterionText(criterion, kind);
      if (text !== null && !first.has(text)) first.set(text, organisation);
    }
  }
  return first;
}

function criterionText(criterion: Criterion, kind: "sector" | "country"): string | null {
  if (criterion.kind === "sector") return kind === "sector" ? criterion.sector : null;
  if (criterion.kind === "country") return kind === "country" ? criterion.country : null;
  return null;
}
