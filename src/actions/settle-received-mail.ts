import type { Actor } from "../domain/access/actor.ts";
import type { MailEffect, ReceivedMailId } from "../domain/incoming/received-mail.ts";
import { type Draw, runReturned } from "../pipeline/run-mail-room.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import {
  lockWaiting,
  settleReceivedMail as settle,
  type WaitingMail,
} from "../store/received-mails.ts";
import { permit } from "./access/permit.ts";

/**
 * What a person says that a mail is: nothing to do about; a bounce of an address that is dead, or refuses for now; a complaint
 * that is right, so that digests stop.
 */
export const mailVerdicts = ["nothing", "dead", "refused", "stop-digests"] as const;

export type MailVerdict = (typeof mailVerdicts)[number];

/**
 * A person has looked at a mail. Only what came to the return path of a delivery can be said to be a bounce: its signature
 * says which. Digests are stopped for a complaint that counts. Throws `conflict` when it does not wait, or is not of that sort.
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
  return runReturned(context, async (sql, draw) => {
    const mail = await lockWaiting(sql, id);
    if (mail === null) throw new AppError("conflict", "This mail does not wait for anybody.");
    const effects = await drawVerdict(sql, draw, mail, { verdict, actor });
    const at = context.clock();
    await settle(sql, id, { at, by: actor.name, effects });
    await appendAudit(sql, {
      ...{ at, actor, act: "mail.answer", about: null, subject: id },
      detail: { verdict, effects: effects.join(" ") },
    });
    return effects;
  });
}

async function drawVerdict(
  sql: Sql,
  draw: Draw,
  { delivery, notification, hasComplained }: WaitingMail,
  { verdict, actor }: { readonly verdict: MailVerdict; readonly actor: Actor },
): Promise<readonly MailEffect[]> {
  if (verdict === "nothing") return [];
  if (verdict === "stop-digests") {
    if (hasComplained && notification !== null) return draw.stopDigests(sql, notification, actor);
    throw new AppError("conflict", "This mail is no complaint about a mail that we sent.", {
      remedy: "Who wants no mail is put on the list by `meldpunt suppression add`.",
    });
  }
  if (delivery !== null) return draw.returned(sql, delivery, verdict, actor.name);
  throw new AppError("conflict", "This mail did not come back to the return path of a delivery.", {
    remedy: "Nobody can say from which address it is: look at it as nothing.",
  });
}
