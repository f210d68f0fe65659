import type { Sql } from "../platform/database.ts";

/** How long a session lasts without being used, and how long at most. */
export const idleMs = 2 * 60 * 60_000;
export const longestMs = 12 * 60 * 60_000;

/** A page that is looked at does not write each time. */
const usedWithinMs = 60_000;

/** Keeps a session that begins now, and forgets those that are over. */
export async function insertSession(
  sql: Sql,
  session: { readonly idHash: Buffer; readonly wordHash: Buffer; readonly beganAt: Date },
): Promise<void> {
  const now = session.beganAt.getTime();
  await sql.query("delete from portal_sessions where used_at <= $1 or began_at <= $2", [
    new Date(now - idleMs),
    new Date(now - longestMs),
  ]);
  await sql.query(
    "insert into portal_sessions (id_hash, word_hash, began_at, used_at) values ($1, $2, $3, $3)",
    [session.idHash, session.wordHash, session.beganAt],
  );
}

/** Hash of the word that opened a session which is alive; being asked keeps it so. */
export async function findSessionWord(sql: Sql, idHash: Buffer, now: Date): Promise<Buffer | null> {
  const { rows } = await sql.query<{ word_hash: Buffer; used_at: Date }>(
    "select word_hash, used_at from portal_sessions where id_hash = $1 and used_at > $2 and began_at > $3",
    [idHash, new Date(now.getTime() - idleMs), new Date(now.getTime() - longestMs)],
  );
  const session = rows[0];
  if (session === undefined) return null;
  if (now.getTime() - session.used_at.getTime() > usedWithinMs) {
    await sql.query("update portal_sessions set used_at = $2 where id_hash = $1 and used_at < $2", [
      idHash,
      now,
    ]);
  }
  return session.word_hash;
}

export async function deleteSession(sql: Sql, idHash: Buffer): Promise<void> {
  await sql.query("delete from portal_sessions where id_hash = $1", [idHash]);
}
