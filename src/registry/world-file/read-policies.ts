import { type FinderPolicy, recipientCategories } from "../../domain/world/world.ts";
import { readDurationMs } from "../structured-file/duration-text.ts";
import {
  checkOrder,
  readBoolean,
  readCountry,
  readInstant,
  readOneOf,
} from "../structured-file/read-values.ts";
import {
  findEntry,
  type Mapping,
  type Read,
  type Reading,
  readList,
  readMapping,
  readOptional,
} from "../structured-file/reading.ts";

const keys = [
  "recipients",
  "government",
  "countries",
  "evidence",
  "embargo",
  "embargoUntil",
  "since",
  "until",
];
const readCategory = readOneOf(recipientCategories, "category of recipients");
const readEvidence = readOneOf(["shareable", "withheld"] as const, "word about evidence");

/** What a finder says of who may get what it found: one policy for ever, or a list of them with dates. */
export function readPolicies(reading: Reading, finder: Mapping): readonly FinderPolicy[] {
  const entry = findEntry(finder, "policy");
  if (entry === null) return [];
  if (Array.isArray(entry.value)) return readList(reading, finder, "policy", readPolicy);
  const policy = readPolicy(reading, entry);
  return policy === null ? [] : [policy];
}

const readPolicy: Read<FinderPolicy> = (reading, entry) => {
  const mapping = readMapping(reading, entry, keys);
  if (mapping === null) return null;
  const since = readOptional(reading, mapping, "since", readInstant, -Infinity);
  const until = readOptional(reading, mapping, "until", readInstant, Infinity);
  checkOrder(reading, findEntry(mapping, "until"), since, until);
  return {
    recipients:
      findEntry(mapping, "recipients") && readList(reading, mapping, "recipients", readCategory),
    government: readOptional(reading, mapping, "government", readBoolean, true),
    countries:
      findEntry(mapping, "countries") && readList(reading, mapping, "countries", readCountry),
    evidence: readOptional(reading, mapping, "evidence", readEvidence, "shareable" as const),
    embargoMs: readOptional(reading, mapping, "embargo", readDurationMs, null),
    embargoUntil: readOptional(reading, mapping, "embargoUntil", readInstant, null),
    since,
    until,
  };
};
