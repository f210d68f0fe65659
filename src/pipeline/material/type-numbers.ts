import type { Catalogue, FindingType } from "../../domain/finding/finding-type.ts";
import type { Sql } from "../../platform/database.ts";
import { must } from "../../platform/errors.ts";
import { listFindingTypes } from "../../store/finding-types.ts";

/** Finding types by their numbers in this database. */
export async function readTypeNumbers(sql: Sql, catalogue: Catalogue): Promise<FindingType[]> {
  const types: FindingType[] = [];
  for (const [number, name] of await listFindingTypes(sql)) {
    types[number] = must(catalogue.findType(name), `finding type ${name} left the catalogue`);
  }
  return types;
}
