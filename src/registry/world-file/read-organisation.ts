import { lanes } from "../../domain/finding/lane.ts";
import { severities } from "../../domain/finding/severity.ts";
import type { Tier } from "../../domain/finding/tier.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import {
  type Accepts,
  type Ceiling,
  type Contact,
  type ContactHours,
  type Criterion,
  contactRoles,
  type DigestWish,
  type Filter,
  mailFormats,
  type Organisation,
  type OrganisationRole,
  organisationRoles,
  type Relation,
  takesEverything,
} from "../../domain/world/world.ts";
import { readDurationMs } from "../structured-file/duration-text.ts";
import { readTimeOfDay, readTimeZone, readWeekday } from "../structured-file/read-clock-values.ts";
import {
  checkOrder,
  readBoolean,
  readCountry,
  readEmail,
  readInstant,
  readLine,
  readOneOf,
  readSlug,
  readTlp,
  readWhole,
} from "../structured-file/read-values.ts";
import {
  complain,
  findEntry,
  type Mapping,
  type Read,
  readItems,
  readList,
  readMapping,
  readOptional,
  readRequired,
} from "../structured-file/reading.ts";
import { criterionKeys, readCriterion } from "./read-asset.ts";
import { readClaim } from "./read-claim.ts";
import { readKind, readKinds } from "./read-kinds.ts";
import { readIntermediaryId, type WorldReading } from "./world-reading.ts";

const keys = [
  "id",
  "name",
  "kvk",
  "sector",
  "roles",
  "constituency",
  "contacts",
  "claims",
  "memberOf",
  "path",
  "filters",
  "accepts",
  "custodyWithin",
  "maxTier",
  "tlp",
  "country",
  "government",
  "suspended",
];
const readRole = readOneOf(organisationRoles, "role of an organisation");
const readContactRole = readOneOf(contactRoles, "role of a contact");
const readLanguage = readOneOf(["nl", "en"] as const, "language");
const readLane = readOneOf(lanes, "lane");
const readSeverity = readOneOf(severities, "severity");
const readTier = readWhole(0, 3) as Read<Tier>;

/** One organisation of a world file; null when it cannot even be named. */
export const readOrganisation: Read<Organisation, WorldReading> = (reading, entry) => {
  const mapping = readMapping(reading, entry, keys);
  if (mapping === null) return null;
  const id = readRequired(reading, mapping, "id", readSlug) as OrganisationId | null;
  const name = readRequired(reading, mapping, "name", readLine);
  const roles = readRequired(reading, mapping, "roles", readRoles) ?? [];
  const organisation = {
    id: id ?? ("" as OrganisationId),
    name: name ?? "",
    kvk: readOptional(reading, mapping, "kvk", readKvk, null),
    sector: readOptional(reading, mapping, "sector", readSlug, null),
    roles,
    constituency: readConstituency(reading, mapping, roles),
    contacts: readList(reading, mapping, "contacts", readContact),
    claims: readList(reading, mapping, "claims", (inner: WorldReading, claim) =>
      readClaim(inner, claim, id ?? ("" as OrganisationId)),
    ),
    memberOf: readList(reading, mapping, "memberOf", readRelation),
    path: readOptional(reading, mapping, "path", readPath, null),
    filters: readList(reading, mapping, "filters", readFilter),
    accepts: readOptional(reading, mapping, "accepts", readAccepts, takesEverything),
    custodyWithinMs: readOptional(reading, mapping, "custodyWithin", readCustody, undecided),
    maxTier: readOptional(reading, mapping, "maxTier", readTier, null),
    ...readCeilings(reading, mapping),
    country: readOptional(reading, mapping, "country", readCountry, null),
    government: readOptional(reading, mapping, "government", readBoolean, false),
    suspended: readOptional(reading, mapping, "suspended", readBoolean, false),
  };
  return id === null ? null : organisation;
};

const undecided: Organisation["custodyWithinMs"] = { now: null, day: null, week: null };

const readRoles: Read<readonly OrganisationRole[]> = (reading, entry) => {
  const roles = readItems(reading, entry, readRole);
  if (Array.isArray(entry.value) && entry.value.length === 0) {
    complain(reading, entry.path, "no role", `Name some of ${organisationRoles.join(", ")}.`);
  }
  return roles;
};

/** Eight digits of the Dutch register of companies. */
const readKvk: Read<string> = (reading, { path, value }) => {
  if (typeof value === "string" && /^\d{8}$/.test(value)) return value;
  complain(reading, path, "no number of the register", "Write eight digits in quotes.");
  return null;
};

function readConstituency(
  reading: WorldReading,
  mapping: Mapping,
  roles: readonly OrganisationRole[],
): Criterion[] {
  const criteria = readList(reading, mapping, "constituency", (inner, entry) => {
    const item = readMapping(inner, entry, criterionKeys);
    return item === null ? null : readCriterion(inner, item);
  });
  if (criteria.length > 0 && !roles.includes("intermediary") && !roles.includes("national-csirt")) {
    complain(
      reading,
      [...mapping.path, "constituency"],
      "only an intermediary or a national CSIRT has a constituency",
      "Add the role, or leave the constituency out.",
      "key",
    );
  }
  return criteria;
}

const contactKeys = ["role", "email", "language", "pgp", "reader", "hours", "format", "digests"];

