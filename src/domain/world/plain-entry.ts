import type { FinderId, OrganisationId } from "../ids.ts";
import type {
  Claim,
  Designation,
  Finder,
  Mandate,
  MandateDuty,
  Organisation,
  Relation,
  Stop,
  Suppression,
  World,
} from "./world.ts";
import { emptyWorld, takesEverything } from "./world.ts";
import { type Plain, toPlainWorld } from "./world-text.ts";

/** What an organisation says of itself; its claims and relations are entries of their own. */
export type OrganisationRecord = Omit<Organisation, "claims" | "memberOf">;

/** One thing that holds by the register. */
export type Entry =
  | { readonly section: "organisation"; readonly value: OrganisationRecord }
  | { readonly section: "claim"; readonly value: Claim }
  | { readonly section: "relation"; readonly member: OrganisationId; readonly value: Relation }
  | { readonly section: "designation"; readonly value: Designation }
  | { readonly section: "mandate"; readonly value: Mandate }
  | { readonly section: "mandateDuty"; readonly value: MandateDuty }
  | { readonly section: "finder"; readonly value: Finder }
  | { readonly section: "suppression"; readonly value: Suppression }
  | { readonly section: "stop"; readonly value: Stop };

export type Section = Entry["section"];

/** Where entries other than those of organisations stand in a world. */
const lists = {
  designation: "designations",
  mandate: "mandates",
  mandateDuty: "mandateRequired",
  finder: "finders",
  suppression: "suppressions",
  stop: "stops",
} as const satisfies Partial<Record<Section, keyof World>>;

/** Whose entry it is: the slug of an organisation or finder; null for what is everybody's. */
export function partyOf(entry: Entry): OrganisationId | FinderId | null {
  switch (entry.section) {
    case "organisation":
    case "finder":
      return entry.value.id;
    case "claim":
    case "mandate":
    case "stop":
      return entry.value.organisation;
    case "relation":
      return entry.member;
    default:
      return null;
  }
}

/** An entry as JSON can say it, in the form that world texts have. */
export function toPlainEntry(entry: Entry): Plain {
  const organisation = toOrganisation(entry);
  if (organisation !== null) {
    const plain = toPlainWorld({ ...emptyWorld, organisations: [organisation] }).organisations[0];
    const { claims, memberOf, ...record } = plain as Plain & {
      readonly claims: readonly Plain[];
      readonly memberOf: readonly Plain[];
    };
    if (entry.section === "claim") return claims[0] as Plain;
    return entry.section === "relation" ? (memberOf[0] as Plain) : record;
  }
  const list = lists[entry.section as keyof typeof lists];
  return toPlainWorld({ ...emptyWorld, [list]: [entry.value] })[list][0] as Plain;
}

/** Claims and relations are read and written as those of an organisation that says nothing else. */
function toOrganisation(entry: Entry): Organisation | null {
  if (entry.section === "organisation") return { ...entry.value, claims: [], memberOf: [] };
  const { claims, memberOf } =
    entry.section === "claim"
      ? { claims: [entry.value], memberOf: [] }
      : entry.section === "relation"
        ? { claims: [], memberOf: [entry.value] }
        : { claims: null, memberOf: null };
  if (claims === null) return null;
  return { ...emptyRecord(partyOf(entry) as OrganisationId), claims, memberOf };
}

/** An organisation that says nothing of itself but its id. */
export function emptyRecord(id: OrganisationId): OrganisationRecord {
  return {
    id,
    name: id,
    kvk: null,
    sector: null,
    roles: [],
    constituency: [],
    contacts: [],
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
  };
}
