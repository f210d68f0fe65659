import type { Language } from "../../domain/finding/finding-type.ts";
import { usualReminders } from "../../domain/follow-up/plan-reminder.ts";
import type { Instance } from "../../domain/instance.ts";
import type { DomainName } from "../../domain/network/domain-name.ts";
import { reportBrakeKinds } from "../../domain/notification/report-brake.ts";
import type { Problem } from "../../domain/world/problem.ts";
import { readDurationMs } from "../structured-file/duration-text.ts";
import {
  readBusinessHours,
  readHoliday,
  readHours,
  readTimeOfDay,
  readTimeZone,
  readWeekday,
} from "../structured-file/read-clock-values.ts";
import {
  readBoolean,
  readCountry,
  readDomain,
  readEmail,
  readLine,
  readOneOf,
  readWhole,
} from "../structured-file/read-values.ts";
import {
  complain,
  findEntry,
  type Mapping,
  type Read,
  type Reading,
  readItems,
  readList,
  readMapping,
  readOptional,
  readRequired,
  toProblems,
} from "../structured-file/reading.ts";
import { readStructuredText } from "../structured-file/structured-text.ts";
import { readApprovals } from "./read-approvals.ts";
import { readReminders } from "./read-reminders.ts";
import { readReportBrakes, usualReportBrakes } from "./read-report-brakes.ts";
import { readRetention, usualRetention } from "./read-retention.ts";

const keys = [
  "name",
  "homeCountry",
  "languages",
  "numberPrefix",
  "timeZone",
  "businessHours",
  "businessDays",
  "digests",
  "debounce",
  "quietHours",
  "holidays",
  "sender",
  "contact",
  "signing",
  "publicCoverage",
  "smallCells",
  "custodyWithin",
  "ownRechecks",
  "reminders",
  "retention",
  "brakes",
  "approvals",
];

/**
 * Reads an instance file (docs/formats/instance.md), YAML 1.2 or JSON: the whole instance, or all that is wrong with
 * it, at most a hundred problems in order of place.
 */
export function parseInstanceFile(
  text: string,
): { readonly instance: Instance } | { readonly problems: readonly Problem[] } {
  const structured = readStructuredText(text);
  if (!("value" in structured)) return structured;
  const reading: Reading = { faults: [] };
  const root = readMapping(reading, { path: [], value: structured.value }, keys);
  const instance = root === null ? null : readInstance(reading, root);
  const problems = toProblems(reading, structured);
  return instance === null || problems.length > 0 ? { problems } : { instance };
}

function readInstance(reading: Reading, root: Mapping): Instance | null {
  const name = readRequired(reading, root, "name", readLine);
  const homeCountry = readRequired(reading, root, "homeCountry", readCountry);
  const languages = readRequired(reading, root, "languages", readLanguages);
  const numberPrefix = readRequired(reading, root, "numberPrefix", readNumberPrefix);
  const timeZone = readRequired(reading, root, "timeZone", readTimeZone);
  const sender = readRequired(reading, root, "sender", readSender);
  const contact = readRequired(reading, root, "contact", readContact);
  const rest = readDefaulted(reading, root);
  if (name === null || homeCountry === null || languages === null || numberPrefix === null) {
    return null;
  }
  if (timeZone === null || sender === null || contact === null) return null;
  return { name, homeCountry, languages, numberPrefix, timeZone, sender, contact, ...rest };
}

/** Everything that has a default. */
function readDefaulted(reading: Reading, root: Mapping) {
  const businessDays = readList(reading, root, "businessDays", readWeekday);
  const holidays = readList(reading, root, "holidays", readHoliday);
  checkHolidays(reading, holidays);
  const written = findEntry(root, "businessDays")?.value;
  if (Array.isArray(written) && written.length === 0) {
    complain(reading, ["businessDays"], "no business day", "Name one at least.");
  }
  return {
    businessHours: readOptional(reading, root, "businessHours", readBusinessHours, officeHours),
    businessDays: findEntry(root, "businessDays") === null ? officeDays : businessDays,
    digests: readOptional(reading, root, "digests", readDigests, usualDigests),
    debounce: readOptional(reading, root, "debounce", readDebounce, usualDebounce),
    quietHours: readOptional(reading, root, "quietHours", readHours, null),
    holidays: holidays.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    signing: readOptional(reading, root, "signing", readSigning, "pgp"),
    publicCoverage: readOptional(reading, root, "publicCoverage", readBoolean, false),
    smallCells: readOptional(reading, root, "smallCells", readSmallCells, usualSmallCells),
    custodyWithinMs: readOptional(reading, root, "custodyWithin", readCustody, usualCustody),
    ownRechecks: readOptional(reading, root, "ownRechecks", readBoolean, false),
    reminders: readOptional(reading, root, "reminders", readReminders, usualReminders),
    retention: readOptional(reading, root, "retention", readRetention, usualRetention),
    brakes: readOptional(reading, root, "brakes", readBrakes, usualBrakes),
    approvals: readOptional(reading, root, "approvals", readApprovals, {}),
  };
}

