import MessageComposer from "nodemailer/lib/mail-composer";
import type { MailComposer } from "../../domain/notification/mail-composer.ts";
import {
  type ComposedMail,
  mannerOf,
  type Notification,
  type NotificationRow,
} from "../../domain/notification/notification.ts";
import { isAttached, type TextMaterial, toMailText, toSubject } from "./mail-text.ts";
import { toRowsCsv } from "./rows-csv.ts";

/** A CSV above this goes out in parts: many servers refuse or delay larger mails, and gateways block archives. */
const mostCsvBytes = 1_000_000;

/**
 * Renders a notification to the bytes of a mail: the same notification, texts and instance give the same bytes.
 *
 * Plain text, no links to follow, nothing to fetch. The attachment holds exactly the rows of the notification.
 */
export async function composeMail(
  notification: Notification,
  material: TextMaterial,
): Promise<ComposedMail> {
  const { instance, templates } = material;
  const { recipient, number, threadMessageId, rows, composedAt } = notification;
  const subject = withTicket(toSubject(notification, material), notification.ticket);
  const csv = isAttached(mannerOf(recipient.rung)) ? toRowsCsv(rows, recipient.language) : null;
  const message = new MessageComposer({
    from: { name: instance.sender.name, address: instance.sender.address },
    to: recipient.address,
    replyTo: instance.contact.email,
    subject,
    messageId: notification.messageId,
    ...(threadMessageId === null
      ? {}
      : { inReplyTo: threadMessageId, references: threadMessageId }),
    date: composedAt,
    text: toMailText(notification, material),
    headers: {
      // RFC 3834: nobody's machine is to answer this; Exchange needs telling in its own way.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "OOF, AutoReply",
      "Content-Language": recipient.language,
    },
    attachments:
      csv === null
        ? []
        : [
            {
              filename: `${number}.csv`,
              contentType: "text/csv; charset=utf-8",
              contentTransferEncoding: "base64",
              content: Buffer.from(csv.header + csv.lines.join("")),
            },
          ],
    baseBoundary: notification.id,
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: "\r\n",
  }).compile();
  return { subject, bytes: await message.build(), templateVersion: templates.version };
}

/** The recipient's own mark before ours, so that its system lays the mail where the first one lies. */
function withTicket(subject: string, ticket: string | null): string {
  return ticket === null ? subject : `${ticket} ${subject}`;
}

/** Cuts rows, in order, into those of one mail each: so many as make a CSV of 1 MB. */
export function splitRows(rows: readonly NotificationRow[]): NotificationRow[][] {
  const { header, lines } = toRowsCsv(rows, "nl");
  const parts: NotificationRow[][] = [];
  let part: NotificationRow[] = [];
  let bytes = header.length;
  rows.forEach((row, i) => {
    const lineBytes = Buffer.byteLength(lines[i] ?? "");
    if (part.length > 0 && bytes + lineBytes > mostCsvBytes) {
      parts.push(part);
      part = [];
      bytes = header.length;
    }
    part.push(row);
    bytes += lineBytes;
  });
  if (part.length > 0) parts.push(part);
  return parts;
}

/** The composer of mails with these texts, in the name of this instance. */
export function makeMailComposer(material: TextMaterial): MailComposer {
  return {
    split: (recipient, rows) => (isAttached(mannerOf(recipient.rung)) ? splitRows(rows) : [rows]),
    compose: (notification) => composeMail(notification, material),
  };
}
