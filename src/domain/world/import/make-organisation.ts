import { emptyRecord } from "../plain-entry.ts";
import {
  type Claim,
  type Organisation,
  type OrganisationRole,
  organisationRoles,
} from "../world.ts";
import { extendOrganisation } from "./extend-organisation.ts";
import type { ImportedOrganisation } from "./imported.ts";
import type { Making, NamedOrganisation } from "./making.ts";
import type { ImportedText } from "./place.ts";
import { readContacts } from "./read-contacts.ts";
import { readMemberships } from "./read-memberships.ts";
import {
  readCountries,
  readKvk,
  readLanguage,
  readName,
  readRoles,
  readSector,
} from "./read-words.ts";
import { type Remark, toRemark } from "./remark.ts";

/** The organisation of a record: that of the present world with what is new added, itself when nothing is. */
export function makeOrganisation(
  { id, record, before }: NamedOrganisation,
  claims: readonly Claim[],
  making: Making,
): Organisation {
  const { terms, remarks } = making;
  const language = readLanguage(record.language, making);
  const constituency = readCountries(record.countries, remarks);
  const fresh: Organisation = {
    ...emptyRecord(id),
    name: readName(record.name, remarks) ?? before?.name ?? id,
    kvk: readKvk(record.kvk, remarks),
    sector: readSector(record.sector, making),
    constituency,
    contacts: readContacts(record.contacts, language, terms, remarks),
    claims,
    ...readMemberships(id, record, making),
    filters: record.declines.map((type) => ({ kind: null, type })),
  };
  const whole = { ...fresh, roles: listRoles(fresh, record, before, making) };
  const made = before === null ? whole : extendOrganisation(before, whole, record, remarks);
  if (made !== before) remarkOnGaps(made, record, remarks);
  return made;
}

/** The roles that it is said to have, and those that what it has implies. */
function listRoles(
  { id, claims, constituency }: Organisation,
  record: ImportedOrganisation,
  before: Organisation | null,
  { terms, intermediaries, remarks }: Making,
): OrganisationRole[] {
  const said = readRoles(record.roles, remarks);
  const roles = new Set<OrganisationRole>(said.length > 0 ? said : terms.defaults.roles);
  if (claims.some(({ use }) => use === "operate")) roles.add("network-operator");
  if (claims.some(({ use }) => use === "own")) roles.add("owner");
  if (constituency.length > 0) roles.add("national-csirt");
  if (intermediaries.has(id)) roles.add("intermediary");
  if (roles.size === 0 && before === null) roles.add("owner");
  return organisationRoles.filter((role) => roles.has(role));
}

/** What is missing for anything to be told. */
function remarkOnGaps(
  { name, contacts, claims, constituency, roles }: Organisation,
  { place }: ImportedOrganisation,
  remarks: Remark[],
): void {
  const whole: ImportedText = { text: name, place: { ...place, field: "" } };
  if (!contacts.some(({ role }) => role === "findings")) {
    const remedy = "Add one: until then what is its own goes to the next rung.";
    remarks.push(toRemark("kept", whole, "no address for findings", remedy));
  }
  if (claims.length + constituency.length > 0 || roles.includes("intermediary")) return;
  const remedy = "Add prefixes or names: until then no finding is about it.";
  remarks.push(toRemark("kept", whole, "nothing is its own", remedy));
}
