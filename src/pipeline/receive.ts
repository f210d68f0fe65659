import { createHash } from "node:crypto";
import type { DeliveryId, NotificationId } from "../domain/ids.ts";
import type { OwnAddress } from "../domain/incoming/own-address.ts";
import {
  type ArrivedMail,
  mostMailBytes,
  type ReceivedMailId,
} from "../domain/incoming/received-mail.ts";
import { type EmailAddress, findEmailAddress } from "../domain/network/email-address.ts";
import { AppError } from "../platform/errors.ts";
import { sealBytes } from "../platform/sealed-bytes.ts";
import { newUuid } from "../platform/uuid.ts";
import { saveReceivedMail } from "../store/received-mails.ts";
import { type ListeningContext, receivedKeyOf } from "./material/listening.ts";

/**
 * Keeps a mail, sealed, to be looked into; answers false when it was kept before, over whichever way. When this has
 * answered, the server that brought it may forget it. Throws `input-too-large`.
 */
export async function receiveMail(
  {
    sql,
    clock,
    masterKey,
    readAddress,
  }: Pick<ListeningContext, "sql" | "clock" | "masterKey" | "readAddress">,
  arrived: ArrivedMail,
): Promise<boolean> {
  if (arrived.bytes.length > mostMailBytes) {
    throw new AppError("input-too-large", `A mail has ${arrived.bytes.length} bytes.`);
  }
  const receivedAt = clock();
  const id = newUuid(receivedAt.getTime()) as ReceivedMailId;
  const own = toOwn(arrived.recipients, readAddress);
  return saveReceivedMail(sql, {
    id,
    digest: digestOf(arrived.bytes, own),
    via: arrived.via,
    receivedAt,
    bytes: arrived.bytes.length,
    sender: arrived.sender,
    recipient: own.address,
    delivery: own.delivery,
    notification: own.notification,
    content: sealBytes(receivedKeyOf(masterKey), id, arrived.bytes),
  });
}

type Own = {
  readonly address: EmailAddress | null;
  readonly delivery: DeliveryId | null;
  readonly notification: NotificationId | null;
};

/** What the addresses prove that it came to: one that is signed counts before one that everybody knows. */
function toOwn(recipients: readonly string[], readAddress: ListeningContext["readAddress"]): Own {
  const known = recipients.flatMap((text): { address: EmailAddress; own: OwnAddress }[] => {
    const address = findEmailAddress(text);
    const own = address === null ? null : readAddress(address);
    return address === null || own === null ? [] : [{ address, own }];
  });
  const of = (kind: OwnAddress["kind"]) => known.find(({ own }) => own.kind === kind);
  const found = of("return-path") ?? of("reply") ?? of("house");
  return {
    address: found?.address ?? null,
    delivery: found?.own.kind === "return-path" ? found.own.delivery : null,
    notification: found?.own.kind === "reply" ? found.own.notification : null,
  };
}

/** Fields that stay the same on every way; servers add others. */
const lastingFields = /^(?:message-id|from|date|subject)[ \t]*:/i;

/** The same mail over two ways has the same digest, whatever was added to its head and however its lines end. */
function digestOf(bytes: Uint8Array, own: Own): Buffer {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("latin1")
    .replace(/\r\n?/g, "\n");
  const end = text.indexOf("\n\n");
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, " ");
  const body = end < 0 ? "" : text.slice(end, findEnd(text));
  const fields = head.split("\n").filter((line) => lastingFields.test(line));
  return createHash("sha256")
    .update(JSON.stringify([own.delivery, own.notification, fields]), "latin1")
    .update(body, "latin1")
    .digest();
}

/** Where a text ends, its last line ends left out: looked for from behind, since a stranger may write millions of them. */
function findEnd(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === lineFeed) end -= 1;
  return end;
}

const lineFeed = 10;
