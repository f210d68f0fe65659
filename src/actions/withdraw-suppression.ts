import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { withdrawSuppression as withdraw } from "../store/suppressions.ts";
import { permit } from "./access/permit.ts";

/** Takes an entry off the suppression list: mail goes to its address again. Throws `not-found` where none holds. */
export async function withdrawSuppression({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: string; readonly reason: string };
}): Promise<void> {
  const { actor, id, reason } = input;
  permit(actor, "suppression.record", "everybody");
  if (reason.trim() === "") throw new AppError("wrong-usage", "Say why it is withdrawn.");
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    if (!(await withdraw(sql, id, { at, by: actor.name, reason }))) {
      throw new AppError("not-found", "The suppression list has no such entry that holds.");
    }
    const entry = { at, actor, act: "suppression.record", about: null, subject: id } as const;
    await appendAudit(sql, { ...entry, detail: { withdrawn: true, reason } });
  });
}
