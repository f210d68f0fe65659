import { clockActor } from "../domain/access/actor.ts";
import { unconfirmedMs } from "../domain/registration/registration.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { deleteUnconfirmed } from "../store/registrations.ts";

/** Erases registrations whose address nobody confirmed in thirty days; answers how many. */
export async function expireRegistrations({
  context,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
}): Promise<number> {
  const at = context.clock();
  return transaction(context.sql, async (sql) => {
    const erased = await deleteUnconfirmed(sql, new Date(at.getTime() - unconfirmedMs));
    if (erased === 0) return 0;
    await appendAudit(sql, {
      at,
      actor: clockActor,
      act: "register.ask",
      about: null,
      subject: null,
      detail: { erased },
    });
    return erased;
  });
}
