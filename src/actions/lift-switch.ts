import type { Actor } from "../domain/access/actor.ts";
import type { HoldTarget } from "../domain/notification/hold-target.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { liftFinderRow, liftNamed, lockForHolds } from "../store/holds.ts";
import { permit } from "./access/permit.ts";

/**
 * Takes the kill switch of a finder, case, lane or channel back: what waited is due again. That of a report is taken back
 * by releasing it, which may need several people. Answers false when it was not thrown.
 */
export async function liftSwitch({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly target: HoldTarget; readonly actor: Actor };
}): Promise<boolean> {
  const { actor, target } = input;
  const act = target.kind === "finder" ? "finder.hold" : "report.hold";
  permit(actor, act);
  if (target.kind === "report") {
    throw new AppError("wrong-usage", "The hold of a report is lifted by releasing it.", {
      remedy: `\`meldpunt report release ${target.value}\``,
    });
  }
  return transaction(context.sql, async (sql) => {
    await lockForHolds(sql);
    const lifted =
      target.kind === "finder"
        ? await liftFinderRow(sql, target.value)
        : await liftNamed(sql, target);
    const detail = { kind: target.kind, lifted };
    const at = context.clock();
    await appendAudit(sql, { at, actor, act, about: null, subject: target.value, detail });
    return lifted;
  });
}
