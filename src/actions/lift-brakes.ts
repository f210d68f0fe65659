import type { Actor } from "../domain/access/actor.ts";
import { transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { lockForHolds } from "../store/holds.ts";
import { liftReportBrakes, listReportBrakes, type ReportBrake } from "../store/report-brakes.ts";
import type { ApprovalAsk, ApprovalContext } from "./access/approval-ask.ts";
import { permit } from "./access/permit.ts";
import { withApproval } from "./access/with-approval.ts";

/**
 * Lifts brakes on reports, for good: what they hold is due again. Answers those that were on; throws `approval-needed` where
 * the instance asks for several people, as for the volume of a recipient (`volume.approve`).
 */
export async function liftBrakes({
  context,
  input,
}: {
  readonly context: ApprovalContext;
  readonly input: { readonly brakes: readonly string[]; readonly actor: Actor };
}): Promise<readonly ReportBrake[]> {
  const { actor } = input;
  permit(actor, "volume.approve");
  const at = context.clock();
  return withApproval(context, (approve) =>
    transaction(
      context.sql,
      async (sql) => {
        await lockForHolds(sql);
        const chosen = (await listReportBrakes(sql)).filter(({ id }) => input.brakes.includes(id));
        const approval = chosen.length === 0 ? null : await approve(sql, toAsk(actor, chosen));
        const ids = chosen.map(({ id }) => id);
        const lifted = new Set(await liftReportBrakes(sql, ids, at, actor.name));
        const detail = { brakes: chosen.map(({ id, kind }) => ({ id, kind })), approval };
        const entry = { at, actor, act: "volume.approve", about: null } as const;
        await appendAudit(sql, { ...entry, subject: null, detail });
        return chosen.filter(({ id }) => lifted.has(id));
      },
      { attempts: 3 },
    ),
  );
}

function toAsk(actor: Actor, brakes: readonly ReportBrake[]): ApprovalAsk {
  const rows = brakes.reduce((sum, brake) => sum + brake.rows, 0);
  return {
    actor,
    act: "volume.approve",
    what: { reportBrakes: brakes.map(({ id, rows }) => [id, rows]) },
    summary: { reports: brakes.length, rows },
    extent: { figure: rows, braked: false },
    next: null,
  };
}
