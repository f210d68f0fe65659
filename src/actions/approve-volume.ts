import type { Actor } from "../domain/access/actor.ts";
import { transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { approveBrakes, listOpenBrakes, type VolumeBrake } from "../store/volume-brakes.ts";
import type { ApprovalAsk, ApprovalContext } from "./access/approval-ask.ts";
import { permit } from "./access/permit.ts";
import { withApproval } from "./access/with-approval.ts";

/**
 * Lets recipients get what the volume brake holds for them, and what comes for them in the same round within a day;
 * `all` lets go whatever waits now. Answers the brakes that were let go; throws `approval-needed` where the instance says
 * so.
 */
export async function approveVolume({
  context,
  input,
}: {
  readonly context: ApprovalContext;
  readonly input: { readonly brakes: readonly string[] | "all"; readonly actor: Actor };
}): Promise<readonly VolumeBrake[]> {
  const { actor } = input;
  permit(actor, "volume.approve");
  const now = context.clock();
  return withApproval(context, (approve) =>
    transaction(
      context.sql,
      async (sql) => {
        const open = await listOpenBrakes(sql);
        const chosen =
          input.brakes === "all" ? open : open.filter(({ id }) => input.brakes.includes(id));
        const approval = chosen.length === 0 ? null : await approve(sql, toAsk(actor, chosen));
        const ids = chosen.map(({ id }) => id);
        const approved = await approveBrakes(sql, ids, now, actor.name);
        const detail = { brakes: approved.map(({ id }) => id), approval };
        const entry = { at: now, actor, act: "volume.approve", about: null } as const;
        await appendAudit(sql, { ...entry, subject: null, detail });
        return approved;
      },
      { attempts: 3 },
    ),
  );
}

/** More rows for one of them are another act. */
function toAsk(actor: Actor, brakes: readonly VolumeBrake[]): ApprovalAsk {
  const rows = brakes.reduce((sum, brake) => sum + brake.rows, 0);
  const what = { brakes: brakes.map((brake) => [brake.id, brake.rows]) };
  const summary = { recipients: brakes.length, rows };
  const extent = { figure: rows, braked: false };
  return { actor, act: "volume.approve", what, summary, extent, next: null };
}
