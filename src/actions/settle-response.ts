import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { settleResponse as settleRow } from "../store/responses.ts";
import { permit } from "./access/permit.ts";

/** Records what a person did about an answer that waited for one. Throws `conflict` where it waits for nobody. */
export async function settleResponse({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: string; readonly note: string };
}): Promise<void> {
  const { actor, id, note } = input;
  permit(actor, "finding.answer", "everybody");
  if (note.trim() === "") throw new AppError("wrong-usage", "Say what was done about it.");
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    const settled = await settleRow(sql, id, {
      at,
      by: actor.name,
      note: note.slice(0, 2000),
      as: null,
    });
    if (!settled) {
      throw new AppError("conflict", "This answer waits for nobody.", {
        remedy: "`meldpunt response list --waiting` shows those that do.",
      });
    }
    await appendAudit(sql, {
      ...{ at, actor, act: "finding.answer", about: null, subject: id },
      detail: { settled: true },
    });
  });
}
