import { InvalidArgumentError } from "commander";
import { findTlp, type Tlp, tlpLabels } from "../domain/finding/tlp.ts";
import { type EndpointId, isSlug, type ReportId } from "../domain/ids.ts";
import { type EmailAddress, findEmailAddress } from "../domain/network/email-address.ts";
import { findPrefix } from "../domain/network/prefix.ts";
import { findInstant } from "../domain/report/instant-reader.ts";

/** A TLP label as people write it. */
export function readTlp(text: string): Tlp {
  const label = findTlp(text);
  if (label !== null) return label;
  throw new InvalidArgumentError(`It is one of ${tlpLabels.join(", ")}.`);
}

/** An id of the world file. */
export function readSlug(text: string): string {
  if (isSlug(text)) return text;
  throw new InvalidArgumentError("It is an id of the world file: lower case, as in shadowserver.");
}

/** The id of a report. */
export function readReportId(text: string): ReportId {
  const id = text.toLowerCase();
  if (isUuid(id)) return id as ReportId;
  throw new InvalidArgumentError(
    "The id of a report is a UUID; `meldpunt report list` shows them.",
  );
}

/** An instant: RFC 3339 with its zone, or a day, which begins at 00:00 UTC. */
export function readInstant(text: string): Date {
  const instant = findInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (instant !== null) return new Date(instant);
  throw new InvalidArgumentError(
    "It is a day or a time with its zone, as in 2026-11-20T14:00:00Z.",
  );
}

/** Canonical text of a prefix or of one address. */
export function readPrefix(text: string): string {
  const prefix = findPrefix(text);
  if (prefix !== null) return prefix.text;
  throw new InvalidArgumentError(
    "It is a prefix without host bits, as in 192.0.2.0/24, or an address.",
  );
}

/** A whole number from 1. */
export function readCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a whole number from 1.");
}

/** Whole numbers from 1, one after the other. */
export function collectCounts(
  text: string,
  before: readonly number[] | undefined,
): readonly number[] {
  return [...(before ?? []), readCount(text)];
}

/** A TCP port; 0 lets the system choose. */
export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new InvalidArgumentError("It is a port from 0 to 65535.");
}

/** ISO 3166-1 alpha-2. */
export function readCountry(text: string): string {
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError("It is a country code of two letters, as in NL.");
}

/** The id of a token: not the token itself, which nobody should type into a terminal. */
export function readTokenId(text: string): string {
  if (isUuid(text)) return text.toLowerCase();
  throw new InvalidArgumentError("The id of a token is a UUID; `meldpunt token list` shows them.");
}

/** The id of a claim of the register. */
export function readClaimId(text: string): string {
  if (isUuid(text)) return text.toLowerCase();
  throw new InvalidArgumentError("The id of a claim is a UUID; `meldpunt claim list` shows them.");
}

/** The id of a registration. */
export function readRegistrationId(text: string): string {
  if (isUuid(text)) return text.toLowerCase();
  throw new InvalidArgumentError(
    "The id of a registration is a UUID; `meldpunt registration list` shows them.",
  );
}

/** A reader of ids that a command lists, such as `response list`. */
export function readIdOf(list: string): (text: string) => string {
  return (text) => {
    if (isUuid(text)) return text.toLowerCase();
    throw new InvalidArgumentError(`An id is a UUID; \`meldpunt ${list}\` shows it.`);
  };
}

/** A mail address. */
export function readEmail(text: string): EmailAddress {
  const address = findEmailAddress(text);
  if (address !== null) return address;
  throw new InvalidArgumentError("It is a mail address, as in cert@uni-x.example.");
}

/** The id of a relation of the register. */
export function readRelationId(text: string): string {
  if (isUuid(text)) return text.toLowerCase();
  throw new InvalidArgumentError(
    "The id of a relation is a UUID; `meldpunt relation list` shows them.",
  );
}

/** The id of an endpoint. */
export function readEndpointId(text: string): EndpointId {
  if (isUuid(text)) return text.toLowerCase() as EndpointId;
  throw new InvalidArgumentError(
    "The id of an endpoint is a UUID; `meldpunt endpoint list` shows them.",
  );
}

/** Whole hours, from 0. */
export function readHours(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a whole number of hours, from 0.");
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** A selector of DKIM: one label of a name. */
export function readSelector(text: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) return text;
  throw new InvalidArgumentError("It is one label of a name in the DNS, as in mp2026.");
}
