import { findTlp, type Tlp, tlpLabels } from "../../domain/finding/tlp.ts";
import { isSlug } from "../../domain/ids.ts";
import { type AsNumber, findAsNumber } from "../../domain/network/as-number.ts";
import { type DomainName, findDomainName } from "../../domain/network/domain-name.ts";
import { type EmailAddress, findEmailAddress } from "../../domain/network/email-address.ts";
import { findPrefix, findPrefixFault, type Prefix } from "../../domain/network/prefix.ts";
import { findInstant } from "./instant-text.ts";
import { complain, type Entry, type Read, type Reading } from "./reading.ts";

const longestLine = 300;
/** Control, format (bidirectional) and line-breaking characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** One line of text without control or bidirectional characters. */
export const readLine: Read<string> = (reading, entry) => {
  const text = readString(reading, entry);
  if (text === null) return null;
  if (text.trim() !== "" && text.length <= longestLine && !invisible.test(text)) return text;
  complain(
    reading,
    entry.path,
    "not a line of text",
    `Write one line of at most ${longestLine} characters, none of them invisible.`,
  );
  return null;
};

/** A text of any sort. */
export const readString: Read<string> = (reading, { path, value }) => {
  if (typeof value === "string") return value;
  complain(reading, path, "text is expected", "Put it in quotes.");
  return null;
};

export const readBoolean: Read<boolean> = (reading, { path, value }) => {
  if (typeof value === "boolean") return value;
  complain(reading, path, "neither true nor false", "Write true or false.");
  return null;
};

/** The slug of an organisation, a finder, a sector or a finding type. */
export const readSlug: Read<string> = (reading, { path, value }) => {
  if (typeof value === "string" && isSlug(value)) return value;
  const remedy =
    "Begin with a small letter or digit; then at most 63 more, also . _ and -; digits alone in quotes.";
  complain(reading, path, "not a slug", remedy);
  return null;
};

/** One of a few words. */
export function readOneOf<Word extends string>(words: readonly Word[], what: string): Read<Word> {
  return (reading, { path, value }) => {
    const word = words.find((known) => known === value);
    if (word !== undefined) return word;
    complain(reading, path, `no ${what}`, `Write one of ${words.join(", ")}.`);
    return null;
  };
}

/** A whole number from `least` to `most`. */
export function readWhole(least: number, most: number): Read<number> {
  return (reading, { path, value }) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) {
      return value;
    }
    const remedy = `Write a whole number from ${least} to ${most}.`;
    complain(reading, path, "not such a number", remedy);
    return null;
  };
}

/** Milliseconds since 1970 UTC of a day or an instant with a zone. */
export const readInstant: Read<number> = (reading, { path, value }) => {
  const instant = typeof value === "string" ? findInstant(value) : null;
  if (instant !== null) return instant;
  const remedy = "Write a day (2026-01-01) or an instant with its zone (2026-01-01T12:00:00Z).";
  complain(reading, path, "not a date", remedy);
  return null;
};

export const readPrefix: Read<Prefix> = (reading, { path, value }) => {
  const prefix = typeof value === "string" ? findPrefix(value) : null;
  if (prefix !== null) return prefix;
  const fault = typeof value === "string" ? findPrefixFault(value) : null;
  const remedy =
    fault === "host bits are set"
      ? "Write the first address of the block, or a longer prefix."
      : "Write it like 192.0.2.0/24 or 2001:db8::/32.";
  complain(reading, path, fault ?? "not a prefix", remedy);
  return null;
};

/** A name of at least one label; top-level domains are told apart later. */
export const readDomain: Read<DomainName> = (reading, { path, value }) => {
  const name = typeof value === "string" ? findDomainName(value, 1) : null;
  if (name !== null) return name;
  const remedy = "Write it like www.example.nl, without wildcard, scheme or path.";
  complain(reading, path, "not a domain name", remedy);
  return null;
};

export const readAsNumber: Read<AsNumber> = (reading, { path, value }) => {
  const text = typeof value === "number" ? String(value) : value;
  const asn = typeof text === "string" ? findAsNumber(text) : null;
  if (asn !== null) return asn;
  complain(reading, path, "not an AS number", "Write it like 64500, from 1 to 4294967295.");
  return null;
};

export const readEmail: Read<EmailAddress> = (reading, { path, value }) => {
  const email = typeof value === "string" ? findEmailAddress(value) : null;
  if (email !== null) return email;
  const remedy = "Write the bare address, like cert@organisation.example.";
  complain(reading, path, "not a mail address", remedy);
  return null;
};

export const readTlp: Read<Tlp> = (reading, { path, value }) => {
  const tlp = typeof value === "string" ? findTlp(value) : null;
  if (tlp !== null) return tlp;
  complain(reading, path, "no TLP label", `Write one of ${tlpLabels.join(", ")}.`);
  return null;
};

/** ISO 3166-1 alpha-2. */
export const readCountry: Read<string> = (reading, { path, value }) => {
  if (typeof value === "string" && /^[A-Z]{2}$/.test(value)) return value;
  complain(reading, path, "not a country code", "Write two capitals, as in NL.");
  return null;
};

/** Complains about an end that is not after its beginning; both may be open. */
export function checkOrder(
  reading: Reading,
  entry: Entry | null,
  since: number,
  until: number,
): void {
  if (entry === null || until > since) return;
  const remedy = "Ends are exclusive: write a later day, or leave the entry out.";
  complain(reading, entry.path, "until is not after since", remedy);
}
