import { shiftInstant } from "../domain/duration.ts";
import type { Instance } from "../domain/instance.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { dropOldAudit, pseudonymiseAudit } from "../store/audit.ts";

const droppedTogether = 10_000;

/**
 * Forgets who and what in entries of the audit log, and later the entries themselves, when their time is over; the rest
 * stays a chain that can be verified. Answers how many of each.
 */
export async function expireAudit({
  context,
}: {
  readonly context: {
    readonly sql: Sql;
    readonly clock: Clock;
    readonly instance: Pick<Instance, "retention">;
  };
}): Promise<{ readonly pseudonymised: number; readonly dropped: number }> {
  const { sql, clock, instance } = context;
  const at = clock();
  const { auditLogAddresses, auditLog } = instance.retention;
  const before = (duration: typeof auditLog) => new Date(shiftInstant(at.getTime(), duration, -1));
  const pseudonymised = await pseudonymiseAudit(sql, before(auditLogAddresses));
  const old = { before: before(auditLog), at, limit: droppedTogether };
  let dropped = 0;
  for (;;) {
    const count = await transaction(sql, (inside) => dropOldAudit(inside, old));
    if (count === 0) return { pseudonymised, dropped };
    dropped += count;
  }
}
