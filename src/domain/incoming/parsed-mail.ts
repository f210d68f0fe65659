import type { EmailAddress } from "../network/email-address.ts";

/** A header field of a mail, decoded; the name in lower case. */
export type MailHeader = { readonly name: string; readonly value: string };

/** A part of a report (RFC 6522) that programs read: its media type in lower case, its text as it stands. */
export type ReportPart = { readonly type: string; readonly text: string };

/** What sorting looks at of a mail; made from whatever bytes came, however damaged. */
export type ParsedMail = {
  /** In the order in which they stand. */
  readonly headers: readonly MailHeader[];
  /** All authors of `From` that are addresses we would write to. */
  readonly authors: readonly EmailAddress[];
  readonly subject: string;
  /** In angle brackets; null when it has none. */
  readonly messageId: string | null;
  /** Message-IDs that it answers: `In-Reply-To`, then `References` from the last to the first. */
  readonly answers: readonly string[];
  /** Its plain text, or its HTML without markup; cut to a length. */
  readonly text: string;
  /** Parts of type message/… and text/rfc822-headers at its own level, not those of mails within it. */
  readonly parts: readonly ReportPart[];
};

/** The value of the first field of this name; null when there is none. */
export function headerOf(mail: Pick<ParsedMail, "headers">, name: string): string | null {
  return mail.headers.find((header) => header.name === name)?.value ?? null;
}

/** The text of the first part that has one of these types; null when there is none. */
export function partOf(
  { parts }: Pick<ParsedMail, "parts">,
  types: readonly string[],
): string | null {
  return parts.find(({ type }) => types.includes(type))?.text ?? null;
}
