import type { AsNumber } from "../domain/network/as-number.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import {
  type AutonomousSystem,
  type RangeTable,
  type Registry,
  type RegistryLayer,
  registryLayers,
} from "../domain/registry/registry.ts";
import type { NamedRanges } from "../domain/registry/registry-difference.ts";
import { copyOut, type Sql, toSql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { decodeRanges } from "./range-decoder.ts";

/** The version of each layer, a UUIDv7; null where nothing is loaded. */
export type RegistryVersions = Readonly<Record<RegistryLayer, string | null>>;

/** A registry that knows which versions it was read from. */
export type VersionedRegistry = Registry & { readonly versions: RegistryVersions };

const emptyTable: RangeTable = {
  v4: { first: new Uint32Array(0), last: new Uint32Array(0), value: new Int32Array(0) },
  v6: { first: new Uint32Array(0), last: new Uint32Array(0), value: new Int32Array(0) },
};

/** The versions that hold at present. */
export async function findRegistryVersions(sql: Sql): Promise<RegistryVersions> {
  const { rows } = await sql.query<{ layer: RegistryLayer; id: string }>(
    "select layer, id from registry_versions where replaced_at is null",
  );
  const find = (layer: RegistryLayer) => rows.find((row) => row.layer === layer)?.id ?? null;
  return {
    announced: find("announced"),
    delegated: find("delegated"),
    contacts: find("contacts"),
  };
}

/**
 * Reads the present registry into typed arrays, all three layers of one instant.
 *
 * With `versions` those are asked for; throws `not-found` when one has been replaced since, as its ranges are gone.
 */
export async function readRegistry(
  sql: Sql,
  versions?: RegistryVersions,
): Promise<VersionedRegistry> {
  // Within a caller's transaction that is the instant; else one of its own.
  return sql.lend(async (connection) =>
    connection.getTransactionStatus() === "I"
      ? transaction(toSql(connection), (inside) => readLayers(inside, versions), {
          isolation: "repeatable read",
          readOnly: true,
        })
      : readLayers(toSql(connection), versions),
  );
}

/**
 * The present registry with another version of one layer, which the transaction at hand has written beside it; to be
 * called in that.
 */
export async function readRegistryBeside(
  sql: Sql,
  layer: RegistryLayer,
  version: string,
): Promise<VersionedRegistry> {
  return readVersions(sql, { ...(await findRegistryVersions(sql)), [layer]: version });
}

/** The ranges of one version with the text of their values, for comparing. */
export async function readNamedRanges(
  sql: Sql,
  layer: RegistryLayer,
  version: string | null,
): Promise<NamedRanges> {
  if (layer === "contacts") {
    const { table, contacts } = await readContacts(sql, version);
    return { table, names: contacts };
  }
  if (layer === "delegated") {
    const { table, countries } = await readDelegated(sql, version);
    return { table, names: countries };
  }
  const systems = await readSystems(sql, version, null);
  const table = await readAnnounced(sql, version, systems);
  return { table, names: systems.map(({ asn }) => `AS${asn}`) };
}

async function readLayers(sql: Sql, wanted?: RegistryVersions): Promise<VersionedRegistry> {
  const present = await findRegistryVersions(sql);
  checkPresent(present, wanted ?? present);
  return readVersions(sql, present);
}

async function readVersions(sql: Sql, versions: RegistryVersions): Promise<VersionedRegistry> {
  const systems = await readSystems(sql, versions.announced, versions.contacts);
  const announced = await readAnnounced(sql, versions.announced, systems);
  const { table: delegated, countries } = await readDelegated(sql, versions.delegated);
  const { table: contactRanges, contacts } = await readContacts(sql, versions.contacts);
  return { versions, announced, systems, delegated, countries, contactRanges, contacts };
}

function checkPresent(present: RegistryVersions, wanted: RegistryVersions): void {
  for (const layer of registryLayers) {
    if (wanted[layer] === present[layer]) continue;
    throw new AppError(
      "not-found",
      `Version ${wanted[layer]} of the ${layer} registry has been replaced.`,
      { remedy: "Start from the present state again." },
    );
  }
}

/** All AS numbers that either layer knows, ascending; the name as announced, else as registered. */
async function readSystems(
  sql: Sql,
  announced: string | null,
  contacts: string | null,
): Promise<AutonomousSystem[]> {
  const { rows } = await sql.query<{
    asn: AsNumber;
    name: string | null;
    contact: EmailAddress | null;
  }>(
    `select asn, coalesce(max(name) filter (where version = $1), max(name)) as name, max(contact) as contact
      from registry_systems where version in ($1, $2) group by asn order by asn`,
    [announced, contacts],
  );
  return rows;
}

async function readAnnounced(
  sql: Sql,
  version: string | null,
  systems: readonly AutonomousSystem[],
): Promise<RangeTable> {
  const indexByAsn = new Map<number, number>(systems.map(({ asn }, index) => [asn, index]));
  return readTable(
    sql,
    version,
    "asn",
    (bytes, at) =>
      indexByAsn.get(bytes.readUInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4)) ?? -1,
  );
}

async function readDelegated(
  sql: Sql,
  version: string | null,
): Promise<{ table: RangeTable; countries: string[] }> {
  const met: string[] = [];
  const indexByCode = new Map<number, number>();
  const table = await readTable(sql, version, "country", (bytes, at, length) => {
    const code = bytes.readUInt16BE(at);
    const known = indexByCode.get(code);
    if (known !== undefined) return known;
    indexByCode.set(code, met.length);
    return met.push(bytes.toString("latin1", at, at + length)) - 1;
  });
  // Alphabetical, because where ranges tie the lower index counts.
  const countries = met.toSorted();
  const numbers = met.map((country) => countries.indexOf(country));
  for (const { value } of [table.v4, table.v6]) {
    for (let row = 0; row < value.length; row += 1)
      value[row] = numbers[value[row] as number] as number;
  }
  return { table, countries };
}

async function readContacts(
  sql: Sql,
  version: string | null,
): Promise<{ table: RangeTable; contacts: EmailAddress[] }> {
  const { rows } = await sql.query<{ email: EmailAddress }>(
    "select email from registry_contacts where version = $1 order by number",
    [version],
  );
  const table = await readTable(sql, version, "contact", (bytes, at) => bytes.readInt32BE(at));
  return { table, contacts: rows.map((row) => row.email) };
}

async function readTable(
  sql: Sql,
  version: string | null,
  column: "asn" | "country" | "contact",
  toValue: (bytes: Buffer, at: number, length: number) => number,
): Promise<RangeTable> {
  if (version === null) return emptyTable;
  if (!/^[0-9a-f-]{36}$/.test(version)) throw new RangeError("not the id of a version");
  return copyOut(
    sql,
    `copy (select first, last, ${column} from registry_ranges where version = '${version}')
      to stdout (format binary)`,
    (chunks) => decodeRanges(chunks, toValue),
  );
}
