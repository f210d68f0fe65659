import { createHash } from "node:crypto";
import type { Sql } from "../platform/database.ts";

/** How long a key is remembered. */
const lifetimeMs = 24 * 60 * 60_000;

/** A request that was done under a key of the client. */
export type DoneRequest = {
  /** What the client calls it. */
  readonly key: string;
  /** Everything that was asked for besides the bytes, in a form that is equal for equal requests. */
  readonly request: string;
  /** Hexadecimal, of the bytes. */
  readonly sha256: string;
  /** As it was given, to be given again. */
  readonly answer: unknown;
};

/** Of two requests under one key at once the second waits for the first. To be called in a transaction. */
export async function lockRequestKey(sql: Sql, key: string): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('idempotency'), hashtext($1))", [key]);
}

/** Remembers a request for a day, unless its key is taken already; forgets those whose day is over. */
export async function saveDoneRequest(sql: Sql, done: DoneRequest, now: Date): Promise<void> {
  await sql.query("delete from idempotency_keys where made_at < $1", [toOldest(now)]);
  await sql.query(
    `insert into idempotency_keys (key_hash, request_hash, sha256, answer, made_at)
     values ($1, $2, decode($3, 'hex'), $4, $5) on conflict (key_hash) do nothing`,
    [hash(done.key), hash(done.request), done.sha256, JSON.stringify(done.answer), now],
  );
}

/** What was done under a key within the last day; null when nothing was. */
export async function findDoneRequest(
  sql: Sql,
  key: string,
  request: string,
  now: Date,
): Promise<{ isSameRequest: boolean; sha256: string; answer: unknown } | null> {
  const { rows } = await sql.query<{ isSameRequest: boolean; sha256: string; answer: unknown }>(
    `select k.request_hash = $2 as "isSameRequest", encode(k.sha256, 'hex') as sha256, k.answer
       from idempotency_keys k
      where k.key_hash = $1 and k.made_at >= $3`,
    [hash(key), hash(request), toOldest(now)],
  );
  return rows[0] ?? null;
}

function toOldest(now: Date): Date {
  return new Date(now.getTime() - lifetimeMs);
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
