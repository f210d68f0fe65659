import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { approveBrakes, listOpenBrakes, type VolumeBrake } from "../store/volume-brakes.ts";
import { permit } from "./access/permit.ts";

/**
 * Lets recipients get what the volume brake holds for them, and what comes for them in the same round within a day;
 * `all` lets go whatever waits now. Answers the brakes that were let go.
 */
export async function approveVolume({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly brakes: readonly string[] | "all"; readonly actor: Actor };
}): Promise<readonly VolumeBrake[]> {
  const { actor } = input;
  permit(actor, "volume.approve");
  const now = context.clock();
  return transaction(
    context.sql,
    async (sql) => {
      const ids =
        input.brakes === "all" ? (await listOpenBrakes(sql)).map(({ id }) => id) : input.brakes;
      const approved = await approveBrakes(sql, ids, now, actor.name);
      const detail = { brakes: approved.map(({ id }) => id) };
      await appendAudit(sql, {
        at: now,
        actor,
        act: "volume.approve",
        about: null,
        subject: null,
        detail,
      });
      return approved;
    },
    { attempts: 3 },
  );
}
