import type { FinderRecord, FinderState } from "../domain/finder/finder-record.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import { type Grade, grades } from "../domain/finding/grade.ts";
import { type Tlp, tlpLabels, tlpRank } from "../domain/finding/tlp.ts";
import type { FinderId, ReportId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { fromPlainFinder, type Plain, toPlainFinder } from "../domain/world/world-text.ts";
import type { Sql } from "../platform/database.ts";

/** What a finder's reports are taken in by, beside what its entry in the world says. */
export type FinderTerms = {
  /** Of its reports that say none; null: that of the format. */
  readonly grade: Grade | null;
  /** Whether a report without a good signature waits for a person. */
  readonly signed: boolean;
};

/** The terms of a finder that was vetted here; of any other, that nothing is said. */
export async function findFinderTerms(sql: Sql, finder: FinderId): Promise<FinderTerms> {
  const { rows } = await sql.query<{ grade: number | null; signed: boolean }>(
    "select f.grade, f.signed from finders f where f.id = $1 and f.state in ('vetted', 'suspended')",
    [finder],
  );
  const [row] = rows;
  if (row === undefined) return { grade: null, signed: false };
  return { grade: row.grade === null ? null : (grades[row.grade] as Grade), signed: row.signed };
}

/** Armored public keys that the finder may sign with now. */
export async function listSigningKeys(sql: Sql, finder: FinderId, at: Date): Promise<string[]> {
  const { rows } = await sql.query<{ armored: string }>(
    `select k.armored from finder_keys k
      where k.finder = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)
      order by k.fingerprint`,
    [finder, at],
  );
  return rows.map(({ armored }) => armored);
}

/** A finder with what typing its code needs. */
export type KeptFinder = FinderRecord & {
  readonly codeHash: Buffer | null;
  readonly codeFailures: number;
};

type Row = {
  id: FinderId;
  entryId: string;
  state: FinderState;
  name: string;
  vouchedBy: string | null;
  purpose: string;
  contact: EmailAddress;
  language: Language;
  confirmedAt: Date | null;
  trusted: boolean;
  tlp: number | null;
  grade: number | null;
  signed: boolean;
  policies: readonly Plain[];
  askedAt: Date;
  askedBy: string;
  codeHash: Buffer | null;
  codeFailures: number;
};

const columns = `f.id, f.entry_id as "entryId", f.state, f.name, f.vouched_by as "vouchedBy", f.purpose, f.contact,
  f.language, f.confirmed_at as "confirmedAt", f.trusted, f.tlp, f.grade, f.signed, f.policies,
  f.asked_at as "askedAt", f.asked_by as "askedBy", f.code_hash as "codeHash", f.code_failures as "codeFailures"`;

function toKept(row: Row): KeptFinder {
  const { policies } = fromPlainFinder({ id: row.id, policies: row.policies });
  return {
    ...row,
    policies,
    tlp: row.tlp === null ? null : (tlpLabels[row.tlp] as Tlp),
    grade: row.grade === null ? null : (grades[row.grade] as Grade),
  };
}

/** Keeps a finder that asks, with the hash of the code that was mailed; answers false where its id is taken. */
export async function insertFinder(
  sql: Sql,
  finder: FinderRecord & { readonly codeHash: Buffer | null },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into finders (id, entry_id, state, name, vouched_by, purpose, contact, language, asked_at, asked_by, code_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      finder.id,
      finder.entryId,
      finder.state,
      finder.name,
      finder.vouchedBy,
      finder.purpose,
      finder.contact,
      finder.language,
      finder.askedAt,
      finder.askedBy,
      finder.codeHash,
    ],
  );
  return rowCount > 0;
}

