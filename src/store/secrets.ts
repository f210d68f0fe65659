import { randomBytes } from "node:crypto";
import { type FindingKeySecret, toFindingKeySecret } from "../domain/finding/finding-key.ts";
import type { Sql } from "../platform/database.ts";

/** The secret that finding keys of this installation are hashed with; made on the first use. */
export async function findingKeySecret(sql: Sql): Promise<FindingKeySecret> {
  await sql.query(
    "insert into secrets (name, value) values ('finding-key', $1) on conflict (name) do nothing",
    [randomBytes(16)],
  );
  const { rows } = await sql.query<{ value: Buffer }>(
    "select s.value from secrets s where s.name = 'finding-key'",
  );
  return toFindingKeySecret((rows[0] as { value: Buffer }).value);
}
