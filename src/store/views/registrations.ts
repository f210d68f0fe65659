import type { Language } from "../../domain/finding/finding-type.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type {
  AskedRegistration,
  Registration,
  RegistrationState,
} from "../../domain/registration/registration.ts";
import type { Sql } from "../../platform/database.ts";

export type RegistrationRow = {
  id: string;
  state: RegistrationState;
  asker_address: EmailAddress;
  language: Language;
  asked: AskedRegistration;
  agreement: string;
  agreement_version: string;
  agreement_language: Language;
  asked_at: Date;
  confirmed_at: Date | null;
  question: string | null;
  answer: string | null;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
  organisation: OrganisationId | null;
};

export const registrationColumns = `r.id, r.state, r.asker_address, r.language, r.asked, r.agreement, r.agreement_version,
  r.agreement_language, r.asked_at, r.confirmed_at, r.question, r.answer, r.decided_at, r.decided_by, r.reason,
  r.organisation`;

export function toRegistration(row: RegistrationRow): Registration {
  return {
    id: row.id,
    state: row.state,
    asker: row.asker_address,
    language: row.language,
    asked: row.asked,
    agreed: {
      agreement: row.agreement,
      version: row.agreement_version,
      language: row.agreement_language,
    },
    askedAt: row.asked_at,
    confirmedAt: row.confirmed_at,
    question: row.question,
    answer: row.answer,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason,
    organisation: row.organisation,
  };
}

/** Registrations, those that wait the longest first; `all`: those that are decided and those not confirmed as well. */
export async function listRegistrations(
  sql: Sql,
  { all }: { readonly all: boolean },
): Promise<Registration[]> {
  const { rows } = await sql.query<RegistrationRow>(
    `select ${registrationColumns} from registrations r
      where $1 or r.state in ('confirmed', 'question') order by r.id limit 10000`,
    [all],
  );
  return rows.map(toRegistration);
}

/** A registration by its id or the hash of its asker's word; null when there is none. */
export async function findRegistration(
  sql: Sql,
  by: { readonly id: string } | { readonly followUpHash: Buffer },
): Promise<Registration | null> {
  const [column, value] = "id" in by ? ["id", by.id] : ["follow_up_hash", by.followUpHash];
  const { rows } = await sql.query<RegistrationRow>(
    `select ${registrationColumns} from registrations r where r.${column} = $1`,
    [value],
  );
  return rows[0] === undefined ? null : toRegistration(rows[0]);
}