const hourMs = 3_600_000;
const officeHours = { from: 8 * 60 + 30, until: 17 * 60 + 30 };
const officeDays = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const;
const usualDigests = { dayAt: 9 * 60, weekOn: "tuesday" } as const;
const usualDebounce = { restMs: 60_000, mostMs: 300_000 };
/** The lane now means minutes. */
const longestDebounceMs = 300_000;
const usualCustody = { now: 4 * hourMs, day: 24 * hourMs, week: 5 * 24 * hourMs };
const usualSmallCells = { organisations: 10, addresses: 4096 };
const usualVolume = { floor: 50, factor: 10 };
const usualDecisions = { floor: 50, percent: 10 };
const usualBrakes = {
  volume: usualVolume,
  registryChangePercent: 10,
  worldChangePercent: 10,
  decisions: usualDecisions,
  untrustedRowsPerDay: 100_000,
  reports: usualReportBrakes,
};

const readSigning = readOneOf(["pgp", "smime", "none"] as const, "way to sign");
const readLanguage = readOneOf(["nl", "en"] as const, "language");
const readPercent = readWhole(1, 100);

const readLanguages: Read<readonly [Language, ...Language[]]> = (reading, entry) => {
  const [first, ...others] = new Set(readItems(reading, entry, readLanguage));
  if (first !== undefined) return [first, ...others];
  if (Array.isArray(entry.value) && entry.value.length === 0) {
    complain(reading, entry.path, "no language", "Name nl, en or both.");
  }
  return null;
};

const readNumberPrefix: Read<string> = (reading, { path, value }) => {
  if (typeof value === "string" && /^[A-Z]{2,6}-$/.test(value)) return value;
  complain(reading, path, "no prefix of numbers", "Write two to six capitals and a dash: NSM-.");
  return null;
};

const readSender: Read<Instance["sender"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["name", "address", "returnPathDomain"]);
  if (mapping === null) return null;
  const name = readRequired(reading, mapping, "name", readLine);
  const address = readRequired(reading, mapping, "address", readEmail);
  const returnPathDomain: DomainName | null = readRequired(
    reading,
    mapping,
    "returnPathDomain",
    readDomain,
  );
  if (name === null || address === null || returnPathDomain === null) return null;
  return { name, address, returnPathDomain };
};

const readContact: Read<Instance["contact"]> = (reading, entry) => {
  const known = ["page", "verifyPage", "email", "telephone", "privacyEmail", "privacyPage"];
  const mapping = readMapping(reading, entry, known);
  if (mapping === null) return null;
  const page = readRequired(reading, mapping, "page", readPage);
  const verifyPage = readRequired(reading, mapping, "verifyPage", readPage);
  const email = readRequired(reading, mapping, "email", readEmail);
  const telephone = readOptional(reading, mapping, "telephone", readLine, null);
  const privacyEmail = readRequired(reading, mapping, "privacyEmail", readEmail);
  const privacyPage = readRequired(reading, mapping, "privacyPage", readPage);
  if (page === null || verifyPage === null || email === null) return null;
  if (privacyEmail === null || privacyPage === null) return null;
  return { page, verifyPage, email, telephone, privacyEmail, privacyPage };
};

/** Recipients type it or click it, so only the encrypted web, and nothing hidden in it. */
const readPage: Read<string> = (reading, { path, value }) => {
  const url = typeof value === "string" ? URL.parse(value) : null;
  if (url?.protocol === "https:" && url.username === "" && url.password === "")
    return String(value);
  complain(reading, path, "no page", "Write its address, beginning with https://.");
  return null;
};

