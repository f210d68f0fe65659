import type { Sql } from "../../platform/database.ts";

/** How much waits for a person to read or to do it. */
export type WaitingCounts = { readonly answers: number; readonly mails: number };

/** Counts what recipients said and what was written to us, and waits for a person. */
export async function countWaiting(sql: Sql): Promise<WaitingCounts> {
  const { rows } = await sql.query<WaitingCounts>(
    `select (select count(*)::int from responses r where r.waits and r.settled_at is null) as answers,
            (select count(*)::int from received_mails m where m.state = 'waiting') as mails`,
  );
  return rows[0] ?? { answers: 0, mails: 0 };
}
