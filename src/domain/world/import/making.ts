import type { OrganisationId } from "../../ids.ts";
import type { Organisation, World } from "../world.ts";
import type { ImportTerms } from "./import-terms.ts";
import type { ImportedOrganisation } from "./imported.ts";
import type { Remark } from "./remark.ts";

/** A record, the organisation that it is about, and what the present world says of that. */
export type NamedOrganisation = {
  readonly id: OrganisationId;
  readonly record: ImportedOrganisation;
  /** Null when it is new. */
  readonly before: Organisation | null;
};

/** What organisations are made with. */
export type Making = {
  readonly terms: ImportTerms;
  readonly remarks: Remark[];
  /** Sectors that the present world knows. */
  readonly sectors: ReadonlySet<string>;
  /** By id and by name in lower case, of the import and of the present world. */
  readonly idByLabel: ReadonlyMap<string, OrganisationId>;
  /** Those that are intermediaries, or become so because a record names them as one. */
  readonly intermediaries: ReadonlySet<OrganisationId>;
};

/** Works out what holds for all organisations of an import. */
export function startMaking(
  named: readonly NamedOrganisation[],
  present: World,
  terms: ImportTerms,
  remarks: Remark[],
): Making {
  const idByLabel = new Map<string, OrganisationId>();
  for (const { id, record } of named) {
    idByLabel.set(id, id);
    if (record.name !== null) idByLabel.set(toLabel(record.name.text), id);
  }
  for (const { id, name } of present.organisations) {
    idByLabel.set(toLabel(name), id);
    idByLabel.set(id, id);
  }
  const intermediaries = new Set(
    present.organisations.flatMap(({ id, roles }) => (roles.includes("intermediary") ? [id] : [])),
  );
  const imported = new Set(named.map(({ id }) => id));
  for (const label of listNamedIntermediaries(named, terms)) {
    const id = idByLabel.get(toLabel(label));
    if (id !== undefined && imported.has(id)) intermediaries.add(id);
  }
  return { terms, remarks, sectors: listSectors(present), idByLabel, intermediaries };
}

/** How names are compared. */
export function toLabel(text: string): string {
  return text.trim().toLowerCase();
}

function listNamedIntermediaries(
  named: readonly NamedOrganisation[],
  { defaults }: ImportTerms,
): string[] {
  const labels = named.flatMap(({ record }) => [
    ...record.memberOf.map(({ text }) => text),
    ...(record.path === null ? [] : [record.path.text]),
  ]);
  return defaults.memberOf === null ? labels : [...labels, defaults.memberOf];
}

function listSectors({ organisations, designations }: World): Set<string> {
  const sectors = new Set(designations.map(({ sector }) => sector));
  for (const { sector, constituency } of organisations) {
    if (sector !== null) sectors.add(sector);
    for (const criterion of constituency) {
      if (criterion.kind === "sector") sectors.add(criterion.sector);
    }
  }
  return sectors;
}
