import { type EmailAddress, findEmailAddress } from "../../domain/network/email-address.ts";
import { entitiesOf, isAbuseDesk, isRecord } from "./entities.ts";
import { isAbuseMailRedacted } from "./redacted.ts";

/** Registries answer with a dozen entities; one that sends thousands shall not keep us busy. */
const mostEntities = 500;
const mostEmails = 5;

/**
 * Mail addresses of the abuse desk of a registered object (RFC 9083 section 5.1, role `abuse`), in order of preference;
 * none when it has none.
 *
 * Entities nest: those nearest to the object speak for it, its registrant's only where it has none itself. Names and
 * telephone numbers are not even read. What the registry marks as redacted (RFC 9537) does not count.
 */
export function readAbuseEmails(object: Readonly<Record<string, unknown>>): EmailAddress[] {
  if (isAbuseMailRedacted(object)) return [];
  let level = entitiesOf(object);
  let seen = 0;
  while (level.length > 0 && seen < mostEntities) {
    level = level.slice(0, mostEntities - seen);
    seen += level.length;
    const emails = level
      .filter(isAbuseDesk)
      .flatMap((entity) => readJcardEmails(entity.vcardArray));
    if (emails.length > 0) return [...new Set(emails)].slice(0, mostEmails);
    level = level.flatMap(entitiesOf);
  }
  return [];
}

/** Mail addresses of a jCard (RFC 7095): `["vcard", [[name, parameters, type, value…], …]]`; by `pref`, 1 first. */
function readJcardEmails(card: unknown): EmailAddress[] {
  if (!Array.isArray(card) || card[0] !== "vcard" || !Array.isArray(card[1])) return [];
  const found: { readonly email: EmailAddress; readonly preference: number }[] = [];
  for (const property of card[1].slice(0, mostEntities)) {
    if (!Array.isArray(property)) continue;
    const [name, parameters, type, ...values] = property;
    if (typeof name !== "string" || name.toLowerCase() !== "email") continue;
    for (const value of values.slice(0, mostEmails)) {
      const email = readEmail(type, value);
      if (email !== null) found.push({ email, preference: preferenceOf(parameters) });
    }
  }
  return found.sort((a, b) => a.preference - b.preference).map(({ email }) => email);
}

function readEmail(type: unknown, value: unknown): EmailAddress | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  const bare = type === "uri" ? text.replace(/^mailto:/i, "") : text;
  return findEmailAddress(bare);
}

/** 1 to 100 (RFC 6350 section 5.3); what says nothing comes last. */
function preferenceOf(parameters: unknown): number {
  const pref = isRecord(parameters) ? Number(parameters.pref) : Number.NaN;
  return Number.isInteger(pref) && pref >= 1 && pref <= 100 ? pref : 101;
}
