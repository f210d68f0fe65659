import type { Brand } from "../brand.ts";
import { type DomainName, findDomainName } from "./domain-name.ts";

/** A mailbox that is safe to hand to SMTP and to print: lower case, dot-atom `@` domain name. */
export type EmailAddress = Brand<string, "EmailAddress">;

/** RFC 5321 section 4.5.3.1: local part, and path without its angle brackets. */
const longestLocalPart = 64;
const longestAddress = 254;

/**
 * Atoms of RFC 5322 section 3.2.3 without `%`, `!`, `|` and backtick: no mailbox needs them, and old relays read
 * routes and commands in them.
 */
const localPartPattern = /^[A-Za-z0-9#$&'*+/=?^_{}~-]+(?:\.[A-Za-z0-9#$&'*+/=?^_{}~-]+)*$/;

/**
 * Reads `name@domain`; null when it is no address we would write to.
 *
 * No display name, quotes, comments, routes or address literals. All of it is folded to lower case: no server in use
 * tells mailboxes apart by case, and a suppression must hold however the address is spelled.
 */
export function findEmailAddress(text: string): EmailAddress | null {
  const at = text.lastIndexOf("@");
  if (at < 1 || at > longestLocalPart) return null;
  const localPart = text.slice(0, at);
  const domain = findDomainName(text.slice(at + 1));
  if (domain === null || domain.includes("_") || text.endsWith(".")) return null;
  if (!localPartPattern.test(localPart)) return null;
  const address = `${localPart.toLowerCase()}@${domain}`;
  return address.length <= longestAddress ? (address as EmailAddress) : null;
}

/** The domain that the mailbox is at. */
export function mailDomainOf(address: EmailAddress): DomainName {
  return address.slice(address.lastIndexOf("@") + 1) as DomainName;
}
