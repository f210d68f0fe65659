import { type EmailAddress, findEmailAddress } from "../../domain/network/email-address.ts";
import { findInstant } from "../../domain/report/instant-reader.ts";

/** What a security.txt says that we use (RFC 9116 section 2.5). */
export type SecurityTxtFields = {
  /** Mail addresses among the contacts, most preferred first; none where it names only pages and telephones. */
  readonly emails: readonly EmailAddress[];
  readonly expiresAt: number;
  /** As written. */
  readonly canonical: readonly string[];
  /** `https:`, `dns:` or `openpgp4fpr:` addresses of keys. */
  readonly encryption: readonly string[];
  /** Language tags in lower case. */
  readonly languages: readonly string[];
};

const mostFields = 1000;
const mostOfAKind = 20;
const languageTag = /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/;

/**
 * Reads the fields of a security.txt, or says why it does not count.
 *
 * Names of fields know no case, unknown ones and lines that are no field are passed over. `Expires` must stand there
 * exactly once and `Contact` at least once, as the RFC requires; a file without them says nothing that can be relied on.
 */
export function parseSecurityTxt(text: string): SecurityTxtFields | { readonly fault: string } {
  const fields = readFields(text);
  const expires = fields.get("expires") ?? [];
  if (expires.length !== 1) {
    return { fault: expires.length === 0 ? "it has no Expires" : "it has several Expires" };
  }
  const expiresAt = readExpiry(expires[0] as string);
  if (expiresAt === null) return { fault: "its Expires is no date and time" };
  const contacts = fields.get("contact") ?? [];
  if (contacts.length === 0) return { fault: "it has no Contact" };
  const languages = fields.get("preferred-languages") ?? [];
  if (languages.length > 1) return { fault: "it has several Preferred-Languages" };
  return {
    emails: [...new Set(contacts.flatMap(readMailto))].slice(0, mostOfAKind),
    expiresAt,
    canonical: fields.get("canonical") ?? [],
    encryption: (fields.get("encryption") ?? []).slice(0, mostOfAKind),
    languages: readLanguages(languages[0] ?? ""),
  };
}

/** Values by name in lower case, in the order of the file. */
function readFields(text: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const line of text.split(/\r\n|\n|\r/).slice(0, mostFields)) {
    if (line.startsWith("#")) continue;
    const [, name, value] = /^([A-Za-z][A-Za-z0-9-]*):[ \t]+(\S.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const key = name.toLowerCase();
    // Not by the expression: a line of spaces would be gone over once for each of them.
    fields.set(key, [...(fields.get(key) ?? []), value.trimEnd()]);
  }
  return fields;
}

/** A date and time with its zone (RFC 3339). */
function readExpiry(text: string): number | null {
  return /^\d{4}-\d{2}-\d{2}[Tt ]/.test(text) ? findInstant(text) : null;
}

/**
 * Addresses of a `mailto:` (RFC 6068): percent-encoding undone, what stands behind `?` left out, because subject and
 * body are ours to write. Anything else is no mail address.
 */
function readMailto(uri: string): EmailAddress[] {
  const [, list] = /^mailto:([^?#]*)/i.exec(uri) ?? [];
  if (list === undefined) return [];
  return list.split(",").flatMap((part) => {
    const text = decode(part);
    const email = text === null ? null : findEmailAddress(text.trim());
    return email === null ? [] : [email];
  });
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function readLanguages(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim().toLowerCase())
    .filter((tag) => languageTag.test(tag))
    .slice(0, mostOfAKind);
}
