import type { Actor } from "../domain/access/actor.ts";
import type { MailEffect, ReceivedMailId } from "../domain/incoming/received-mail.ts";
import { runReturned } from "../pipeline/run-mail-room.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { lockWaiting, settleReceivedMail as settle } from "../store/received-mails.ts";
import { permit } from "./access/permit.ts";

/** What a person says that a mail is: nothing to do about; a bounce of an address that is dead, or refuses for now. */
export const mailVerdicts = ["nothing", "dead", "refused"] as const;

export type MailVerdict = (typeof mailVerdicts)[number];

/**
 * A person has looked at a mail. Only what came to the return path of a delivery can be said to be a bounce: its signature
 * says which. Throws `conflict` when it does not wait, or did not come there.
 */
export async function settleReceivedMail({
  context,
  input,
}: {
  readonly context: Parameters<typeof runReturned>[0];
  readonly input: {
    readonly actor: Actor;
    readonly id: ReceivedMailId;
    readonly verdict: MailVerdict;
  };
}): Promise<readonly MailEffect[]> {
  const { actor, id, verdict } = input;
  permit(actor, "mail.answer", "everybody");
  return runReturned(context, async (sql, drawReturned) => {
    const mail = await lockWaiting(sql, id);
    if (mail === null) throw new AppError("conflict", "This mail does not wait for anybody.");
    if (verdict !== "nothing" && mail.delivery === null) {
      throw new AppError(
        "conflict",
        "This mail did not come back to the return path of a delivery.",
        {
          remedy: "Nobody can say from which address it is: look at it as nothing.",
        },
      );
    }
    const effects =
      verdict === "nothing" || mail.delivery === null
        ? []
        : await drawReturned(sql, mail.delivery, verdict, actor.name);
    const at = context.clock();
    await settle(sql, id, { at, by: actor.name, effects });
    await appendAudit(sql, {
      ...{ at, actor, act: "mail.answer", about: null, subject: id },
      detail: { verdict, effects: effects.join(" ") },
    });
    return effects;
  });
}
