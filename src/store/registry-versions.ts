import type { RegistryLayer } from "../domain/registry/registry.ts";
import type { RegistryDifference } from "../domain/registry/registry-difference.ts";
import type { Sql } from "../platform/database.ts";

/** What one file of a load was and what was left out of it. */
export type LoadedFile = {
  readonly name: string;
  /** Hexadecimal, of what it holds unpacked. */
  readonly sha256: string;
  readonly format: string;
  readonly entries: number;
  /** How many lines or objects did not parse, and the first of them. */
  readonly faults: number;
  readonly firstFaults: readonly {
    readonly line: number;
    readonly reason: string;
    readonly value: string;
  }[];
  readonly skipped: Readonly<Record<string, number>>;
};

export type NewRegistryVersion = {
  readonly id: string;
  readonly layer: RegistryLayer;
  readonly loadedAt: Date;
  readonly files: readonly LoadedFile[];
  readonly ranges: number;
  readonly difference: RegistryDifference;
};

/** Lets one load of a layer go on at a time; the others wait until this transaction ends. */
export async function lockRegistryLayer(sql: Sql, layer: RegistryLayer): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('meldpunt registry'), hashtext($1))", [
    layer,
  ]);
}

/** Makes a version the present one of its layer; the ranges of the one before go. */
export async function replaceRegistryVersion(sql: Sql, version: NewRegistryVersion): Promise<void> {
  const { id, layer, loadedAt } = version;
  await sql.query(
    `with replaced as (
        update registry_versions set replaced_at = greatest(loaded_at, $2)
        where layer = $1 and replaced_at is null returning id
      ),
      ranges as (delete from registry_ranges where version in (select id from replaced)),
      systems as (delete from registry_systems where version in (select id from replaced))
      delete from registry_contacts where version in (select id from replaced)`,
    [layer, loadedAt],
  );
  await sql.query(
    `insert into registry_versions (id, layer, loaded_at, files, ranges, difference)
      values ($1, $2, $3, $4, $5, $6)`,
    [
      id,
      layer,
      loadedAt,
      JSON.stringify(version.files),
      version.ranges,
      JSON.stringify(version.difference),
    ],
  );
}

/** Whether two versions say the same of every AS number. */
export async function haveSameSystems(sql: Sql, one: string, other: string): Promise<boolean> {
  const { rows } = await sql.query(
    `select from (select * from registry_systems where version = $1) a
      full join (select * from registry_systems where version = $2) b on a.asn = b.asn
      where (a.asn, a.name, a.contact) is distinct from (b.asn, b.name, b.contact) limit 1`,
    [one, other],
  );
  return rows.length === 0;
}

/** Takes back what was written for a version that never held. */
export async function dropRegistryVersion(sql: Sql, version: string): Promise<void> {
  for (const table of ["registry_ranges", "registry_systems", "registry_contacts"]) {
    await sql.query(`delete from ${table} where version = $1`, [version]);
  }
}
