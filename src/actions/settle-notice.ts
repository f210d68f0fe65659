import type { Actor } from "../domain/access/actor.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { endNotice, isNoticeUnknown, requeueNotice } from "../store/notices.ts";
import { permit } from "./access/permit.ts";

/**
 * Settles a notice of which nobody could tell whether it arrived, by what a person found out: it has arrived, or it is
 * sent again with the same Message-ID. Throws `conflict` when it is not in doubt.
 */
export async function settleNotice({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: string; readonly arrived: boolean };
}): Promise<void> {
  const { actor, id, arrived } = input;
  const act = "delivery.settle";
  permit(actor, act, "everybody");
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    if (!(await isNoticeUnknown(sql, id))) {
      throw new AppError("conflict", `Notice ${id} is not in doubt.`);
    }
    if (arrived) await endNotice(sql, id, { state: "sent", at, reply: null, askAt: at });
    else await requeueNotice(sql, id, { at, reply: null });
    await appendAudit(sql, { at, actor, act, about: null, subject: id, detail: { arrived } });
  });
}
