import PostalMime, { addressParser, type Email } from "postal-mime";
import type { MailHeader, ParsedMail, ReportPart } from "../../../domain/incoming/parsed-mail.ts";
import { type EmailAddress, findEmailAddress } from "../../../domain/network/email-address.ts";
import { cutMail } from "./cut-mail.ts";

const mostText = 100_000;
const mostParts = 20;
const mostAnswers = 50;
/** Deeper and longer than any mail that a person or a server writes. */
const limits = { maxNestingDepth: 50, maxHeadersSize: 262_144 };

/**
 * Reads a mail as sorting needs it; null when it cannot be read. Mails within it stay closed: what stands in them is not
 * what their bearer says. Line ends are not kept, so nothing that is signed may be checked against it.
 */
export async function readIncomingMail(bytes: Uint8Array): Promise<ParsedMail | null> {
  try {
    const email = await PostalMime.parse(cutMail(bytes), {
      ...limits,
      forceRfc822Attachments: true,
    });
    return toParsed(email, bytes);
  } catch {
    return null;
  }
}

function toParsed(email: Email, bytes: Uint8Array): ParsedMail {
  const parts = toParts(email);
  const text = toText(email);
  return {
    headers: email.headers.map(({ key, value }): MailHeader => ({ name: key, value })),
    authors: toAuthors(email),
    subject: oneLine(email.subject ?? ""),
    messageId: findMessageIds(email.messageId ?? "")[0] ?? null,
    answers: toAnswers(email),
    // Parts that nothing divides are no parts: all there is to read is the body as it stands.
    text: (text === "" && parts.length === 0 ? toBody(bytes) : text).slice(0, mostText),
    parts,
  };
}

function toParts(email: Email): ReportPart[] {
  return email.attachments
    .filter(({ mimeType }) => /^(?:message\/|text\/rfc822-headers)/.test(mimeType))
    .slice(0, mostParts)
    .map(({ mimeType, content }) => ({
      type: mimeType,
      text: (typeof content === "string" ? content : new TextDecoder().decode(content)).slice(
        0,
        mostText,
      ),
    }));
}

function toText({ text = "", html = "" }: Email): string {
  return text.trim() === "" ? withoutMarkup(html) : text;
}

/** For reading only: it is never shown as HTML. Goes over the text once, whatever stands in it. */
function withoutMarkup(html: string): string {
  const source = html.slice(0, 4 * mostText);
  const lower = source.toLowerCase();
  let text = "";
  for (let at = 0; at < source.length; ) {
    const open = source.indexOf("<", at);
    text += source.slice(at, open < 0 ? source.length : open);
    if (open < 0) break;
    const hidden = hiddenElements.find((name) => lower.startsWith(`<${name}`, open));
    const end = hidden === undefined ? ">" : `</${hidden}>`;
    const close = lower.indexOf(end, open);
    if (close < 0) break;
    text += /^<(?:br|\/p|\/div|\/tr|\/li|\/h\d)/.test(lower.slice(open, open + 5)) ? "\n" : " ";
    at = close + end.length;
  }
  return decodeEntities(text)
    .replace(/[ \t]+/g, " ")
    .trim();
}

const hiddenElements = ["style", "script", "head"];
const entities: Readonly<Record<string, string>> = {
  nbsp: " ",
  lt: "<",
  gt: ">",
  quot: '"',
  amp: "&",
};

function decodeEntities(text: string): string {
  return text.replace(/&(nbsp|lt|gt|quot|amp);/g, (_, name: string) => entities[name] ?? "");
}

/** Everything behind the head, in Latin-1 where it is no UTF-8. */
function toBody(bytes: Uint8Array): string {
  const part = bytes.subarray(0, mostText);
  const text = new TextDecoder().decode(part);
  const whole = text.includes("\ufffd") ? new TextDecoder("latin1").decode(part) : text;
  const end = /\r?\n\r?\n/.exec(whole);
  return end === null ? "" : whole.slice(end.index).trim();
}

/** Of every `From`, however many there are: what one reader shows another may not. */
function toAuthors(email: Email): EmailAddress[] {
  return email.headers
    .filter(({ key }) => key === "from")
    .flatMap(({ value }) => addressParser(value.slice(0, 2000), { flatten: true }))
    .map(({ address = "" }) => findEmailAddress(address))
    .filter((address) => address !== null);
}

function toAnswers(email: Email): string[] {
  const answered = findMessageIds(email.inReplyTo ?? "");
  const references = findMessageIds(email.references ?? "").reverse();
  return [...new Set([...answered, ...references])].slice(0, mostAnswers);
}

function findMessageIds(text: string): string[] {
  return text.slice(0, 20_000).match(/<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,250}>/g) ?? [];
}

function oneLine(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/[\r\n\t]+/g, " ")
    .trim();
}
