import type { Sql } from "../platform/database.ts";

/** How far a mailbox was read. */
export type MailboxPosition = { readonly uidValidity: number | null; readonly lastUid: number };

/** Gives one worker a mailbox until `until`; null while another has it. */
export async function leaseMailbox(
  sql: Sql,
  mailbox: string,
  lease: { readonly worker: string; readonly now: Date; readonly until: Date },
): Promise<MailboxPosition | null> {
  const { rows } = await sql.query<MailboxPosition>(
    `insert into mailbox_positions as p (mailbox, leased_by, leased_until) values ($1, $2, $4)
     on conflict (mailbox) do update set leased_by = excluded.leased_by, leased_until = excluded.leased_until
      where p.leased_until is null or p.leased_until <= $3
     returning p.uid_validity as "uidValidity", p.last_uid as "lastUid"`,
    [mailbox, lease.worker, lease.now, lease.until],
  );
  return rows[0] ?? null;
}

/** Writes down how far a mailbox was read and keeps it for longer; false when the worker has it no more. */
export async function saveMailboxPosition(
  sql: Sql,
  mailbox: string,
  worker: string,
  position: { readonly uidValidity: number; readonly lastUid: number; readonly until: Date },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update mailbox_positions set uid_validity = $3, last_uid = $4, leased_until = $5
      where mailbox = $1 and leased_by = $2`,
    [mailbox, worker, position.uidValidity, position.lastUid, position.until],
  );
  return rowCount > 0;
}

/** Gives a mailbox back, with what went wrong or null. */
export async function returnMailbox(
  sql: Sql,
  mailbox: string,
  worker: string,
  { at, failure }: { readonly at: Date; readonly failure: string | null },
): Promise<void> {
  await sql.query(
    `update mailbox_positions set looked_at = $3, failure = $4, leased_by = null, leased_until = null
      where mailbox = $1 and leased_by = $2`,
    [mailbox, worker, at, failure?.slice(0, 500) ?? null],
  );
}
