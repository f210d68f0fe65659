import type { EndpointId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** By what whom the database works for fetches: the endpoint that counts, else the latest that waits for its test; or null. */
export async function findPullEndpoint(
  sql: Sql,
): Promise<{ readonly id: EndpointId; readonly state: "active" | "untested" } | null> {
  const { rows } = await sql.query<{ id: EndpointId; state: "active" | "untested" }>(
    `select e.id, e.state from endpoints e
      where e.organisation = acting_organisation() and e.kind = 'pull' and e.state <> 'disabled'
      order by e.state = 'active' desc, e.made_at desc, e.id desc
      limit 1`,
  );
  return rows[0] ?? null;
}
