import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "../domain/access/actor.ts";
import type { Act } from "../domain/access/acts.ts";
import { type ChainedEntry, chainStart, toChainText } from "../domain/access/audit-chain.ts";
import type { Sql } from "../platform/database.ts";
import { toSortedJson } from "../platform/sorted-json.ts";

/** What was done, by whom and about whom. */
export type AuditEntry = {
  readonly at: Date;
  readonly actor: Actor;
  readonly act: Act;
  /** The organisation or finder that it is about; null: the house, or everybody. */
  readonly about: string | null;
  /** What was done to which thing, by its id; no secret, no content of a finding. */
  readonly subject: string | null;
  /** Plain values: counts, reasons, fields before and after. */
  readonly detail: Readonly<Record<string, unknown>>;
};

/** An entry as it is kept; `content` is null once it was pseudonymised. */
export type KeptAuditEntry = ChainedEntry & {
  readonly content: AuditContent | null;
  /** Hexadecimal. */
  readonly hash: string;
};

export type AuditContent = {
  readonly actor: string;
  readonly subject: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

/**
 * Adds to the audit log. To be called last in the transaction that does the act: until that ends nobody else can add.
 */
export async function appendAudit(sql: Sql, entry: AuditEntry): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('audit log'))");
  const { rows } = await sql.query<{ id: number; hash: string }>(
    "select id, encode(hash, 'hex') as hash from audit_entries order by id desc limit 1",
  );
  const last = rows[0] ?? { id: 0, hash: chainStart };
  const content = JSON.stringify({
    actor: entry.actor.name,
    subject: entry.subject,
    detail: entry.detail,
  } satisfies AuditContent);
  const salt = randomBytes(16);
  const chained = {
    id: last.id + 1,
    at: entry.at,
    act: entry.act,
    about: entry.about,
    contentHash: hashContent(salt, JSON.parse(content)),
  };
  await sql.query(
    `insert into audit_entries (id, at, act, about, content, salt, content_hash, hash)
     values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), decode($8, 'hex'))`,
    [
      chained.id,
      chained.at,
      chained.act,
      chained.about,
      content,
      salt,
      chained.contentHash,
      hashEntry(last.hash, chained),
    ],
  );
}

const pageSize = 5000;

/** All entries after `after`, in order, read page by page. */
export async function* readAudit(
  sql: Sql,
  after = 0,
): AsyncGenerator<KeptAuditEntry & { readonly salt: Buffer | null }> {
  for (let last = after; ; ) {
    const { rows } = await sql.query<{
      id: number;
      at: Date;
      act: string;
      about: string | null;
      content: AuditContent;
      salt: Buffer | null;
      contentHash: string;
      hash: string;
    }>(
      `select id, at, act, about, content, salt, encode(content_hash, 'hex') as "contentHash",
              encode(hash, 'hex') as hash
         from audit_entries where id > $1 order by id limit ${pageSize}`,
      [last],
    );
    for (const row of rows) yield { ...row, content: row.salt === null ? null : row.content };
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

/**
 * Forgets who and what in entries before an instant; the chain stays whole, as it holds only the hash of their content.
 * Answers how many.
 */
export async function pseudonymiseAudit(sql: Sql, before: Date): Promise<number> {
  const { rowCount } = await sql.query(
    "update audit_entries set content = '{}', salt = null where at < $1 and salt is not null",
    [before],
  );
  return rowCount;
}

/** The last entry that went, whose hash the first kept one follows; the start of the chain when none did. */
export async function findAuditAnchor(
  sql: Sql,
): Promise<{ readonly id: number; readonly hash: string }> {
  const { rows } = await sql.query<{ id: number; hash: string }>(
    "select id, encode(hash, 'hex') as hash from audit_anchors order by id desc limit 1",
  );
  return rows[0] ?? { id: 0, hash: chainStart };
}

/**
 * Drops the oldest entries that all are before an instant, so many at most, and anchors what is left; the last entry
 * always stays. Answers how many went. Call it in a transaction.
 */
export async function dropOldAudit(
  sql: Sql,
  { before, at, limit }: { readonly before: Date; readonly at: Date; readonly limit: number },
): Promise<number> {
  const { rows } = await sql.query<{ id: number }>(
    `with old as (select e.id, e.hash, e.at, e.id = max(e.id) over () as is_last
                    from (select * from audit_entries order by id limit $3 + 1) e),
          kept as (select min(o.id) as id from old o where o.at >= $1 or o.is_last)
     insert into audit_anchors (id, hash, dropped_at)
     select o.id, o.hash, $2 from old o, kept k where o.id = k.id - 1
     returning id`,
    [before, at, limit],
  );
  const anchor = rows[0];
  if (anchor === undefined) return 0;
  const { rowCount } = await sql.query("delete from audit_entries where id <= $1", [anchor.id]);
  return rowCount;
}

/** Hexadecimal SHA-256 of an entry behind the one with `previousHash`. */
export function hashEntry(previousHash: string, entry: ChainedEntry): string {
  return createHash("sha256").update(toChainText(previousHash, entry)).digest("hex");
}

/** Hexadecimal; keys sorted, since jsonb keeps no order. */
export function hashContent(salt: Buffer, content: unknown): string {
  return createHash("sha256").update(salt).update(toSortedJson(content)).digest("hex");
}
