import type { ContactAnswer, ContactSource } from "../domain/contacts/contact-lookup.ts";
import { formatAddress } from "../domain/network/ip-address.ts";
import type { AddressRange } from "../domain/network/prefix.ts";
import type { Sql } from "../platform/database.ts";
import { lockFoundContacts } from "./found-contacts.ts";

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
   expires_at timestamptz, counts boolean, absent boolean)`;

/**
 * Keeps what lookups brought, each source and object at most once among them. A failure changes nothing of what was
 * known; the same answer again only confirms it and makes no new state. Where a contact was and now there is just nothing,
 * it stays until that is answered a second time in a row, a day later. Call it in a transaction.
 */
export async function saveContactLookups(
  sql: Sql,
  lookups: readonly ContactLookup[],
): Promise<void> {
  if (lookups.length === 0) return;
  await lockFoundContacts(sql);
  const rows = [JSON.stringify(await doubtAbsences(sql, lookups.map(toRow)))];
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
}

type LookupRow = ReturnType<typeof toRow>;

const dayMs = 86_400_000;

/** Takes an answer that there is just nothing for a failure, where a contact was and the lookup before did not say the same. */
async function doubtAbsences(sql: Sql, rows: readonly LookupRow[]): Promise<LookupRow[]> {
  const { rows: doubted } = await sql.query<{ source: string; object: string }>(
    `select g.source, g.object
       from ${given}
       join present_found_contacts p on p.source = g.source and p.object = g.object and p.emails <> '[]'
       left join contact_lookups l on l.source = g.source and l.object = g.object
      where g.absent and not (coalesce(l.outcome, '') = 'failed' and l.detail = g.detail)`,
    [JSON.stringify(rows.filter(({ absent }) => absent))],
  );
  const keys = new Set(doubted.map(({ source, object }) => `${source} ${object}`));
  return rows.map((row) =>
    keys.has(`${row.source} ${row.object}`)
      ? { ...row, outcome: "failed", due_at: new Date(row.asked_at.getTime() + dayMs) }
      : row,
  );
}

const isSame = `p.id is not null and p.emails is not distinct from g.emails
  and p.first is not distinct from g.first and p.last is not distinct from g.last
  and p.expires_at is not distinct from g.expires_at`;

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

function toRow({ source, object, answer, askedAt, dueAt, keptUntil, counts }: ContactLookup) {
  const found = answer.kind === "found" ? answer : null;
  const range = found?.range ?? null;
  const text = (words: AddressRange["first"]) =>
    range === null ? null : formatAddress({ family: range.family, words });
  return {
    source,
    object,
    asked_at: askedAt,
    outcome: answer.kind as ContactAnswer["kind"],
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
    absent: answer.kind === "none" && answer.isAbsent,
  };
}
