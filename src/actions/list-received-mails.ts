import type { Actor } from "../domain/access/actor.ts";
import type { MailClass } from "../domain/incoming/mail-class.ts";
import type { MailState, ReceivedMailId } from "../domain/incoming/received-mail.ts";
import type { Sql } from "../platform/database.ts";
import {
  listReceivedMails as list,
  type ReceivedMailEntry,
} from "../store/views/received-mails.ts";
import { permit } from "./access/permit.ts";

/** Mail that came to us and what became of it, the latest first; for the house. */
export async function listReceivedMails({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: {
    readonly actor: Actor;
    readonly state: MailState | null;
    readonly class: MailClass | null;
    readonly after: ReceivedMailId | null;
    readonly limit: number;
  };
}): Promise<ReceivedMailEntry[]> {
  permit(input.actor, "mail.read", "everybody");
  return list(context.sql, input);
}
