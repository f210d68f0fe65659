import type { Organisation } from "../world.ts";
import type { ImportedOrganisation } from "./imported.ts";
import { type Remark, toRemark } from "./remark.ts";

/**
 * An organisation of the present world with what is new in an imported one added; itself when nothing is new. What the
 * two say differently is remarked on, and stays as it is.
 */
export function extendOrganisation(
  before: Organisation,
  fresh: Organisation,
  record: ImportedOrganisation,
  remarks: Remark[],
): Organisation {
  for (const field of ["name", "kvk", "sector", "path"] as const) {
    const [held, said, text] = [before[field], fresh[field], record[field]];
    if (held === null || said === null || text === null || said === held) continue;
    const problem = `the present world says "${held}"`;
    remarks.push(toRemark("left-out", text, problem, "Change the world file, if this is right."));
  }
  const added: Partial<Organisation> = {
    roles: addMissing(before.roles, fresh.roles),
    contacts: addMissing(before.contacts, fresh.contacts, ({ role, email }) => role + email),
    claims: addMissing(before.claims, fresh.claims, ({ id }) => id),
    memberOf: addMissing(before.memberOf, fresh.memberOf, ({ intermediary }) => intermediary),
    constituency: addMissing(before.constituency, fresh.constituency),
    filters: addMissing(before.filters, fresh.filters),
    kvk: before.kvk ?? fresh.kvk,
    sector: before.sector ?? fresh.sector,
    path: before.path ?? fresh.path,
  };
  const isSame = Object.entries(added).every(
    ([field, value]) => before[field as keyof Organisation] === value,
  );
  return isSame ? before : { ...before, ...added };
}

/** The list itself when nothing is missing. */
function addMissing<Value>(
  held: readonly Value[],
  more: readonly Value[],
  toKey: (value: Value) => string = (value) => JSON.stringify(value),
): readonly Value[] {
  const keys = new Set(held.map(toKey));
  const missing = more.filter((value) => !keys.has(toKey(value)));
  return missing.length === 0 ? held : [...held, ...missing];
}
