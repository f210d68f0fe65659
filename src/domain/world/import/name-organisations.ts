import { isSlug, type OrganisationId } from "../../ids.ts";
import type { Organisation, World } from "../world.ts";
import type { ImportedOrganisation } from "./imported.ts";
import type { NamedOrganisation } from "./making.ts";
import { makeOrganisationId } from "./organisation-id.ts";
import type { ImportedText } from "./place.ts";
import { type Remark, toRemark } from "./remark.ts";

/**
 * Gives each record its organisation: of the present world the one with its id, register number or name, else a new one
 * with an id made of the name.
 */
export function nameOrganisations(
  records: readonly ImportedOrganisation[],
  present: World,
  remarks: Remark[],
): NamedOrganisation[] {
  const find = makeOrganisationFinder(present.organisations);
  const taken = new Set<string>(present.organisations.map(({ id }) => id));
  const named: NamedOrganisation[] = [];
  const matched = new Set<OrganisationId>();
  for (const record of records) {
    const before = find(record);
    if (before !== null && matched.has(before.id)) {
      const text = record.name ?? record.id ?? { text: record.key, place: record.place };
      const problem = `another record is ${before.id} too`;
      remarks.push(toRemark("left-out", text, problem, "Give both the same name or id."));
      continue;
    }
    const id = before?.id ?? newId(record, taken, remarks);
    if (id === null) continue;
    taken.add(id);
    matched.add(id);
    named.push({ id, record, before });
  }
  return named;
}

/** Finds the organisation that a record is about: by its id, else its register number, else its name. */
export function makeOrganisationFinder(
  organisations: readonly Organisation[],
): (record: Pick<ImportedOrganisation, "id" | "kvk" | "name">) => Organisation | null {
  const byId = new Map<string, Organisation>();
  const byKvk = new Map<string, Organisation>();
  const byName = new Map<string, Organisation>();
  for (const organisation of organisations) {
    byId.set(organisation.id, organisation);
    if (organisation.kvk !== null) byKvk.set(organisation.kvk, organisation);
    byName.set(organisation.name.toLowerCase(), organisation);
  }
  return ({ id, kvk, name }) =>
    (id && byId.get(id.text)) ||
    (kvk && byKvk.get(kvk.text)) ||
    (name && byName.get(name.text.toLowerCase())) ||
    null;
}

function newId(
  { id, name, key, place }: ImportedOrganisation,
  taken: ReadonlySet<string>,
  remarks: Remark[],
): OrganisationId | null {
  if (id !== null && isSlug(id.text) && !taken.has(id.text)) return id.text as OrganisationId;
  const label = name ?? id;
  if (label !== null) return makeOrganisationId(label.text, taken);
  const nameless: ImportedText = { text: key, place };
  remarks.push(toRemark("left-out", nameless, "no name and no id", "Say who it is."));
  return null;
}
