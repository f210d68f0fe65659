import type { OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { FieldChanges } from "../../domain/organisation/entry-change.ts";
import type { Sql } from "../../platform/database.ts";

/** Whether somebody reads at an address of an organisation. */
export type ConfirmationView = {
  readonly address: EmailAddress;
  /** Null: never shown. */
  readonly confirmedAt: Date | null;
  /** Until when the code holds that was mailed; null: none is open. */
  readonly codeUntil: Date | null;
};

/** What an organisation asked to change, and what became of it. */
export type ChangeView = {
  readonly id: string;
  readonly organisation: OrganisationId;
  readonly state: "pending" | "accepted" | "declined" | "withdrawn";
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly fields: FieldChanges;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
};

/** Addresses of an organisation by whether they are confirmed. */
export async function listConfirmations(
  sql: Sql,
  organisation: OrganisationId,
): Promise<ConfirmationView[]> {
  const { rows } = await sql.query<ConfirmationView>(
    `select c.address, c.confirmed_at as "confirmedAt", c.code_until as "codeUntil"
       from contact_confirmations c where c.organisation = $1 order by c.address`,
    [organisation],
  );
  return rows;
}

/** Changes that were asked for, the latest first; of one organisation, or those of all that wait. */
export async function listChanges(
  sql: Sql,
  organisation: OrganisationId | null,
): Promise<ChangeView[]> {
  const { rows } = await sql.query<ChangeView>(
    `select c.id, c.organisation, c.state, c.asked_at as "askedAt", c.asked_by as "askedBy", c.fields,
            c.decided_at as "decidedAt", c.reason
       from organisation_changes c
      where case when $1::text is null then c.state = 'pending' else c.organisation = $1 end
      order by c.id desc limit 1000`,
    [organisation],
  );
  return rows;
}

/** An address that nobody has confirmed for long, for operators to call about. */
export type UnconfirmedContact = {
  readonly organisation: OrganisationId;
  readonly address: EmailAddress;
  readonly confirmedAt: Date | null;
  /** How often somebody was asked in vain. */
  readonly reminders: number;
};

/** Addresses that were asked about in vain at least twice, those of the longest first. */
export async function listUnconfirmed(sql: Sql): Promise<UnconfirmedContact[]> {
  const { rows } = await sql.query<UnconfirmedContact>(
    `select c.organisation, c.address, c.confirmed_at as "confirmedAt", c.reminders::int as reminders
       from contact_confirmations c where c.reminders >= 2
      order by c.reminders desc, c.organisation, c.address limit 10000`,
  );
  return rows;
}
