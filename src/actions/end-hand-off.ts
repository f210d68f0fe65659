import { transaction } from "../platform/database.ts";
import { revokeHandOff } from "../store/answer-links.ts";
import { appendAudit } from "../store/audit.ts";
import { getLink } from "./answering/get-link.ts";
import type { AnsweringContext } from "./answering/open-link.ts";

/** Ends a supplier's link, by the link that it was made with; answers false where that has none such that holds. */
export async function endHandOff({
  context,
  input,
}: {
  readonly context: AnsweringContext;
  readonly input: { readonly token: string; readonly form: string; readonly handOff: string };
}): Promise<boolean> {
  const { link, actor, notification } = await getLink(context, input);
  const at = context.clock();
  return transaction(context.sql, async (sql) => {
    const by = actor.name;
    const ended = await revokeHandOff(sql, link.id, input.handOff, { at, by });
    if (!ended) return false;
    const detail = { endedHandOff: input.handOff };
    await appendAudit(sql, {
      ...{ at, actor, act: "finding.answer", about: notification.organisation },
      ...{ subject: link.notification, detail },
    });
    return true;
  });
}
