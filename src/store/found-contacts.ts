import type { ContactAnswer, ContactSource } from "../domain/contacts/contact-lookup.ts";
import type { FoundContact, FoundContacts } from "../domain/contacts/found-contacts.ts";
import type { AsNumber } from "../domain/network/as-number.ts";
import type { DomainName } from "../domain/network/domain-name.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { findAddress, formatAddress } from "../domain/network/ip-address.ts";
import type { AddressRange } from "../domain/network/prefix.ts";
import type { Sql } from "../platform/database.ts";
import { AppError, must } from "../platform/errors.ts";

/** What came of asking one source about one object. */
export type ContactLookup = {
  readonly source: ContactSource;
  /** Canonical text. */
  readonly object: string;
  readonly answer: ContactAnswer;
  readonly askedAt: Date;
  /** Not to be asked again before this. */
  readonly dueAt: Date;
  /** When what was found goes, unless it is confirmed. */
  readonly keptUntil: Date;
  /** Whether decisions may use what was found. */
  readonly counts: boolean;
};

/** The lookups as one table of PostgreSQL, `g`. */
const given = `jsonb_to_recordset($1::jsonb) as g
  (source text, object text, asked_at timestamptz, outcome text, detail text, due_at timestamptz, url text,
   languages text[], encryption text, kept_until timestamptz, first inet, last inet, emails jsonb,
   expires_at timestamptz, counts boolean)`;

/**
 * Keeps what lookups brought, each source and object at most once among them. A failure changes nothing of what was
 * known; the same answer again only confirms it and makes no new state. Call it in a transaction.
 */
export async function saveContactLookups(
  sql: Sql,
  lookups: readonly ContactLookup[],
): Promise<void> {
  if (lookups.length === 0) return;
  const rows = [JSON.stringify(lookups.map(toRow))];
  await lockFoundContacts(sql);
  await sql.query(
    `insert into contact_lookups as l
       (source, object, asked_at, outcome, detail, due_at, answered_at, url, languages, encryption, kept_until)
     select g.source, g.object, g.asked_at, g.outcome, g.detail, g.due_at,
            case when g.outcome <> 'failed' then g.asked_at end, g.url, g.languages, g.encryption, g.kept_until
       from ${given}
     on conflict (source, object) do update
        set asked_at = excluded.asked_at, outcome = excluded.outcome, detail = excluded.detail,
            due_at = excluded.due_at, answered_at = coalesce(excluded.answered_at, l.answered_at),
            url = case when excluded.outcome = 'failed' then l.url else excluded.url end,
            languages = case when excluded.outcome = 'failed' then l.languages else excluded.languages end,
            encryption = case when excluded.outcome = 'failed' then l.encryption else excluded.encryption end,
            kept_until = case when excluded.outcome = 'failed' then l.kept_until else excluded.kept_until end`,
    rows,
  );
  await sql.query(
    `update found_contacts c
        set kept_until = g.kept_until
       from present_found_contacts p, ${given}
      where c.id = p.id and p.source = g.source and p.object = g.object and g.outcome = 'found'
        and ${isSame}`,
    rows,
  );
  await sql.query(
    `insert into found_contacts (source, object, first, last, emails, expires_at, counts, made_at, kept_until)
     select g.source, g.object, g.first, g.last, g.emails, g.expires_at, g.counts, g.asked_at, g.kept_until
       from ${given}
       left join present_found_contacts p on p.source = g.source and p.object = g.object
      where g.outcome <> 'failed' and not (${isSame})
        and (g.outcome = 'found' or p.emails <> '[]')
      order by g.source, g.object`,
    rows,
  );
}

const isSame = `p.id is not null and p.emails is not distinct from g.emails
  and p.first is not distinct from g.first and p.last is not distinct from g.last
  and p.expires_at is not distinct from g.expires_at`;

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

/** Runs the work unless another process does it right now; null then. A crash opens the door by itself. */
export async function tryLookupTurn<T>(sql: Sql, work: () => Promise<T>): Promise<T | null> {
  return sql.lend(async (connection) => {
    const { rows } = await connection.query<{ mine: boolean }>(
      "select pg_try_advisory_lock(hashtext('contact lookups')) as mine",
    );
    if (rows[0]?.mine !== true) return null;
    try {
      return await work();
    } finally {
      await connection.query("select pg_advisory_unlock(hashtext('contact lookups'))");
    }
  });
}

/** Whoever changes them is alone, so that the greatest id says which of all changes there are. */
async function lockFoundContacts(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('found_contacts'))");
}

function toRange(first: string | null, last: string | null): AddressRange | null {
  if (first === null || last === null) return null;
  const from = must(findAddress(first), "the database holds canonical addresses");
  const to = must(findAddress(last), "the database holds canonical addresses");
  return { family: from.family, first: from.words, last: to.words };
}

function toRow({ source, object, answer, askedAt, dueAt, keptUntil, counts }: ContactLookup) {
  const found = answer.kind === "found" ? answer : null;
  const range = found?.range ?? null;
  const text = (words: AddressRange["first"]) =>
    range === null ? null : formatAddress({ family: range.family, words });
  return {
    source,
    object,
    asked_at: askedAt,
    outcome: answer.kind,
    detail: answer.kind === "found" ? answer.note : answer.detail,
    due_at: dueAt,
    url: answer.kind === "failed" ? null : answer.url,
    languages: found?.languages ?? [],
    encryption: found?.encryption ?? null,
    kept_until: keptUntil,
    first: range === null ? null : text(range.first),
    last: range === null ? null : text(range.last),
    emails: found?.emails ?? [],
    expires_at: found?.expiresAt == null ? null : new Date(found.expiresAt),
    counts,
  };
}
