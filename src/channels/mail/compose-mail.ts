import type { MailComposer } from "../../domain/notification/mail-composer.ts";
import {
  type ComposedMail,
  mannerOf,
  type Notification,
} from "../../domain/notification/notification.ts";
import { toAttachments } from "./attachments.ts";
import { toMailHtml, wantsHtml } from "./mail-html.ts";
import { isAttached, toMailText, toSubject } from "./mail-text.ts";
import { writeMail } from "./mime/write-mail.ts";
import { leaveAsItIs, type ProtectMail } from "./protect/protect-mail.ts";
import { toShownRows } from "./shown-row.ts";
import { splitRows } from "./split-rows.ts";
import type { TextMaterial } from "./text-material.ts";

/**
 * Renders a notification to the bytes of a mail: the same notification, texts and instance give the same bytes.
 *
 * Plain text, no links to follow, nothing to fetch. Text and attachments hold the same rows, made once.
 */
export async function composeMail(
  notification: Notification,
  material: TextMaterial,
  protect: ProtectMail = leaveAsItIs,
): Promise<ComposedMail> {
  const { instance, templates } = material;
  const { recipient, threadMessageId, composedAt } = notification;
  const subject = withTicket(toSubject(notification, material), notification.ticket);
  const rows = toShownRows(notification.rows);
  const mail = writeMail({
    id: notification.id,
    from: { name: instance.sender.name, address: instance.sender.address },
    to: recipient.address,
    replyTo: instance.contact.email,
    subject,
    messageId: notification.messageId,
    threadMessageId,
    date: composedAt,
    text: toMailText(notification, rows, material),
    ...(wantsHtml(notification) ? { html: toMailHtml(notification, rows, material) } : {}),
    headers: {
      // RFC 3834: nobody's machine is to answer this; Exchange needs telling in its own way.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "OOF, AutoReply",
      "Content-Language": recipient.language,
    },
    attachments: toAttachments(notification, rows, material).map((attachment) => ({
      ...attachment,
      content: Buffer.from(attachment.content),
    })),
  });
  const isSecret = rows.some(({ row }) => row.tier >= 2);
  const wanted = { at: composedAt, key: recipient.key, secret: isSecret };
  return { subject, bytes: await protect(mail, wanted), templateVersion: templates.version };
}

/** The recipient's own mark before ours, so that its system lays the mail where the first one lies. */
function withTicket(subject: string, ticket: string | null): string {
  return ticket === null ? subject : `${ticket} ${subject}`;
}

/** The composer of mails with these texts, in the name of this instance, signed and encrypted by `protect`. */
export function makeMailComposer(
  material: TextMaterial,
  protect: ProtectMail = leaveAsItIs,
): MailComposer {
  return {
    split: (recipient, rows) =>
      isAttached(mannerOf(recipient.rung)) ? splitRows(recipient, rows) : [rows],
    compose: (notification) => composeMail(notification, material, protect),
  };
}
