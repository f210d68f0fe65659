import type { Actor } from "../domain/access/actor.ts";
import { type Sql, transaction } from "../platform/database.ts";

/**
 * Reads as this actor: in one read-only transaction in which the database itself shows only what is theirs
 * (`migrations/0006_access.sql`). The program by itself reads everything.
 */
export async function readAs<T>(
  database: Sql,
  actor: Actor,
  read: (sql: Sql) => Promise<T>,
): Promise<T> {
  if (actor.kind === "system") return read(database);
  return transaction(
    database,
    async (sql) => {
      // The names of roles are ours, not input; `set` takes no parameters.
      await sql.query(`set local role meldpunt_${actor.kind}`);
      await sql.query(
        "select set_config('meldpunt.organisation', $1, true), set_config('meldpunt.finder', $2, true)",
        [
          actor.kind === "member" ? actor.organisation : "",
          actor.kind === "finder" ? actor.finder : "",
        ],
      );
      return read(sql);
    },
    { readOnly: true },
  );
}