const readDigests: Read<Instance["digests"]> = (reading, entry) => {
  if (entry.value === "at-once") return "at-once";
  const mapping = readMapping(reading, entry, ["dayAt", "weekOn"]);
  if (mapping === null) return null;
  return {
    dayAt: readOptional(reading, mapping, "dayAt", readTimeOfDay, usualDigests.dayAt),
    weekOn: readOptional(reading, mapping, "weekOn", readWeekday, usualDigests.weekOn),
  };
};

const readDebounce: Read<Instance["debounce"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["rest", "most"]);
  if (mapping === null) return null;
  return {
    restMs: readOptional(reading, mapping, "rest", readMinutes, usualDebounce.restMs),
    mostMs: readOptional(reading, mapping, "most", readMinutes, usualDebounce.mostMs),
  };
};

const readMinutes: Read<number> = (reading, entry) => {
  const ms = readDurationMs(reading, entry);
  if (ms === null || ms <= longestDebounceMs) return ms;
  complain(reading, entry.path, "too long for the lane now", "Write PT5M at most.");
  return null;
};

const readSmallCells: Read<Instance["smallCells"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["organisations", "addresses"]);
  if (mapping === null) return null;
  const usual = usualSmallCells;
  // What is published may be coarser than usual, never finer.
  const organisations = readWhole(usual.organisations, 1_000_000);
  const addresses = readWhole(usual.addresses, 1_000_000_000);
  return {
    organisations: readOptional(reading, mapping, "organisations", organisations, 10),
    addresses: readOptional(reading, mapping, "addresses", addresses, 4096),
  };
};

const readCustody: Read<Instance["custodyWithinMs"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["now", "day", "week"]);
  if (mapping === null) return null;
  return {
    now: readOptional(reading, mapping, "now", readDurationMs, usualCustody.now),
    day: readOptional(reading, mapping, "day", readDurationMs, usualCustody.day),
    week: readOptional(reading, mapping, "week", readDurationMs, usualCustody.week),
  };
};

const readBrakes: Read<Instance["brakes"]> = (reading, entry) => {
  const names = [
    "volume",
    "registryChangePercent",
    "worldChangePercent",
    "decisions",
    "untrustedRowsPerDay",
    ...reportBrakeKinds,
  ];
  const mapping = readMapping(reading, entry, names);
  if (mapping === null) return null;
  return {
    volume: readOptional(reading, mapping, "volume", readVolume, usualVolume),
    registryChangePercent: readOptional(reading, mapping, "registryChangePercent", readPercent, 10),
    reports: readReportBrakes(reading, mapping),
    worldChangePercent: readOptional(reading, mapping, "worldChangePercent", readPercent, 10),
    decisions: readOptional(reading, mapping, "decisions", readDecisions, usualDecisions),
    untrustedRowsPerDay: readOptional(
      reading,
      mapping,
      "untrustedRowsPerDay",
      readWhole(1, 1_000_000_000),
      usualBrakes.untrustedRowsPerDay,
    ),
  };
};

const readDecisions: Read<Instance["brakes"]["decisions"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["floor", "percent"]);
  if (mapping === null) return null;
  return {
    floor: readOptional(reading, mapping, "floor", readWhole(0, 1_000_000), usualDecisions.floor),
    percent: readOptional(reading, mapping, "percent", readPercent, usualDecisions.percent),
  };
};

const readVolume: Read<Instance["brakes"]["volume"]> = (reading, entry) => {
  const mapping = readMapping(reading, entry, ["floor", "factor"]);
  if (mapping === null) return null;
  return {
    floor: readOptional(reading, mapping, "floor", readWhole(1, 1_000_000), usualVolume.floor),
    factor: readOptional(reading, mapping, "factor", readWhole(1, 1000), usualVolume.factor),
  };
};

function checkHolidays(reading: Reading, holidays: Instance["holidays"]): void {
  const seen = new Set<string>();
  for (const [position, { date }] of holidays.entries()) {
    if (seen.has(date)) {
      const path = ["holidays", position, "date"];
      complain(reading, path, `the holiday ${date} stands twice`, "Keep one of them.");
    }
    seen.add(date);
  }
}
