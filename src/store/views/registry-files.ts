import type { RegistryLayer } from "../../domain/registry/registry.ts";
import type { Sql } from "../../platform/database.ts";

/** Base names of the files that the present version of each layer was loaded from; layers without one are left out. */
export async function listRegistryFiles(sql: Sql): Promise<Map<RegistryLayer, readonly string[]>> {
  const { rows } = await sql.query<{ layer: RegistryLayer; names: string[] }>(
    `select v.layer, array(select f ->> 'name' from jsonb_array_elements(v.files) f) as names
       from registry_versions v where v.replaced_at is null`,
  );
  return new Map(rows.map(({ layer, names }) => [layer, names]));
}
