import type { Actor } from "../domain/access/actor.ts";
import { type FinderId, isSlug } from "../domain/ids.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { holdFinderRow, lockForHolds } from "../store/holds.ts";
import { withdrawHeld } from "../store/withdrawals.ts";
import { permit } from "./access/permit.ts";

/**
 * Throws the kill switch of a finder: nothing of any of its reports goes out any more, and notifications with rows of
 * them that were not sent yet are taken back.
 */
export async function holdFinder({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly finder: FinderId; readonly reason: string; readonly actor: Actor };
}): Promise<{ readonly held: boolean; readonly withdrawn: number }> {
  const { actor, finder, reason } = input;
  permit(actor, "finder.hold");
  if (!isSlug(finder)) throw new AppError("wrong-usage", "That cannot be the id of a finder.");
  const now = context.clock();
  return transaction(
    context.sql,
    async (sql) => {
      await lockForHolds(sql);
      const held = await holdFinderRow(sql, finder, now, reason);
      const withdrawn = await withdrawHeld(sql, now);
      const detail = { held, withdrawn, reason };
      await appendAudit(sql, {
        at: now,
        actor,
        act: "finder.hold",
        about: finder,
        subject: finder,
        detail,
      });
      return { held, withdrawn };
    },
    { attempts: 3 },
  );
}
