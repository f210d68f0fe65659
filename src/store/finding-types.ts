import type { Catalogue } from "../domain/finding/finding-type.ts";
import type { FindingTypeId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** Numbers of finding types in this database, by id; types met for the first time get one. */
export async function numberFindingTypes(
  sql: Sql,
  ids: readonly FindingTypeId[],
): Promise<Map<FindingTypeId, number>> {
  await sql.query(
    "insert into finding_types (name) select n from unnest($1::text[]) n order by n on conflict (name) do nothing",
    [ids],
  );
  const { rows } = await sql.query<{ id: number; name: FindingTypeId }>(
    "select t.id, t.name from finding_types t where t.name = any($1)",
    [ids],
  );
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** Ids of finding types by their numbers in this database. */
export async function listFindingTypes(sql: Sql): Promise<Map<number, FindingTypeId>> {
  const { rows } = await sql.query<{ id: number; name: FindingTypeId }>(
    "select t.id, t.name from finding_types t",
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Numbers of those types in this database that are actively exploited. */
export async function listExploitedTypes(sql: Sql, catalogue: Catalogue): Promise<number[]> {
  const types = await listFindingTypes(sql);
  return [...types].flatMap(([number, id]) =>
    catalogue.findType(id)?.exploited === true ? [number] : [],
  );
}
