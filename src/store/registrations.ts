import type { Language } from "../domain/finding/finding-type.ts";
import type { NotificationId, OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type {
  Agreed,
  Registration,
  RegistrationState,
} from "../domain/registration/registration.ts";
import type { Sql } from "../platform/database.ts";
import {
  type RegistrationRow,
  registrationColumns,
  toRegistration,
} from "./views/registrations.ts";

/** A registration with what typing its code needs. */
export type KeptRegistration = Registration & {
  readonly codeHash: Buffer | null;
  /** How often somebody typed another code. */
  readonly codeFailures: number;
};

/** Keeps what somebody asks who has not confirmed the address yet. */
export async function insertRegistration(
  sql: Sql,
  registration: Pick<Registration, "id" | "asker" | "language" | "asked" | "agreed" | "askedAt"> & {
    readonly codeHash: Buffer;
    /** On whose answer page it was begun. */
    readonly notification: NotificationId | null;
  },
): Promise<void> {
  const { id, asker, language, asked, agreed, askedAt, codeHash, notification } = registration;
  await sql.query(
    `insert into registrations (id, state, asker_address, language, asked, agreement, agreement_version,
                                agreement_language, asked_at, code_hash, notification_id)
     values ($1, 'asked', $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      asker,
      language,
      JSON.stringify(asked),
      agreed.agreement,
      agreed.version,
      agreed.language,
      askedAt,
      codeHash,
      notification,
    ],
  );
}

/** How many registrations an address asked for since an instant that nobody has confirmed. */
export async function countUnconfirmed(
  sql: Sql,
  asker: EmailAddress,
  since: Date,
): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `select count(*)::int as n from registrations r
      where r.asker_address = $1 and r.asked_at > $2 and r.state = 'asked'`,
    [asker, since],
  );
  return rows[0]?.n ?? 0;
}

type LockedRow = RegistrationRow & { code_hash: Buffer | null; code_failures: number };

/** A registration by its id or its asker's word, locked until the end of the transaction; null when there is none. */
export async function lockRegistration(
  sql: Sql,
  by: { readonly id: string } | { readonly followUpHash: Buffer },
): Promise<KeptRegistration | null> {
  const [column, value] = "id" in by ? ["id", by.id] : ["follow_up_hash", by.followUpHash];
  const { rows } = await sql.query<LockedRow>(
    `select ${registrationColumns}, r.code_hash, r.code_failures from registrations r where r.${column} = $1 for update`,
    [value],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return { ...toRegistration(row), codeHash: row.code_hash, codeFailures: row.code_failures };
}

/** One more wrong code was typed. */
export async function countRegistrationFailure(sql: Sql, id: string): Promise<void> {
  await sql.query("update registrations set code_failures = code_failures + 1 where id = $1", [id]);
}

/** The code was typed; from now on its asker looks with a word. */
export async function confirmRegistrationAddress(
  sql: Sql,
  id: string,
  { at, followUpHash }: { readonly at: Date; readonly followUpHash: Buffer },
): Promise<void> {
  await sql.query(
    `update registrations set state = 'confirmed', confirmed_at = $2, follow_up_hash = $3, code_hash = null
      where id = $1 and state = 'asked'`,
    [id, at, followUpHash],
  );
}

/** What a person did with a registration. */
export type RegistrationStep =
  | { readonly state: "question"; readonly question: string }
  | { readonly state: "confirmed"; readonly answer: string }
  | {
      readonly state: "accepted";
      readonly organisation: OrganisationId;
      readonly by: string;
      readonly at: Date;
      readonly reason: string | null;
    }
  | { readonly state: "declined"; readonly by: string; readonly at: Date; readonly reason: string };

/** Moves a registration on, with what was asked, answered or decided. */
export async function stepRegistration(
  sql: Sql,
  id: string,
  step: RegistrationStep,
): Promise<void> {
  const decided = step.state === "accepted" || step.state === "declined" ? step : null;
  await sql.query(
    `update registrations
        set state = $2::text,
            question = coalesce($3, question),
            answer = case when $2 = 'question' then null else coalesce($4, answer) end,
            organisation = $5, decided_at = $6, decided_by = $7, reason = $8
      where id = $1`,
    [
      id,
      step.state satisfies RegistrationState,
      step.state === "question" ? step.question : null,
      step.state === "confirmed" ? step.answer : null,
      step.state === "accepted" ? step.organisation : null,
      decided?.at ?? null,
      decided?.by ?? null,
      decided?.reason ?? null,
    ],
  );
}

/** Erases registrations whose address nobody has confirmed; answers how many. */
export async function deleteUnconfirmed(sql: Sql, before: Date): Promise<number> {
  const { rowCount } = await sql.query(
    "delete from registrations where state = 'asked' and asked_at <= $1",
    [before],
  );
  return rowCount;
}

/** Keeps what an organisation agreed to. */
export async function insertAgreement(
  sql: Sql,
  agreed: Agreed & {
    readonly organisation: OrganisationId;
    readonly at: Date;
    readonly by: string;
  },
): Promise<void> {
  const language: Language = agreed.language;
  await sql.query(
    `insert into organisation_agreements (organisation, agreement, version, language, agreed_at, agreed_by)
     values ($1, $2, $3, $4, $5, $6)`,
    [agreed.organisation, agreed.agreement, agreed.version, language, agreed.at, agreed.by],
  );
}
