import type { Clock } from "../../platform/clock.ts";
import { type Sql, transaction } from "../../platform/database.ts";
import { type AuditEntry, appendAudit } from "../../store/audit.ts";

/** Adds to the audit log what changes nothing: a read, before anything of it is shown. */
export async function recordAct(
  { sql, clock }: { readonly sql: Sql; readonly clock: Clock },
  entry: Omit<AuditEntry, "at">,
): Promise<void> {
  await transaction(sql, (sql) => appendAudit(sql, { ...entry, at: clock() }));
}
