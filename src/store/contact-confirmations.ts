import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";

/** An address of an organisation that waits for its code to be typed, or was confirmed at once. */
export type NewConfirmation = {
  readonly address: EmailAddress;
  /** Null where the address is confirmed already. */
  readonly code: { readonly hash: Buffer; readonly until: Date } | null;
};

/** Keeps addresses of an organisation as new; one that is known already gets another code. */
export async function putConfirmations(
  sql: Sql,
  organisation: OrganisationId,
  entries: readonly NewConfirmation[],
  at: Date,
): Promise<void> {
  await sql.query(
    `insert into contact_confirmations (organisation, address, since, confirmed_at, code_hash, code_until)
     select $1, e.address, $2::timestamptz, case when e.code_hash is null then $2::timestamptz end, e.code_hash, e.code_until
       from unnest($3::text[], $4::bytea[], $5::timestamptz[]) as e (address, code_hash, code_until)
     on conflict (organisation, address) do update
        set code_hash = excluded.code_hash, code_until = excluded.code_until, code_failures = 0,
            confirmed_at = coalesce(excluded.confirmed_at, contact_confirmations.confirmed_at)`,
    [
      organisation,
      at,
      entries.map(({ address }) => address),
      entries.map(({ code }) => code?.hash ?? null),
      entries.map(({ code }) => code?.until ?? null),
    ],
  );
}

/** What typing a code is checked against; locked until the end of the transaction; null when none is open. */
export async function lockContactCode(
  sql: Sql,
  organisation: OrganisationId,
  address: EmailAddress,
): Promise<{ readonly hash: Buffer; readonly until: Date; readonly failures: number } | null> {
  const { rows } = await sql.query<{ hash: Buffer; until: Date; failures: number }>(
    `select c.code_hash as hash, c.code_until as until, c.code_failures as failures
       from contact_confirmations c
      where c.organisation = $1 and c.address = $2 and c.code_hash is not null for update`,
    [organisation, address],
  );
  return rows[0] ?? null;
}

/** One more wrong code was typed. */
export async function countContactFailure(
  sql: Sql,
  organisation: OrganisationId,
  address: EmailAddress,
): Promise<void> {
  await sql.query(
    `update contact_confirmations set code_failures = code_failures + 1
      where organisation = $1 and address = $2`,
    [organisation, address],
  );
}

/** Somebody reads there. */
export async function markConfirmed(
  sql: Sql,
  organisation: OrganisationId,
  address: EmailAddress,
  at: Date,
): Promise<void> {
  await sql.query(
    `update contact_confirmations
        set confirmed_at = $3, code_hash = null, code_until = null, code_failures = 0, reminders = 0, reminded_at = null
      where organisation = $1 and address = $2`,
    [organisation, address, at],
  );
}
