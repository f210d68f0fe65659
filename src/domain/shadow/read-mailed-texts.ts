import { findDomainName } from "../network/domain-name.ts";
import { type EmailAddress, findEmailAddress, mailDomainOf } from "../network/email-address.ts";
import { findAddress } from "../network/ip-address.ts";
import { splitMailboxes } from "../network/mailbox-list.ts";
import { findUrlParts } from "../network/url-parts.ts";
import { findInstant } from "../report/instant-reader.ts";
import { addFault, type RowPlace } from "../report/record-loop.ts";
import type { RowBatch } from "../report/row-batch.ts";
import type { MailedField, MailedRow } from "./mailed-row.ts";

/** The texts of a row of what was mailed; empty where it has none. */
export type MailedTexts = Readonly<Record<Exclude<MailedField, "type">, string>>;

/**
 * Reads who was told about which object, or puts the row aside. Addresses are separated by commas, semicolons or spaces; one
 * of several that is none is put aside, and the row counts for the others. A host may be a URL, or a mail address.
 */
export function readMailedTexts(
  texts: MailedTexts,
  type: MailedRow["type"],
  place: RowPlace,
  batch: RowBatch,
): MailedRow | null {
  const address = texts.ip === "" ? null : findAddress(texts.ip.replace(/\/(?:32|128)$/, ""));
  const host = readHost(texts.host);
  if (address === null && host.address === null && host.name === null) {
    const field = texts.ip === "" ? "host" : "ip";
    addFault(batch, place, field, "neither an address nor a name", texts[field]);
    return null;
  }
  const recipients = readRecipients(texts.address, place, batch);
  if (recipients === null) return null;
  return {
    recipients,
    address: address ?? host.address,
    name: host.name,
    type,
    at: readTime(texts.time),
  };
}

function readHost(text: string): Pick<MailedRow, "address" | "name"> {
  if (text === "") return { address: null, name: null };
  const account = findEmailAddress(text);
  if (account !== null) return { address: null, name: mailDomainOf(account) };
  const host = findUrlParts(text)?.host ?? text;
  const address = findAddress(host);
  return {
    address,
    name: address === null ? findDomainName(host.replace(/^(?:\*\.|@)/, "")) : null,
  };
}

/** Null when there are some and none can be read. */
function readRecipients(text: string, place: RowPlace, batch: RowBatch): EmailAddress[] | null {
  const recipients = new Set<EmailAddress>();
  let bad: string | null = null;
  for (const part of splitMailboxes(text)) {
    const email = findEmailAddress(part);
    if (email === null) bad ??= part;
    else recipients.add(email);
  }
  if (bad !== null) addFault(batch, place, "address", "not a mail address", bad);
  return bad !== null && recipients.size === 0 ? null : [...recipients];
}

/** A day, or a time; without a zone it is taken as UTC, because it only says which days the list is about. */
function readTime(text: string): number | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return findInstant(`${text}T00:00:00Z`);
  return findInstant(text) ?? findInstant(`${text}Z`);
}
