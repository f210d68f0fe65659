import type { OrganisationId } from "../../domain/ids.ts";
import type { ContactKey, ContactKeyState } from "../../domain/keys/contact-key.ts";
import type { Sql } from "../../platform/database.ts";

/** A key of a contact as its organisation sees it. */
export type ContactKeyEntry = ContactKey & {
  readonly state: ContactKeyState;
  readonly askedAt: Date;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
};

/** Keys of the contacts of an organisation, those in use first; row-level security says whose. */
export async function listContactKeys(
  sql: Sql,
  organisation: OrganisationId,
): Promise<ContactKeyEntry[]> {
  const { rows } = await sql.query<ContactKeyEntry>(
    `select k.id, k.organisation, k.address, k.kind, k.fingerprint, k.public_part as "publicPart",
            k.expires_at as "expiresAt", k.state, k.asked_at as "askedAt", k.confirmed_at as "confirmedAt",
            k.ended_at as "endedAt"
       from contact_keys k where k.organisation = $1
      order by k.state = 'ended', k.address, k.asked_at desc limit 200`,
    [organisation],
  );
  return rows;
}