const readContact: Read<Contact> = (reading, entry) => {
  const mapping = readMapping(reading, entry, contactKeys);
  if (mapping === null) return null;
  const role = readRequired(reading, mapping, "role", readContactRole);
  const email = readRequired(reading, mapping, "email", readEmail);
  const language = readOptional(reading, mapping, "language", readLanguage, null);
  const pgp = readOptional(reading, mapping, "pgp", readKeyFile, null);
  const reader = readOptional(reading, mapping, "reader", readReader, null);
  const hours = readOptional(reading, mapping, "hours", readContactHours, null);
  const format = readOptional(reading, mapping, "format", readFormat, null);
  const digests = readOptional(reading, mapping, "digests", readDigestWish, null);
  if (role === null || email === null) return null;
  return { role, email, language, pgp, reader, hours, format, digests };
};

const readFormat = readOneOf(mailFormats, "form of mail");

const readDigestWish: Read<DigestWish> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["dayAt", "weekOn", "daily"]);
  if (mapping === null) return null;
  return {
    dayAt: readOptional(reading, mapping, "dayAt", readTimeOfDay, null),
    weekOn: readOptional(reading, mapping, "weekOn", readWeekday, null),
    daily: readOptional(reading, mapping, "daily", readBoolean, false),
  };
};

const readReader = readOneOf(["person", "program"] as const, "reader of a contact");

/** In a time zone of its own, since organisations are not all where the installation is. */
const readContactHours: Read<ContactHours> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["from", "until", "timeZone"]);
  if (mapping === null) return null;
  const from = readRequired(reading, mapping, "from", readTimeOfDay);
  const until = readRequired(reading, mapping, "until", readTimeOfDay);
  const timeZone = readRequired(reading, mapping, "timeZone", readTimeZone);
  return from === null || until === null || timeZone === null ? null : { from, until, timeZone };
};

/** A relative path that stays below the folder of the world file. */
const readKeyFile: Read<string> = (reading, entry) => {
  const file = readLine(reading, entry);
  if (file === null || /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(file)) return file;
  complain(reading, entry.path, "no file below this one", "Write it like keys/cert.asc.");
  return null;
};

const readRelation: Read<Relation, WorldReading> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["intermediary", "since", "until", "informed"]);
  if (mapping === null) return null;
  const intermediary = readRequired(reading, mapping, "intermediary", readIntermediaryId);
  const since = readRequired(reading, mapping, "since", readInstant);
  const until = readOptional(reading, mapping, "until", readInstant, Infinity);
  const informed = readOptional(reading, mapping, "informed", readBoolean, false);
  if (intermediary === null || since === null) return null;
  checkOrder(reading, findEntry(mapping, "until"), since, until);
  return { intermediary, informed, since, until };
};

const readPath: Read<Organisation["path"], WorldReading> = (reading, entry) =>
  entry.value === "direct" ? "direct" : readIntermediaryId(reading, entry);

const readFilter: Read<Filter> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["decline"]);
  const declined = mapping && readRequired(reading, mapping, "decline", readDeclined);
  if (!declined) return null;
  if (declined.kind !== null || declined.type !== null) return declined;
  const path = [...entry.path, "decline"];
  complain(reading, path, "declines nothing", "Name a kind or a type.");
  return null;
};

const readDeclined: Read<Filter> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["kind", "type"]);
  if (mapping === null) return null;
  return {
    kind: readOptional(reading, mapping, "kind", readKind, null),
    type: readOptional(reading, mapping, "type", readSlug, null) as Filter["type"],
  };
};

const acceptsKeys = ["kinds", "minSeverity", "maxTier", "lanes", "types"];

const readAccepts: Read<Accepts> = (reading, entry) => {
  const mapping = readMapping(reading, entry, acceptsKeys);
  if (mapping === null) return null;
  return {
    kinds: readKinds(reading, mapping),
    minSeverity: readOptional(reading, mapping, "minSeverity", readSeverity, null),
    maxTier: readOptional(reading, mapping, "maxTier", readTier, null),
    lanes: findEntry(mapping, "lanes") && readList(reading, mapping, "lanes", readLane),
    types: (findEntry(mapping, "types") &&
      readList(reading, mapping, "types", readSlug)) as Accepts["types"],
  };
};

/** `tlp` is one label for ever, or a list of labels with dates. */
function readCeilings(
  reading: WorldReading,
  mapping: Mapping,
): Pick<Organisation, "tlp" | "ceilings"> {
  if (Array.isArray(findEntry(mapping, "tlp")?.value)) {
    return { tlp: null, ceilings: readList(reading, mapping, "tlp", readCeiling) };
  }
  return { tlp: readOptional(reading, mapping, "tlp", readTlp, null), ceilings: [] };
}

const readCeiling: Read<Ceiling> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["label", "since", "until"]);
  if (mapping === null) return null;
  const label = readRequired(reading, mapping, "label", readTlp);
  const since = readOptional(reading, mapping, "since", readInstant, -Infinity);
  const until = readOptional(reading, mapping, "until", readInstant, Infinity);
  if (label === null) return null;
  checkOrder(reading, findEntry(mapping, "until"), since, until);
  return { label, since, until };
};

const readCustody: Read<Organisation["custodyWithinMs"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["now", "day", "week"]);
  if (mapping === null) return null;
  return {
    now: readOptional(reading, mapping, "now", readDurationMs, null),
    day: readOptional(reading, mapping, "day", readDurationMs, null),
    week: readOptional(reading, mapping, "week", readDurationMs, null),
  };
};
