import type { Scope } from "../domain/access/acts.ts";
import type { Role } from "../domain/access/role.ts";
import type { Sql } from "../platform/database.ts";

/** A token without its secret. */
export type AccessTokenEntry = {
  readonly id: string;
  readonly name: string;
  readonly kind: "house" | "member" | "finder";
  /** Of a member its organisation, of a finder its id. */
  readonly party: string | null;
  readonly roles: readonly Role[];
  readonly body: string | null;
  /** Null: everything that the roles may do. */
  readonly scopes: readonly Scope[] | null;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly replaces: string | null;
  readonly lastUsedAt: Date | null;
};

const columns = `t.id, t.name, t.kind, t.party, t.roles, t.body, t.scopes, t.made_at as "madeAt", t.made_by as "madeBy",
  t.expires_at as "expiresAt", t.revoked_at as "revokedAt", t.replaces, t.last_used_at as "lastUsedAt"`;

/** Keeps a new token; only the hash of its secret is known here. */
export async function insertAccessToken(
  sql: Sql,
  token: Omit<AccessTokenEntry, "revokedAt" | "lastUsedAt">,
  hash: Buffer,
): Promise<void> {
  await sql.query(
    `insert into access_tokens (id, name, kind, party, roles, body, scopes, token_hash, made_at, made_by, expires_at, replaces)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      token.id,
      token.name,
      token.kind,
      token.party,
      token.roles,
      token.body,
      token.scopes,
      hash,
      token.madeAt,
      token.madeBy,
      token.expiresAt,
      token.replaces,
    ],
  );
}

/** How long an old entry of `last_used_at` may stand, so that a busy program does not write with every request. */
const usedWithinMs = 60_000;

/** The token with this hash that is valid at this instant; null when there is none. Notes that it was used. */
export async function findValidToken(
  sql: Sql,
  hash: Buffer,
  now: Date,
): Promise<AccessTokenEntry | null> {
  const { rows } = await sql.query<AccessTokenEntry>(
    `select ${columns} from access_tokens t
      where t.token_hash = $1 and t.revoked_at is null and t.made_at <= $2 and t.expires_at > $2`,
    [hash, now],
  );
  const token = rows[0];
  if (token === undefined) return null;
  if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() > usedWithinMs) {
    await sql.query("update access_tokens set last_used_at = $2 where id = $1", [token.id, now]);
  }
  return token;
}

/** A token by its id; null when there is none. */
export async function findAccessToken(sql: Sql, id: string): Promise<AccessTokenEntry | null> {
  const { rows } = await sql.query<AccessTokenEntry>(
    `select ${columns} from access_tokens t where t.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Tokens that can still be used, of one party or of all; the latest first. */
export async function listAccessTokens(
  sql: Sql,
  of: { readonly kind: "member" | "finder"; readonly party: string } | "all",
  now: Date,
): Promise<AccessTokenEntry[]> {
  const { rows } = await sql.query<AccessTokenEntry>(
    `select ${columns} from access_tokens t
      where t.revoked_at is null and t.expires_at > $1 and ($2::text is null or (t.kind = $2 and t.party = $3))
      order by t.id desc`,
    of === "all" ? [now, null, null] : [now, of.kind, of.party],
  );
  return rows;
}

/** Ends a token at once; answers whether it still held. */
export async function revokeAccessToken(
  sql: Sql,
  id: string,
  at: Date,
  by: string,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    "update access_tokens set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null",
    [id, at, by],
  );
  return rowCount > 0;
}

/** Lets a token end at this instant, if it would have lasted longer. */
export async function shortenAccessToken(sql: Sql, id: string, until: Date): Promise<void> {
  await sql.query("update access_tokens set expires_at = least(expires_at, $2) where id = $1", [
    id,
    until,
  ]);
}
