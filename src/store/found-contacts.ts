import type { ContactSource } from "../domain/contacts/contact-lookup.ts";
import type { FoundContact, FoundContacts } from "../domain/contacts/found-contacts.ts";
import type { AsNumber } from "../domain/network/as-number.ts";
import type { DomainName } from "../domain/network/domain-name.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { findAddress } from "../domain/network/ip-address.ts";
import type { AddressRange } from "../domain/network/prefix.ts";
import type { Sql } from "../platform/database.ts";
import { AppError, must } from "../platform/errors.ts";

/**
 * Ends the keeping of what nobody confirmed in its time: the addresses go, then of what object they were. Lines without
 * either stay, so that a snapshot from before is refused instead of read wrongly. Answers how many objects lost their
 * contact.
 */
export async function expireFoundContacts(sql: Sql, now: Date): Promise<number> {
  await lockFoundContacts(sql);
  const { rowCount } = await sql.query(
    `insert into found_contacts (source, object, emails, counts, made_at, kept_until)
     select p.source, p.object, '[]', p.counts, $1, $1
       from present_found_contacts p
      where p.kept_until <= $1 and p.emails <> '[]'
      order by p.source, p.object`,
    [now],
  );
  await sql.query(
    `update found_contacts c set emails = null
      where c.kept_until <= $1 and c.emails <> '[]'`,
    [now],
  );
  await sql.query(
    `update found_contacts c set object = 'forgotten ' || p.id, first = null, last = null
       from present_found_contacts p
      where c.source = p.source and c.object = p.object and p.emails = '[]' and p.kept_until <= $1
        and not starts_with(p.object, 'forgotten ')`,
    [now],
  );
  await sql.query("delete from contact_lookups where kept_until <= $1", [now]);
  return rowCount;
}

type StateRow = {
  source: ContactSource;
  object: string;
  first: string | null;
  last: string | null;
  emails: EmailAddress[] | null;
  expires_at: Date | null;
  answered_at: Date | null;
};

/** The contacts of a snapshot. Throws `not-found` when the time of one of them is over, so that nobody can tell any more. */
export async function readFoundContacts(
  sql: Sql,
  snapshot: { readonly foundContactId: number },
): Promise<FoundContacts> {
  const { rows } = await sql.query<StateRow>(
    `select s.source, s.object, host(s.first) as first, host(s.last) as last, s.emails, s.expires_at,
            coalesce(l.answered_at, s.made_at) as answered_at
       from (select distinct on (c.source, c.object) c.*
               from found_contacts c
              where c.counts and c.id <= $1
              order by c.source, c.object, c.id desc) s
       left join contact_lookups l on l.source = s.source and l.object = s.object
      where s.emails is null or s.emails <> '[]'`,
    [snapshot.foundContactId],
  );
  if (rows.some(({ emails }) => emails === null)) {
    throw new AppError("not-found", "Contacts of this snapshot are not kept any more.", {
      remedy: "Start from the present state again.",
    });
  }
  return toFoundContacts(rows);
}

function toFoundContacts(rows: readonly StateRow[]): FoundContacts {
  const ranges: FoundContacts["ranges"][number][] = [];
  const systems = new Map<AsNumber, FoundContact>();
  const names = new Map<DomainName, FoundContact & { readonly expiresAt: number }>();
  for (const row of rows) {
    const contact = {
      emails: row.emails ?? [],
      foundAt: must(row.answered_at, "what was found was found at some time").getTime(),
    };
    const range = toRange(row.first, row.last);
    if (row.source === "security-txt") {
      const expiresAt = must(row.expires_at, "a security.txt has an end").getTime();
      names.set(row.object as DomainName, { ...contact, expiresAt });
    } else if (range !== null) ranges.push({ ...contact, range });
    else systems.set(Number(row.object.slice(2)) as AsNumber, contact);
  }
  return { ranges, systems, names };
}

/** Whoever changes them is alone, so that the greatest id says which of all changes there are. */
export async function lockFoundContacts(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('found_contacts'))");
}

function toRange(first: string | null, last: string | null): AddressRange | null {
  if (first === null || last === null) return null;
  const from = must(findAddress(first), "the database holds canonical addresses");
  const to = must(findAddress(last), "the database holds canonical addresses");
  return { family: from.family, first: from.words, last: to.words };
}
