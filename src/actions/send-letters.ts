import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { appendAudit } from "../store/audit.ts";
import { markLettersSent } from "../store/letters.ts";
import { permit } from "./access/permit.ts";

/** Records that somebody sent letters about these findings; answers how many waited for one. */
export async function sendLetters({
  context: { sql, clock },
  input: { actor, findings },
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly findings: readonly number[] };
}): Promise<number> {
  permit(actor, "delivery.settle", "everybody");
  return transaction(sql, async (sql) => {
    const at = clock();
    const sent = await markLettersSent(sql, findings, at, actor.name);
    const detail = { letters: sent, findings };
    const act = "delivery.settle" as const;
    await appendAudit(sql, { at, actor, act, about: null, subject: null, detail });
    return sent;
  });
}
