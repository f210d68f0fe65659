import { createHash } from "node:crypto";
import {
  type LinkedFile,
  linkedUntil,
  mostAttachedBytes,
} from "../../domain/notification/linked-file.ts";
import type { Notification } from "../../domain/notification/notification.ts";
import type { MailAttachment } from "./mime/write-mail.ts";
import type { ProtectFile } from "./protect/protect-file.ts";
import type { TextMaterial } from "./text-material.ts";

/**
 * The attachments as files to be fetched, where together they are too large for a mail and its recipient has a page to fetch
 * them from; else none. What the mail would have been encrypted for, they are encrypted for.
 */
export async function linkLarge(
  { recipient, answerToken, composedAt }: Notification,
  attachments: readonly MailAttachment[],
  isSecret: boolean,
  { instance }: Pick<TextMaterial, "instance">,
  protect: ProtectFile,
): Promise<readonly LinkedFile[]> {
  const bytes = attachments.reduce((sum, { content }) => sum + content.length, 0);
  if (bytes <= mostAttachedBytes || answerToken === null) return [];
  const wanted = { at: composedAt, key: recipient.key, secret: isSecret };
  const until = linkedUntil(composedAt, instance.retention);
  const files: LinkedFile[] = [];
  for (const attachment of attachments) {
    const { filename: name, content } = await protect(attachment, wanted);
    const sha256 = createHash("sha256").update(content).digest();
    files.push({ name, bytes: content, sha256, until });
  }
  return files;
}
