import type { ContactSource } from "../../domain/contacts/contact-lookup.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { Sql } from "../../platform/database.ts";

/** What the cache has from one source about an object, or about a range around it. */
export type ContactDetail = {
  readonly source: ContactSource;
  /** What was asked about. */
  readonly object: string;
  /** What the answer speaks for, as `first - last`; null where that is the object. */
  readonly range: string | null;
  readonly emails: readonly EmailAddress[];
  readonly outcome: "found" | "none" | "failed";
  readonly detail: string | null;
  readonly url: string | null;
  readonly languages: readonly string[];
  readonly encryption: string | null;
  readonly askedAt: Date;
  /** When there was an answer last; null when there never was one. */
  readonly answeredAt: Date | null;
  readonly dueAt: Date;
  readonly keptUntil: Date;
  readonly expiresAt: Date | null;
  /** Whether a decision may use it. */
  readonly counts: boolean;
};

/** Everything that the cache has about these objects, and about ranges around the address where one is given. */
export async function listContactDetails(
  sql: Sql,
  objects: readonly string[],
  address: string | null,
): Promise<ContactDetail[]> {
  const { rows } = await sql.query<ContactDetail>(
    `select l.source, l.object, host(p.first) || ' - ' || host(p.last) as range,
            coalesce(p.emails, '[]') as emails, l.outcome, l.detail, l.url, l.languages, l.encryption,
            l.asked_at as "askedAt", l.answered_at as "answeredAt", l.due_at as "dueAt",
            l.kept_until as "keptUntil", p.expires_at as "expiresAt",
            coalesce(p.counts, false) and p.emails <> '[]' as counts
       from contact_lookups l
       left join present_found_contacts p on p.source = l.source and p.object = l.object
      where l.object = any($1) or (p.first <= $2::inet and $2::inet <= p.last)
      order by l.source, p.first nulls last, l.object`,
    [objects, address],
  );
  return rows;
}
