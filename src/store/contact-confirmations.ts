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

/** An address that it is time to ask about. */
export type DueConfirmation = {
  readonly organisation: OrganisationId;
  readonly address: EmailAddress;
  /** How often it was reminded already. */
  readonly reminders: number;
};

/**
 * Takes addresses that were confirmed last before `confirmedBefore` and reminded last before `remindedBefore`, and
 * counts them as reminded; no other process gets them.
 */
export async function takeDueConfirmations(
  sql: Sql,
  due: {
    readonly confirmedBefore: Date;
    readonly remindedBefore: Date;
    readonly at: Date;
    readonly limit: number;
  },
): Promise<DueConfirmation[]> {
  const { rows } = await sql.query<DueConfirmation>(
    `update contact_confirmations c set reminded_at = $3, reminders = least(c.reminders + 1, 1000)
       from (select d.organisation, d.address from contact_confirmations d
              where coalesce(d.confirmed_at, d.since) <= $1 and coalesce(d.reminded_at, d.since) <= $2
              order by d.organisation, d.address limit $4 for update skip locked) t
      where c.organisation = t.organisation and c.address = t.address
     returning c.organisation, c.address, c.reminders - 1 as reminders`,
    [due.confirmedBefore, due.remindedBefore, due.at, due.limit],
  );
  return rows;
}

/** Forgets addresses that are no contacts any more. */
export async function deleteConfirmations(
  sql: Sql,
  gone: readonly Pick<DueConfirmation, "organisation" | "address">[],
): Promise<void> {
  await sql.query(
    `delete from contact_confirmations c using unnest($1::text[], $2::text[]) as g (organisation, address)
      where c.organisation = g.organisation and c.address = g.address`,
    [gone.map(({ organisation }) => organisation), gone.map(({ address }) => address)],
  );
}
