import type { Actor } from "../domain/access/actor.ts";
import type { FinderId } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { liftFinderRow, lockForHolds } from "../store/holds.ts";
import { permit } from "./access/permit.ts";

/** Takes the kill switch of a finder back: what waited is due again. Answers false when it was not thrown. */
export async function liftFinderHold({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly finder: FinderId; readonly actor: Actor };
}): Promise<boolean> {
  const { actor, finder } = input;
  permit(actor, "finder.hold");
  return transaction(context.sql, async (sql) => {
    await lockForHolds(sql);
    const lifted = await liftFinderRow(sql, finder);
    const detail = { lifted };
    const at = context.clock();
    await appendAudit(sql, {
      at,
      actor,
      act: "finder.hold",
      about: finder,
      subject: finder,
      detail,
    });
    return lifted;
  });
}
