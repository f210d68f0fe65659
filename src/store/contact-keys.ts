import type { OrganisationId } from "../domain/ids.ts";
import type { ContactKey } from "../domain/keys/contact-key.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { RecipientKey } from "../domain/notification/recipient-key.ts";
import type { Sql } from "../platform/database.ts";

type Whose = { readonly organisation: OrganisationId; readonly address: EmailAddress };
type By = { readonly at: Date; readonly by: string };

const columns = `k.id, k.organisation, k.address, k.kind, k.fingerprint, k.public_part as "publicPart",
  k.expires_at as "expiresAt"`;

/** Keeps a key that waits for its code, in the place of one that waited. */
export async function askContactKey(
  sql: Sql,
  key: ContactKey,
  { at, by, codeHash, until }: By & { readonly codeHash: Buffer; readonly until: Date },
): Promise<void> {
  await endContactKey(sql, key, "asked", "replaced", at);
  await sql.query(
    `insert into contact_keys (id, organisation, address, kind, fingerprint, public_part, expires_at, state, asked_at, asked_by,
                               code_hash, code_until)
     values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, $10, $11)`,
    [...toValues(key), at, by, codeHash, until],
  );
}

/** Keeps a key that counts at once, in the place of the one that counted. */
export async function putContactKey(sql: Sql, key: ContactKey, { at, by }: By): Promise<void> {
  await endContactKey(sql, key, "active", "replaced", at);
  await sql.query(
    `insert into contact_keys (id, organisation, address, kind, fingerprint, public_part, expires_at, state, asked_at, asked_by,
                               confirmed_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'active', $8, $9, $8)`,
    [...toValues(key), at, by],
  );
}

function toValues(key: ContactKey): unknown[] {
  const { id, organisation, address, kind, fingerprint, publicPart, expiresAt } = key;
  return [id, organisation, address, kind, fingerprint, publicPart, expiresAt];
}

/** A key that waits for its code, locked until the end of the transaction; null where none does. */
export async function lockAskedKey(
  sql: Sql,
  { organisation, address }: Whose,
): Promise<{
  readonly key: ContactKey;
  readonly codeHash: Buffer;
  readonly until: Date;
  readonly failures: number;
} | null> {
  const { rows } = await sql.query<
    ContactKey & { codeHash: Buffer; until: Date; failures: number }
  >(
    `select ${columns}, k.code_hash as "codeHash", k.code_until as until, k.code_failures as failures
       from contact_keys k where k.organisation = $1 and k.address = $2 and k.state = 'asked' for update`,
    [organisation, address],
  );
  if (rows[0] === undefined) return null;
  const { codeHash, until, failures, ...key } = rows[0];
  return { key, codeHash, until, failures };
}

/** One more wrong code was typed. */
export async function countKeyCodeFailure(sql: Sql, id: string): Promise<void> {
  await sql.query(
    "update contact_keys set code_failures = code_failures + 1 where id = $1 and state = 'asked'",
    [id],
  );
}

/** The key that waited counts from now on, in the place of the one that did. */
export async function confirmContactKey(sql: Sql, key: ContactKey, at: Date): Promise<void> {
  await endContactKey(sql, key, "active", "replaced", at);
  await sql.query(
    `update contact_keys set state = 'active', confirmed_at = $2, code_hash = null, code_until = null where id = $1`,
    [key.id, at],
  );
}

/** Ends the key of a contact that is in this state; false where there is none. */
export async function endContactKey(
  sql: Sql,
  { organisation, address }: Whose,
  state: "asked" | "active",
  reason: "replaced" | "withdrawn" | "not-confirmed",
  at: Date,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update contact_keys set state = 'ended', ended_at = $4, ended_reason = $5, code_hash = null, code_until = null
      where organisation = $1 and address = $2 and state = $3`,
    [organisation, address, state, at, reason],
  );
  return rowCount > 0;
}

/** How many keys were sent in for a contact since an instant. */
export async function countAskedKeys(
  sql: Sql,
  { organisation, address }: Whose,
  since: Date,
): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*)::integer as count from contact_keys k
      where k.organisation = $1 and k.address = $2 and k.asked_at > $3`,
    [organisation, address, since],
  );
  return rows[0]?.count ?? 0;
}

/** Whether exactly this key counts for the contact already, with the same end. */
export async function hasActiveKey(sql: Sql, key: ContactKey): Promise<boolean> {
  const { rows } = await sql.query(
    `select from contact_keys k
      where k.organisation = $1 and k.address = $2 and k.state = 'active' and k.public_part = $3`,
    [key.organisation, key.address, key.publicPart],
  );
  return rows.length > 0;
}

/** The key that waits for its code with this fingerprint: what the mail with the code is encrypted with. */
export async function findAskedKey(
  sql: Sql,
  address: EmailAddress,
  fingerprint: string,
): Promise<RecipientKey | null> {
  const { rows } = await sql.query<RecipientKey>(
    `select k.kind, k.fingerprint, k.public_part as "publicPart"
       from contact_keys k where k.address = $1 and k.fingerprint = $2 and k.state = 'asked' limit 1`,
    [address, fingerprint],
  );
  return rows[0] ?? null;
}

/**
 * Keys that end within one of these days and of which nobody was told so far; each is counted as told. The days are those
 * that the key is within, the least of them.
 */
export async function takeEndingContactKeys(
  sql: Sql,
  days: readonly number[],
  at: Date,
): Promise<(ContactKey & { readonly days: number })[]> {
  const { rows } = await sql.query<ContactKey & { days: number }>(
    `update contact_keys k set warned_days = w.days
       from (select e.id, min(d.days) as days
               from contact_keys e
               join unnest($1::integer[]) as d (days) on e.expires_at <= $2::timestamptz + make_interval(days => d.days)
              where e.state = 'active'
              group by e.id) w
      where k.id = w.id and (k.warned_days is null or k.warned_days > w.days)
     returning ${columns}, w.days`,
    [days, at],
  );
  return rows;
}
