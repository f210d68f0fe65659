import { shiftInstant } from "../domain/duration.ts";
import type { Instance } from "../domain/instance.ts";
import type { Clock } from "../platform/clock.ts";
import type { Sql } from "../platform/database.ts";
import { deleteOldNotices } from "../store/notices.ts";

/** Ends the keeping of notices, which hold addresses of people, when that of notifications ends; answers how many. */
export async function expireNotices({
  context,
}: {
  readonly context: {
    readonly sql: Sql;
    readonly clock: Clock;
    readonly instance: Pick<Instance, "retention">;
  };
}): Promise<number> {
  const { sql, clock, instance } = context;
  const before = new Date(shiftInstant(clock().getTime(), instance.retention.notification, -1));
  let expired = 0;
  for (;;) {
    const deleted = await deleteOldNotices(sql, before);
    if (deleted === 0) return expired;
    expired += deleted;
  }
}
