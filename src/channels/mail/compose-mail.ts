import { isCorrection } from "../../domain/correction/correction-notification.ts";
import type { LinkedFile } from "../../domain/notification/linked-file.ts";
import type { MailComposer } from "../../domain/notification/mail-composer.ts";
import {
  type ComposedMail,
  mannerOf,
  type Notification,
} from "../../domain/notification/notification.ts";
import { reduceForMail } from "../../domain/notification/reduce-for-mail.ts";
import { toAttachments } from "./attachments.ts";
import {
  toCorrectionAttachments,
  toCorrectionSubject,
  toCorrectionText,
} from "./correction-text.ts";
import { linkLarge } from "./link-large.ts";
import { toMailHtml, wantsHtml } from "./mail-html.ts";
import { isAttached, toMailText, toSubject } from "./mail-text.ts";
import { type MailAttachment, writeMail } from "./mime/write-mail.ts";
import { encryptOnly } from "./protect/mail-protection.ts";
import { encryptFile, leaveFileAsItIs, type ProtectFile } from "./protect/protect-file.ts";
import { leaveAsItIs, type ProtectMail } from "./protect/protect-mail.ts";
import { toShownRows } from "./shown-row.ts";
import { splitRows } from "./split-rows.ts";
import type { TextMaterial } from "./text-material.ts";

/**
 * Renders a notification to the bytes of a mail: the same notification, texts and instance give the same bytes.
 *
 * Plain text, no links to follow, nothing to fetch by itself. Text and attachments hold the same rows, made once; attachments
 * that are too large are answered apart, and the text says where they are.
 */
export async function composeMail(
  notification: Notification,
  material: TextMaterial,
  protect: ProtectMail = leaveAsItIs,
  protectFile: ProtectFile = leaveFileAsItIs,
): Promise<ComposedMail> {
  const { instance, templates } = material;
  const { recipient, composedAt } = notification;
  const content = await toContent(notification, material, protectFile);
  const subject = withTicket(content.subject, notification.ticket);
  const mail = writeMail({
    id: notification.id,
    from: { name: instance.sender.name, address: instance.sender.address },
    to: recipient.address,
    replyTo: material.replyTo?.(notification.id) ?? instance.contact.email,
    subject,
    messageId: notification.messageId,
    threads: content.threads,
    date: composedAt,
    text: content.text,
    ...(content.html === null ? {} : { html: content.html }),
    headers: {
      // RFC 3834: nobody's machine is to answer this; Exchange needs telling in its own way.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "OOF, AutoReply",
      "Content-Language": recipient.language,
      ...toStopHeaders(notification),
    },
    attachments: content.attachments,
  });
  const wanted = { at: composedAt, key: recipient.key, secret: content.isSecret };
  const bytes = await protect(mail, wanted);
  return { subject, bytes, templateVersion: templates.version, files: content.files };
}

type Content = {
  readonly subject: string;
  readonly text: string;
  /** The same for those who chose it; null: text only. */
  readonly html: string | null;
  readonly attachments: readonly MailAttachment[];
  /** Those that are too large to be attached. */
  readonly files: readonly LinkedFile[];
  /** Message-IDs of the threads that it belongs to, the first first. */
  readonly threads: readonly string[];
  /** Whether it holds what may not be read on its way. */
  readonly isSecret: boolean;
};

async function toContent(
  notification: Notification,
  material: TextMaterial,
  protectFile: ProtectFile,
): Promise<Content> {
  if (isCorrection(notification)) {
    return {
      subject: toCorrectionSubject(notification, material),
      text: toCorrectionText(notification, material),
      html: null,
      attachments: toCorrectionAttachments(notification),
      files: [],
      threads: notification.correction.messageIds,
      // It says which rows, and nothing of what was found there.
      isSecret: false,
    };
  }
  const rows = toShownRows(notification.rows);
  const { threadMessageId } = notification;
  const isSecret = rows.some(({ row }) => row.tier >= 2);
  const attachments = toAttachments(notification, rows, material);
  const files = await linkLarge(notification, attachments, isSecret, material, protectFile);
  return {
    subject: toSubject(notification, material),
    text: toMailText(notification, rows, material, files),
    html: wantsHtml(notification) ? toMailHtml(notification, rows, material, files) : null,
    attachments: files.length === 0 ? attachments : [],
    files,
    threads: threadMessageId === null ? [] : [threadMessageId],
    isSecret,
  };
}

/** How machines stop such digests with one click and no question (RFC 8058); both are signed with the rest. */
function toStopHeaders({ stopUrl }: Notification): Record<string, string> {
  if (stopUrl === null) return {};
  return {
    "List-Unsubscribe": `<${stopUrl}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

/** The recipient's own mark before ours, so that its system lays the mail where the first one lies. */
function withTicket(subject: string, ticket: string | null): string {
  return ticket === null ? subject : `${ticket} ${subject}`;
}

/** The composer of mails with these texts, in the name of this instance, signed and encrypted by `protect`. */
export function makeMailComposer(
  material: TextMaterial,
  protect: ProtectMail = encryptOnly,
): MailComposer {
  return {
    split: (recipient, rows, bulk) =>
      isAttached(mannerOf(recipient.rung)) ? splitRows(recipient, rows, bulk) : [rows],
    compose: (notification) =>
      composeMail(reduceForMail(notification), material, protect, encryptFile),
  };
}
