import type { Actor } from "../domain/access/actor.ts";
import type { NotificationId } from "../domain/ids.ts";
import { permit } from "./access/permit.ts";
import { readThread, type ShownThreadEntry } from "./mails/read-thread.ts";

/** What was sent, received and answered in the thread of a notification, the first first; for the house. */
export async function showThread({
  context,
  input,
}: {
  readonly context: Parameters<typeof readThread>[0];
  readonly input: { readonly actor: Actor; readonly notification: NotificationId };
}): Promise<ShownThreadEntry[]> {
  permit(input.actor, "mail.read", "everybody");
  return readThread(context, input.notification);
}
