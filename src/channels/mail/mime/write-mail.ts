import {
  encodeWords,
  type HeaderField,
  type Mailbox,
  toHeaderLines,
  toMailbox,
  toMailDate,
} from "./header-fields.ts";
import { isFragile, toQuotedPrintable } from "./quoted-printable.ts";

/** A file that comes with a mail. */
export type MailAttachment = {
  /** In ASCII, without quotation marks. */
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
};

/** What a mail says, and to whom. */
export type MailDraft = {
  /** Names boundaries; a new one for each mail. */
  readonly id: string;
  readonly from: Mailbox;
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly messageId: string;
  /** Message-IDs of the first mails of the threads that it belongs to. */
  readonly threads?: readonly string[];
  readonly date: Date;
  /** Fields besides, which come first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The same as HTML, for those who chose it. */
  readonly html?: string | undefined;
  readonly attachments?: readonly MailAttachment[];
};

/**
 * A mail in two: fields of its header, and the MIME entity with fields of its own (`Content-…`). One behind the other
 * they are the whole mail. The entity passes through every server as it is: 7 bits, CRLF, short lines, none of them
 * ending in white space or beginning with `From `; so it can be signed (RFC 3156 section 5, RFC 8551 section 3.1).
 */
export type WrittenMail = {
  readonly id: string;
  readonly subject: string;
  readonly fields: readonly HeaderField[];
  readonly entity: Buffer;
};

/** Writes a mail; the same draft gives the same bytes. */
export function writeMail(draft: MailDraft): WrittenMail {
  const { threads = [], replyTo } = draft;
  const fields: HeaderField[] = [
    ...Object.entries(draft.headers),
    ["From", toMailbox(draft.from)],
    ["To", draft.to],
  ];
  if (replyTo !== undefined) fields.push(["Reply-To", replyTo]);
  if (threads.length > 0) {
    fields.push(["In-Reply-To", threads.join(" ")], ["References", threads.join(" ")]);
  }
  fields.push(
    ["Subject", encodeWords(draft.subject)],
    ["Message-ID", draft.messageId],
    ["Date", toMailDate(draft.date)],
    ["MIME-Version", "1.0"],
  );
  return { id: draft.id, subject: draft.subject, fields, entity: toEntity(draft) };
}

/** The whole mail as it is sent. */
export function toMailBytes({ fields, entity }: Pick<WrittenMail, "fields" | "entity">): Buffer {
  return Buffer.concat([Buffer.from(toHeaderLines(fields), "latin1"), entity]);
}

/** A boundary of the mail; `=_` occurs in nothing that is encoded. */
export function boundaryOf(id: string, part: string): string {
  return `=_${id}.${part}`;
}

function toEntity({ id, text, html, attachments = [] }: MailDraft): Buffer {
  const plain = toTextEntity(text, "plain");
  // The richest form comes last (RFC 2046 section 5.1.4).
  const body =
    html === undefined
      ? plain
      : toMultipart("alternative", boundaryOf(id, "forms"), [plain, toTextEntity(html, "html")]);
  if (attachments.length === 0) return Buffer.from(body, "latin1");
  const parts = [body, ...attachments.map(toAttachmentEntity)];
  return Buffer.from(toMultipart("mixed", boundaryOf(id, "parts"), parts), "latin1");
}

function toMultipart(
  subtype: "mixed" | "alternative",
  boundary: string,
  parts: readonly string[],
): string {
  const lines = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("");
  const type = `Content-Type: multipart/${subtype};\r\n boundary="${boundary}"\r\n\r\n`;
  return `${type}${lines}--${boundary}--\r\n`;
}

/** The text as it is where that is safe, else quoted-printable. */
function toTextEntity(given: string, subtype: "plain" | "html"): string {
  const text = given.replace(/\r\n?/g, "\n");
  const isPlain = /^[\t\n\x20-\x7e]*$/.test(text) && text.split("\n").every(isSafeLine);
  const body = isPlain ? text.replaceAll("\n", "\r\n") : toQuotedPrintable(text);
  const encoding = isPlain ? "7bit" : "quoted-printable";
  return `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`;
}

function isSafeLine(line: string): boolean {
  return line.length <= 76 && !isFragile(line);
}

function toAttachmentEntity({ filename, contentType, content }: MailAttachment): string {
  const base64 = toLines(
    Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("base64"),
  );
  const fields = toHeaderLines([
    ["Content-Type", `${contentType}; name="${filename}"`],
    ["Content-Transfer-Encoding", "base64"],
    ["Content-Disposition", `attachment; filename="${filename}"`],
  ]);
  return `${fields}\r\n${base64}`;
}

/** Lines of 76 signs (RFC 2045 section 6.8). */
function toLines(base64: string): string {
  const lines: string[] = [];
  for (let at = 0; at < base64.length; at += 76) lines.push(base64.slice(at, at + 76));
  return lines.join("\r\n");
}
