import type { Actor } from "../domain/access/actor.ts";
import type { DeliveryId, NotificationId } from "../domain/ids.ts";
import type { FailedMeaning } from "../domain/incoming/bounce-meaning.ts";
import type { ParsedMail } from "../domain/incoming/parsed-mail.ts";
import type { MailEffect, ReceivedMailId } from "../domain/incoming/received-mail.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { openSealedBytes, sealBytes } from "../platform/sealed-bytes.ts";
import { findMailContent } from "../store/received-mails.ts";
import { findReturned } from "../store/returned-deliveries.ts";
import { findAnswerContent } from "../store/thread-answers.ts";
import { decideAgain } from "./decide-again.ts";
import { drawBounce } from "./material/draw-bounce.ts";
import { stopDigestsTo } from "./material/draw-complaint.ts";
import { type DecideAgain, type ListeningContext, receivedKeyOf } from "./material/listening.ts";

/** Opens a received mail as it came; null when it is destroyed. */
export async function runOpenMail(
  { sql, masterKey }: Pick<ListeningContext, "sql" | "masterKey">,
  id: ReceivedMailId,
): Promise<Buffer | null> {
  const content = await findMailContent(sql, id);
  return content === null ? null : openSealedBytes(receivedKeyOf(masterKey), id, content);
}

/** Opens and reads a received mail; null when it is destroyed or cannot be read. */
export async function runReadMail(
  context: Pick<ListeningContext, "sql" | "masterKey" | "readMail">,
  id: ReceivedMailId,
): Promise<ParsedMail | null> {
  const bytes = await runOpenMail(context, id);
  return bytes === null ? null : context.readMail(bytes);
}

/** Seals what somebody of ours writes. */
export function sealAnswer(
  { masterKey }: Pick<ListeningContext, "masterKey">,
  id: string,
  text: string,
): Buffer {
  return sealBytes(receivedKeyOf(masterKey), id, Buffer.from(text));
}

/** What somebody of ours wrote; null when it is destroyed. */
export async function runReadAnswer(
  { sql, masterKey }: Pick<ListeningContext, "sql" | "masterKey">,
  id: string,
): Promise<string | null> {
  const content = await findAnswerContent(sql, id);
  return content === null
    ? null
    : openSealedBytes(receivedKeyOf(masterKey), id, content).toString("utf8");
}

export type ReturnedContext = Pick<
  ListeningContext,
  "sql" | "clock" | "instance" | "catalogue" | "masterKey" | "readBasis"
>;

/** Draws what follows when a person says that a delivery came back; nothing when it is forgotten. */
export type DrawReturned = (
  sql: Sql,
  delivery: DeliveryId,
  meaning: FailedMeaning,
  by: string,
) => Promise<MailEffect[]>;

/** Stops digests to whoever got a notification, of the kinds that it was about. */
export type StopDigests = (
  sql: Sql,
  notification: NotificationId,
  actor: Actor,
) => Promise<MailEffect[]>;

/** What a person can draw from a mail. */
export type Draw = { readonly returned: DrawReturned; readonly stopDigests: StopDigests };

/** Runs `work` in one transaction in which a person draws what follows from a mail. */
export async function runReturned<T>(
  context: ReturnedContext,
  work: (sql: Sql, draw: Draw) => Promise<T>,
): Promise<T> {
  const basis = await context.readBasis();
  const decide: DecideAgain = (sql, deciding, ids) =>
    decideAgain(sql, context.catalogue, deciding, ids);
  const returned: DrawReturned = async (sql, delivery, meaning, by) => {
    const back = await findReturned(sql, delivery);
    if (back === null) return [];
    const { kind, address } = back;
    const reason = `came back, says ${by}`;
    return drawBounce(context, sql, decide, basis, { kind, address, delivery, meaning, reason });
  };
  const stopDigests: StopDigests = (sql, notification, actor) =>
    stopDigestsTo(context, sql, notification, actor);
  return transaction(context.sql, (sql) => work(sql, { returned, stopDigests }), { attempts: 3 });
}
