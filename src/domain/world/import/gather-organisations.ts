import type { ImportedOrganisation } from "./imported.ts";
import type { ImportedText, Place } from "./place.ts";
import { type Remark, toRemark } from "./remark.ts";

const singles = ["id", "name", "kvk", "sector", "language", "path", "informed"] as const;
const plurals = [
  "roles",
  "contacts",
  "objects",
  "memberOf",
  "countries",
  "declines",
] as const satisfies readonly (keyof ImportedOrganisation)[];

/** Joins the records of each organisation into one, in order; of what two of them say differently the first holds. */
export function gatherOrganisations(
  records: readonly ImportedOrganisation[],
  remarks: Remark[],
): ImportedOrganisation[] {
  const byKey = new Map<string, ImportedOrganisation>();
  for (const record of records) {
    const known = byKey.get(record.key);
    byKey.set(record.key, known === undefined ? record : join(known, record, remarks));
  }
  return [...byKey.values()];
}

function join(
  known: ImportedOrganisation,
  record: ImportedOrganisation,
  remarks: Remark[],
): ImportedOrganisation {
  const joined = { ...known };
  for (const field of singles) {
    joined[field] = choose(known[field], record[field], known.place, remarks);
  }
  return Object.assign(
    joined,
    Object.fromEntries(plurals.map((field) => [field, [...known[field], ...record[field]]])),
  );
}

function choose(
  first: ImportedText | null,
  second: ImportedText | null,
  firstPlace: Place,
  remarks: Remark[],
): ImportedText | null {
  if (first === null || second === null) return first ?? second;
  if (first.text.toLowerCase() !== second.text.toLowerCase()) {
    const where = firstPlace.line === null ? `row ${firstPlace.row}` : `line ${firstPlace.line}`;
    const problem = `${where} says "${first.text.slice(0, 80)}" for the same organisation`;
    remarks.push(toRemark("left-out", second, problem, "Make them say the same; the first holds."));
  }
  return first;
}
