import type { Sql } from "../../platform/database.ts";

/**
 * Lets one process after another in, whether it composes or decides again; a crash opens the door by itself. Not to be
 * called within itself.
 */
export async function alone<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  return sql.lend(async (connection) => {
    await connection.query("select pg_advisory_lock(hashtext('notify'))");
    try {
      return await work();
    } finally {
      await connection.query("select pg_advisory_unlock(hashtext('notify'))");
    }
  });
}
