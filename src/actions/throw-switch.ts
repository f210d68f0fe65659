import type { Actor } from "../domain/access/actor.ts";
import type { HoldTarget } from "../domain/notification/hold-target.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { holdFinderRow, holdNamed, holdReportRow, lockForHolds } from "../store/holds.ts";
import { getReport } from "../store/reports.ts";
import { withdrawHeld, withdrawLane } from "../store/withdrawals.ts";
import { permit } from "./access/permit.ts";
import { toReason } from "./recalling/correction-texts.ts";

/**
 * Throws the kill switch of a report, finder, case, lane or channel: nothing of it goes out any more. What was not sent yet
 * is taken back; of a channel it waits in the queue. Corrections are held by lane and channel only. Throws `not-found` for a
 * report that is not there.
 */
export async function throwSwitch({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: {
    readonly target: HoldTarget;
    readonly reason: string;
    readonly actor: Actor;
  };
}): Promise<{ readonly held: boolean; readonly withdrawn: number }> {
  const { actor, target } = input;
  const act = target.kind === "finder" ? "finder.hold" : "report.hold";
  permit(actor, act);
  const reason = toReason(input.reason);
  const at = context.clock();
  return transaction(
    context.sql,
    async (sql) => {
      await lockForHolds(sql);
      const held = await hold(sql, target, { at, by: actor.name, reason });
      const withdrawn =
        target.kind === "lane"
          ? await withdrawLane(sql, target.value, at)
          : await withdrawHeld(sql, at);
      const detail = { kind: target.kind, held, withdrawn, reason };
      await appendAudit(sql, { at, actor, act, about: null, subject: target.value, detail });
      return { held, withdrawn };
    },
    { attempts: 3 },
  );
}

async function hold(
  sql: Sql,
  target: HoldTarget,
  made: { readonly at: Date; readonly by: string; readonly reason: string },
): Promise<boolean> {
  if (target.kind === "finder") return holdFinderRow(sql, target.value, made.at, made.reason);
  if (target.kind !== "report") return holdNamed(sql, target, made);
  const { number } = await getReport(sql, target.value);
  return holdReportRow(sql, number, made.at, made.reason);
}
