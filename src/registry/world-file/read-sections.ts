import type { FinderId } from "../../domain/ids.ts";
import { type EmailAddress, findEmailAddress } from "../../domain/network/email-address.ts";
import { longestStopMs } from "../../domain/world/compile-assets.ts";
import type {
  Designation,
  Finder,
  SecurityTxt,
  Stop,
  Suppression,
  Validity,
} from "../../domain/world/world.ts";
import {
  checkOrder,
  readBoolean,
  readDomain,
  readEmail,
  readInstant,
  readLine,
  readSlug,
  readTlp,
} from "../structured-file/read-values.ts";
import {
  complain,
  findEntry,
  type Mapping,
  type Read,
  type Reading,
  readMapping,
  readOptional,
  readRequired,
} from "../structured-file/reading.ts";
import { assetKeys, readAsset } from "./read-asset.ts";
import { readKinds } from "./read-kinds.ts";
import { readPolicies } from "./read-policies.ts";
import { readIntermediaryId, readOrganisationId, type WorldReading } from "./world-reading.ts";

const stopDays = longestStopMs / 86_400_000;

/** Who hands findings over. Not trusted unless it says so. */
export const readFinder: Read<Finder> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["id", "name", "trusted", "tlp", "policy"]);
  if (mapping === null) return null;
  const id = readRequired(reading, mapping, "id", readSlug) as FinderId | null;
  const name = readOptional(reading, mapping, "name", readLine, null);
  const trusted = readOptional(reading, mapping, "trusted", readBoolean, false);
  const tlp = readOptional(reading, mapping, "tlp", readTlp, null);
  const policies = readPolicies(reading, mapping);
  return id === null ? null : { id, name, trusted, tlp, policies };
};

/** The law designates an intermediary for a sector. */
export const readDesignation: Read<Designation, WorldReading> = (reading, entry) => {
  const keys = ["sector", "intermediary", "kinds", "since", "until", "reference"];
  const mapping = readMapping(reading, entry, keys);
  if (mapping === null) return null;
  const sector = readRequired(reading, mapping, "sector", readSlug);
  const intermediary = readRequired(reading, mapping, "intermediary", readIntermediaryId);
  const since = readRequired(reading, mapping, "since", readInstant);
  const until = readOptional(reading, mapping, "until", readInstant, Infinity);
  const reference = readOptional(reading, mapping, "reference", readLine, null);
  const kinds = readKinds(reading, mapping);
  if (sector === null || intermediary === null || since === null) return null;
  checkOrder(reading, findEntry(mapping, "until"), since, until);
  return { sector, intermediary, kinds, reference, since, until };
};

/** An address that is silenced, until somebody withdraws it where no end is given. */
export const readSuppression: Read<Suppression> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["email", "since", "until", "reason"]);
  if (mapping === null) return null;
  const email = readRequired(reading, mapping, "email", readEmail);
  const reason = readRequired(reading, mapping, "reason", readLine);
  const since = readOptional(reading, mapping, "since", readInstant, -Infinity);
  const until = readOptional(reading, mapping, "until", readInstant, Infinity);
  if (email === null || reason === null) return null;
  checkOrder(reading, findEntry(mapping, "until"), since, until);
  return { email, reason, since, until };
};

/** An owner's word about one object. Without `since` it holds for the last 180 days before its end. */
export const readStop: Read<Stop, WorldReading> = (reading, entry) => {
  const keys = [...assetKeys, "organisation", "since", "until", "reason"];
  const mapping = readMapping(reading, entry, keys);
  if (mapping === null) return null;
  const object = readAsset(reading, mapping, "stop");
  const organisation = readRequired(reading, mapping, "organisation", readOrganisationId);
  const reason = readRequired(reading, mapping, "reason", readLine);
  const validity = readStopValidity(reading, mapping);
  if (object === null || organisation === null || reason === null || validity === null) return null;
  return { asset: object.asset, organisation, reason, ...validity };
};

function readStopValidity(reading: Reading, mapping: Mapping): Validity | null {
  const until = readRequired(reading, mapping, "until", readInstant);
  const since = readOptional(reading, mapping, "since", readInstant, null);
  if (until === null) return null;
  if (since === null) return { since: until - longestStopMs, until };
  checkOrder(reading, findEntry(mapping, "until"), since, until);
  if (until - since > longestStopMs) {
    const remedy = "Let it end earlier; the owner can ask again.";
    complain(reading, [...mapping.path, "until"], `a stop of more than ${stopDays} days`, remedy);
  }
  return { since, until };
}

/** A published contact; only mailboxes can be written to. */
export const readSecurityTxt: Read<SecurityTxt> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["domain", "contact", "expires"]);
  if (mapping === null) return null;
  const domain = readRequired(reading, mapping, "domain", readDomain);
  const contact = readRequired(reading, mapping, "contact", readMailto);
  const expiresAt = readRequired(reading, mapping, "expires", readInstant);
  if (domain === null || contact === null || expiresAt === null) return null;
  return { domain, contact, expiresAt };
};

const readMailto: Read<EmailAddress> = (reading, { path, value }) => {
  const text = typeof value === "string" ? value : "";
  const email = /^mailto:/i.test(text) ? findEmailAddress(text.slice("mailto:".length)) : null;
  if (email !== null) return email;
  complain(reading, path, "no mailto: address", "Write it like mailto:security@shop.example.");
  return null;
};
