import type { OrganisationId } from "../ids.ts";
import { emptyRecord, type Section } from "./plain-entry.ts";
import { type Claim, emptyWorld, type Organisation, type Relation, type World } from "./world.ts";
import { fromPlainWorld, type Plain, toPlainWorld } from "./world-text.ts";

/** An entry of the register as it is kept. */
export type PlainEntry = {
  readonly section: Section;
  readonly party: string | null;
  readonly content: Plain;
};

/**
 * The world that file and register make together.
 *
 * What an organisation says of itself in the register stands in the place of what the file says of it, and so does a
 * finder's; claims, relations and everything else of both hold beside each other. Claims and relations of organisations
 * that nobody knows hold for nobody.
 */
export function mergeRegister(file: World, entries: readonly PlainEntry[]): World {
  if (entries.length === 0) return file;
  const { world, recorded } = toWorld(entries);
  const ours = new Map(world.organisations.map((organisation) => [organisation.id, organisation]));
  const known = new Set(file.organisations.map(({ id }) => id));
  const finders = new Set(world.finders.map(({ id }) => id));
  return {
    organisations: [
      ...file.organisations.map((theirs) => {
        const own = ours.get(theirs.id);
        return own === undefined ? theirs : mergeOrganisation(theirs, own, recorded.has(theirs.id));
      }),
      ...world.organisations.filter(({ id }) => !known.has(id) && recorded.has(id)),
    ],
    finders: [
      ...file.finders.filter(({ id }) => !finders.has(id)),
      ...world.finders.map((finder) => withLimitsOf(file.finders, finder)),
    ],
    designations: [...file.designations, ...world.designations],
    mandates: [...file.mandates, ...world.mandates],
    mandateRequired: [...file.mandateRequired, ...world.mandateRequired],
    suppressions: [...file.suppressions, ...world.suppressions],
    stops: [...file.stops, ...world.stops],
    securityTxt: file.securityTxt,
  };
}

/** A finder of the register with the policy that the file has of it, too: a limit is not lifted by leaving it out. */
function withLimitsOf(others: World["finders"], finder: World["finders"][number]) {
  const policies = others.find(({ id }) => id === finder.id)?.policies ?? [];
  return policies.length === 0
    ? finder
    : { ...finder, policies: [...policies, ...finder.policies] };
}

function mergeOrganisation(
  file: Organisation,
  register: Organisation,
  recorded: boolean,
): Organisation {
  return {
    ...(recorded ? register : file),
    // Limits of both hold.
    ceilings: [...file.ceilings, ...register.ceilings],
    government: file.government || register.government,
    claims: mergeBy<Claim>(file.claims, register.claims, ({ id }) => id),
    memberOf: mergeBy<Relation>(
      file.memberOf,
      register.memberOf,
      ({ intermediary }) => intermediary,
    ),
  };
}

/** Of two that are the same, the register's: it is the later word. */
function mergeBy<Value>(
  file: readonly Value[],
  register: readonly Value[],
  keyOf: (value: Value) => string,
): readonly Value[] {
  if (register.length === 0) return file;
  const keys = new Set(register.map(keyOf));
  return [...file.filter((value) => !keys.has(keyOf(value))), ...register];
}

/** Entries as a world of their own, and which organisations say something of themselves in it. */
function toWorld(entries: readonly PlainEntry[]): {
  readonly world: World;
  readonly recorded: ReadonlySet<string>;
} {
  const of = (section: Section): Plain[] =>
    entries.filter((entry) => entry.section === section).map(({ content }) => content);
  const organisations = new Map<
    string,
    { record: Plain | null; claims: Plain[]; memberOf: Plain[] }
  >();
  for (const { section, party, content } of entries) {
    if (party === null) continue;
    if (section !== "organisation" && section !== "claim" && section !== "relation") continue;
    const parts = organisations.get(party) ?? { record: null, claims: [], memberOf: [] };
    organisations.set(party, parts);
    if (section === "organisation") parts.record = content;
    else (section === "claim" ? parts.claims : parts.memberOf).push(content);
  }
  const plain = [...organisations].map(([id, { record, claims, memberOf }]) => ({
    ...(record ?? toPlainRecord(id as OrganisationId)),
    claims,
    memberOf,
  }));
  const world = fromPlainWorld({
    organisations: plain,
    finders: of("finder"),
    designations: of("designation"),
    mandates: of("mandate"),
    mandateRequired: of("mandateDuty"),
    suppressions: of("suppression"),
    stops: of("stop"),
    securityTxt: [],
  });
  const recorded = [...organisations].filter(([, { record }]) => record !== null);
  return { world, recorded: new Set(recorded.map(([id]) => id)) };
}

function toPlainRecord(id: OrganisationId): Plain {
  const organisation = { ...emptyRecord(id), claims: [], memberOf: [] };
  return toPlainWorld({ ...emptyWorld, organisations: [organisation] }).organisations[0] as Plain;
}