/** The finder, locked until the end of the transaction; null when there is none. */
export async function lockFinder(sql: Sql, id: FinderId): Promise<KeptFinder | null> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from finders f where f.id = $1 for update of f`,
    [id],
  );
  return rows[0] === undefined ? null : toKept(rows[0]);
}

/** What a vetter decided about it. */
export async function saveFinder(sql: Sql, finder: FinderRecord): Promise<void> {
  const { policies } = toPlainFinder({ ...finder, trusted: true });
  await sql.query(
    `update finders set state = $2, vouched_by = $3, trusted = $4, tlp = $5, grade = $6, signed = $7, policies = $8
      where id = $1`,
    [
      finder.id,
      finder.state,
      finder.vouchedBy,
      finder.trusted,
      finder.tlp === null ? null : tlpRank(finder.tlp),
      finder.grade === null ? null : grades.indexOf(finder.grade),
      finder.signed,
      JSON.stringify(policies ?? []),
    ],
  );
}

/** Adds to the history of a finder. */
export async function insertFinderChange(
  sql: Sql,
  change: {
    readonly finder: FinderId;
    readonly at: Date;
    readonly actor: string;
    readonly state: FinderState;
    readonly trusted: boolean;
    readonly reason: string;
  },
): Promise<void> {
  await sql.query(
    `insert into finder_changes (finder, changed_at, actor, state, trusted, reason) values ($1, $2, $3, $4, $5, $6)`,
    [change.finder, change.at, change.actor, change.state, change.trusted, change.reason],
  );
}

/** How many finders asked with this address since an instant and have not confirmed it. */
export async function countUnconfirmedFinders(
  sql: Sql,
  contact: EmailAddress,
  since: Date,
): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `select count(*)::int as n from finders f
      where f.contact = $1 and f.asked_at > $2 and f.confirmed_at is null`,
    [contact, since],
  );
  return rows[0]?.n ?? 0;
}

/** The contact was confirmed; its code is used up. */
export async function confirmFinderContact(sql: Sql, id: FinderId, at: Date): Promise<void> {
  await sql.query("update finders set confirmed_at = $2, code_hash = null where id = $1", [id, at]);
}

/** Somebody typed another code. */
export async function countFinderFailure(sql: Sql, id: FinderId): Promise<void> {
  await sql.query("update finders set code_failures = code_failures + 1 where id = $1", [id]);
}

/**
 * Gives the finder a key, or the longer life that its holder gave it; answers false where nothing changes, as with one
 * that was revoked.
 */
export async function insertFinderKey(
  sql: Sql,
  key: {
    readonly finder: FinderId;
    readonly fingerprint: string;
    readonly armored: string;
    readonly expiresAt: Date | null;
    readonly at: Date;
    readonly by: string;
  },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into finder_keys as k (finder, fingerprint, armored, expires_at, added_at, added_by)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (finder, fingerprint) do update
        set armored = excluded.armored, expires_at = excluded.expires_at
      where k.revoked_at is null and k.expires_at is distinct from excluded.expires_at`,
    [key.finder, key.fingerprint, key.armored, key.expiresAt, key.at, key.by],
  );
  return rowCount > 0;
}

/** Ends a key for good; answers false where the finder has none that holds. */
export async function revokeFinderKeyRow(
  sql: Sql,
  key: {
    readonly finder: FinderId;
    readonly fingerprint: string;
    readonly at: Date;
    readonly by: string;
  },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update finder_keys set revoked_at = $3, revoked_by = $4
      where finder = $1 and fingerprint = $2 and revoked_at is null`,
    [key.finder, key.fingerprint, key.at, key.by],
  );
  return rowCount > 0;
}

/** Those of these finders whose contact was confirmed: nothing else is told anybody. */
export async function listFinderContacts(
  sql: Sql,
  ids: readonly FinderId[],
): Promise<Pick<FinderRecord, "id" | "name" | "contact" | "language">[]> {
  const { rows } = await sql.query<Pick<FinderRecord, "id" | "name" | "contact" | "language">>(
    `select f.id, f.name, f.contact, f.language from finders f
      where f.id = any($1::text[]) and f.confirmed_at is not null order by f.id`,
    [ids],
  );
  return rows;
}

/** A report that a person decided about and of which its finder was not told. */
export type UntoldOutcome = {
  readonly finder: FinderId;
  readonly name: string;
  readonly contact: EmailAddress;
  readonly language: Language;
  readonly report: ReportId;
  readonly refusedBecause: string | null;
};

/**
 * Reports that waited and were decided about, of finders with a confirmed contact that were told of none since an
 * instant; locked, in order of finder and report.
 */
export async function lockUntoldOutcomes(sql: Sql, toldBefore: Date): Promise<UntoldOutcome[]> {
  const { rows } = await sql.query<UntoldOutcome>(
    `select f.id as finder, f.name, f.contact, f.language, r.id as report, r.rejected_reason as "refusedBecause"
       from reports r join finders f on f.id = r.finder
      where r.waits_because is not null and r.outcome_told_at is null
        and (r.released_at is not null or r.rejected_at is not null)
        and f.confirmed_at is not null
        and not exists (select from reports told where told.finder = r.finder and told.outcome_told_at > $1)
      order by f.id, r.number
      limit 1000
        for update of r`,
    [toldBefore],
  );
  return rows;
}

/** Their finders were told now. */
export async function markOutcomesTold(
  sql: Sql,
  reports: readonly ReportId[],
  at: Date,
): Promise<void> {
  await sql.query("update reports set outcome_told_at = $2 where id = any($1::uuid[])", [
    reports,
    at,
  ]);
}
