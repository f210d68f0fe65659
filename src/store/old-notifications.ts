import type { Sql } from "../platform/database.ts";
import { destroyOldForms } from "./machine-forms.ts";

/** What belongs to the forms of a notification for programs. */
const machineTables = ["machine_forms", "resends"];

/** Destroys the rendered bytes of notifications composed before this instant; what is left is the envelope. */
export async function destroyOldContents(sql: Sql, before: Date): Promise<number> {
  await destroyOldForms(sql, before);
  const { rowCount } = await sql.query(
    `update notifications n set content = null
      where n.content is not null and n.composed_at < $1
        and not exists (select from deliveries d where d.notification_id = n.id and d.settled_at is null)`,
    [before],
  );
  return rowCount;
}

/**
 * Deletes notifications composed before this instant with all that became of them, but for those still in doubt;
 * answers how many. So many at once as one transaction bears: call it until it answers 0.
 */
export async function deleteOldNotifications(sql: Sql, before: Date): Promise<number> {
  const { rows } = await sql.query<{ id: string }>(
    `select n.id from notifications n
      where n.composed_at < $1
        and not exists (select from deliveries d where d.notification_id = n.id and d.settled_at is null)
      order by n.composed_at limit 1000`,
    [before],
  );
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return 0;
  await sql.query(
    `delete from delivery_attempts a using deliveries d
      where d.id = a.delivery_id and d.notification_id = any($1::uuid[])`,
    [ids],
  );
  for (const table of [
    "deliveries",
    "notification_findings",
    "informed_due",
    "corrections_due",
    "custodies",
    "notification_files",
    ...machineTables,
  ]) {
    await sql.query(`delete from ${table} t where t.notification_id = any($1::uuid[])`, [ids]);
  }
  await sql.query("delete from notifications n where n.id = any($1::uuid[])", [ids]);
  return ids.length;
}
