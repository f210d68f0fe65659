import type { Actor } from "../domain/access/actor.ts";
import type { ReceivedMailId } from "../domain/incoming/received-mail.ts";
import { runReadMail } from "../pipeline/run-mail-room.ts";
import type { Clock } from "../platform/clock.ts";
import { AppError } from "../platform/errors.ts";
import { findReceivedMail, type ReceivedMailEntry } from "../store/views/received-mails.ts";
import { permit } from "./access/permit.ts";
import { recordAct } from "./access/record-act.ts";
import { readThread, type ShownThreadEntry } from "./mails/read-thread.ts";

/** A received mail with what it says, in the thread that it belongs to. */
export type ShownMail = ReceivedMailEntry & {
  /** Null once it is destroyed, or where it cannot be read. */
  readonly text: string | null;
  readonly thread: readonly ShownThreadEntry[];
};

const mostText = 20_000;

/** Opens a received mail; throws `not-found`. */
export async function showReceivedMail({
  context,
  input,
}: {
  readonly context: Parameters<typeof runReadMail>[0] & { readonly clock: Clock };
  readonly input: { readonly actor: Actor; readonly id: ReceivedMailId };
}): Promise<ShownMail> {
  const { actor, id } = input;
  permit(actor, "mail.read", "everybody");
  const mail = await findReceivedMail(context.sql, id);
  if (mail === null) throw new AppError("not-found", "There is no such mail.");
  await recordAct(context, { actor, act: "mail.read", about: null, subject: id, detail: {} });
  const read = await runReadMail(context, id);
  const { notification } = mail;
  return {
    ...mail,
    text: read?.text.slice(0, mostText) ?? null,
    thread: notification === null ? [] : await readThread(context, notification),
  };
}
