import { type Grade, grades } from "../domain/finding/grade.ts";
import type { FinderId } from "../domain/ids.ts";
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
