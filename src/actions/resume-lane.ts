import type { Actor } from "../domain/access/actor.ts";
import type { Lane } from "../domain/finding/lane.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { resumeLane as resume } from "../store/deliveries.ts";
import { permit } from "./access/permit.ts";

/** Lets a lane go on that stopped because our mail was not trusted. Answers false when it was not stopped. */
export async function resumeLane({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly lane: Lane; readonly actor: Actor };
}): Promise<boolean> {
  const { actor, lane } = input;
  permit(actor, "notify.run");
  return transaction(context.sql, async (sql) => {
    const resumed = await resume(sql, lane);
    const detail = { lane, resumed };
    await appendAudit(sql, {
      at: context.clock(),
      actor,
      act: "notify.run",
      about: null,
      subject: lane,
      detail,
    });
    return resumed;
  });
}
