import type { OwnKey, OwnKeyKind } from "../domain/keys/own-key.ts";
import type { Sql } from "../platform/database.ts";

/** A key with its private part, sealed under its id. */
export type SealedOwnKey = Pick<OwnKey, "id" | "kind" | "name" | "identity" | "publicPart"> & {
  readonly sealed: Buffer;
};

/** Keeps a key; false where there is one of this name already, retired or not. */
export async function insertOwnKey(sql: Sql, key: OwnKey, sealed: Buffer): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into own_keys (id, kind, name, algorithm, identity, public_part, private_sealed, signs_from, expires_at,
                           made_at, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (kind, name, identity) do nothing`,
    [
      key.id,
      key.kind,
      key.name,
      key.algorithm,
      key.identity,
      key.publicPart,
      sealed,
      key.signsFrom,
      key.expiresAt,
      key.madeAt,
      key.madeBy,
    ],
  );
  return rowCount > 0;
}

/** Keys of an address or a domain that may sign at an instant, those that began last first. */
export async function listSigningKeys(
  sql: Sql,
  identities: readonly string[],
  at: Date,
): Promise<SealedOwnKey[]> {
  const { rows } = await sql.query<SealedOwnKey>(
    `select k.id, k.kind, k.name, k.identity, k.public_part as "publicPart", k.private_sealed as sealed
       from own_keys k
      where k.retired_at is null and k.signs_from <= $1 and (k.expires_at is null or k.expires_at > $1)
        and k.identity = any($2)
      order by k.signs_from desc, k.id desc`,
    [at, identities],
  );
  return rows;
}

/** All keys of a kind whose private part is still there, those that began last first. */
export async function listHeldKeys(sql: Sql, kind: OwnKeyKind): Promise<SealedOwnKey[]> {
  const { rows } = await sql.query<SealedOwnKey>(
    `select k.id, k.kind, k.name, k.identity, k.public_part as "publicPart", k.private_sealed as sealed
       from own_keys k where k.kind = $1 and k.retired_at is null order by k.signs_from desc, k.id desc`,
    [kind],
  );
  return rows;
}

/** Destroys the private part of a key for good; false where there is no such key in use. */
export async function retireOwnKey(
  sql: Sql,
  key: { readonly kind: OwnKeyKind; readonly name: string; readonly at: Date; readonly by: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update own_keys set private_sealed = null, retired_at = $3, retired_by = $4
      where kind = $1 and name = $2 and retired_at is null`,
    [key.kind, key.name, key.at, key.by],
  );
  return rowCount > 0;
}
