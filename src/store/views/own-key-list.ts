import type { OwnKey } from "../../domain/keys/own-key.ts";
import type { Sql } from "../../platform/database.ts";

/** All keys of the installation without their private parts, retired ones too, the latest of each kind first. */
export async function listOwnKeys(sql: Sql): Promise<OwnKey[]> {
  const { rows } = await sql.query<OwnKey>(
    `select k.id, k.kind, k.name, k.algorithm, k.identity, k.public_part as "publicPart", k.signs_from as "signsFrom",
            k.expires_at as "expiresAt", k.made_at as "madeAt", k.made_by as "madeBy", k.retired_at as "retiredAt"
       from own_keys k order by k.kind, k.signs_from desc, k.id desc`,
  );
  return rows;
}
