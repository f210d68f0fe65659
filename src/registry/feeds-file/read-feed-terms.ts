import { resolve } from "node:path";
import type { FeedId, FolderTerms, SecretPlace } from "../../domain/feed/feed.ts";
import { grades } from "../../domain/finding/grade.ts";
import type { FinderId } from "../../domain/ids.ts";
import { formats } from "../../domain/report/source.ts";
import { readDurationMs } from "../structured-file/duration-text.ts";
import {
  readBoolean,
  readLine,
  readOneOf,
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

/** Keys that a feed of any kind may have. */
export const termKeys = [
  "id",
  "kind",
  "finder",
  "format",
  "type",
  "case",
  "tlp",
  "grade",
  "complete",
  "every",
  "expectedWithin",
];

/** What holds for a feed of any kind; null when id or finder is missing. */
export function readFeedTerms(
  reading: Reading,
  mapping: Mapping,
  usual: { readonly everyMs: number; readonly expectedWithinMs: number | null },
): Omit<FolderTerms, "kind" | "folder" | "quietMs" | "keepMs"> | null {
  const id = readRequired(reading, mapping, "id", readSlug);
  const finder = readRequired(reading, mapping, "finder", readSlug);
  if (id === null || finder === null) return null;
  return {
    id: id as FeedId,
    finder: finder as FinderId,
    format: readOptional(reading, mapping, "format", readOneOf(formats, "format"), null),
    typeLabel: readOptional(reading, mapping, "type", readLine, null),
    caseName: readOptional(reading, mapping, "case", readLine, null),
    tlp: readOptional(reading, mapping, "tlp", readTlp, null),
    grade: readOptional(reading, mapping, "grade", readOneOf(grades, "grade"), null),
    complete: readOptional(reading, mapping, "complete", readBoolean, false),
    everyMs: readOptional(reading, mapping, "every", readDurationMs, usual.everyMs),
    expectedWithinMs: readOptional(
      reading,
      mapping,
      "expectedWithin",
      readDurationMs,
      usual.expectedWithinMs,
    ),
  };
}

/** A path as it is meant from this folder, absolute. */
export function readPathFrom(folder: string): Read<string> {
  return (reading, entry) => {
    const path = readLine(reading, entry);
    return path === null ? null : resolve(folder, path);
  };
}

/** Where a secret is kept; the secret itself does not belong into the file. */
export function readSecretPlaceFrom(folder: string): Read<SecretPlace> {
  return (reading, entry) => {
    const mapping = readMapping(reading, entry, ["file", "environment"]);
    if (mapping === null) return null;
    const file = findEntry(mapping, "file");
    const environment = findEntry(mapping, "environment");
    if ((file === null) === (environment === null)) {
      const remedy = "Write {file: PATH} or {environment: NAME}, never the secret itself.";
      complain(reading, entry.path, "not one place of a secret", remedy);
      return null;
    }
    if (file !== null) {
      const path = readPathFrom(folder)(reading, file);
      return path === null ? null : { kind: "file", path };
    }
    const name = readRequired(reading, mapping, "environment", readVariable);
    return name === null ? null : { kind: "environment", name };
  };
}

const readVariable: Read<string> = (reading, { path, value }) => {
  if (typeof value === "string" && /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(value)) return value;
  complain(reading, path, "no name of a variable", "Write it like SHADOWSERVER_SECRET.");
  return null;
};
