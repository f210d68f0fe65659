import type { FolderTerms } from "../../domain/feed/feed.ts";
import { readDurationMs } from "../structured-file/duration-text.ts";
import {
  complain,
  type Entry,
  type Read,
  type Reading,
  readMapping,
  readOptional,
  readRequired,
} from "../structured-file/reading.ts";
import { readFeedTerms, readPathFrom, termKeys } from "./read-feed-terms.ts";

const secondMs = 1000;
const dayMs = 86_400 * secondMs;

/** A folder that reports are put into. */
export function readFolderFeed(reading: Reading, entry: Entry, folder: string): FolderTerms | null {
  const keys = [...termKeys, "folder", "quietFor", "keepFor"];
  const mapping = readMapping(reading, entry, keys);
  if (mapping === null) return null;
  const usual = { everyMs: 10 * secondMs, expectedWithinMs: null };
  const terms = readFeedTerms(reading, mapping, usual);
  const path = readRequired(reading, mapping, "folder", readPathFrom(folder));
  const quietMs = readOptional(reading, mapping, "quietFor", readDurationMs, 30 * secondMs);
  const keepMs = readOptional(reading, mapping, "keepFor", readKeeping, 7 * dayMs);
  if (terms === null || path === null) return null;
  return { kind: "folder", ...terms, folder: path, quietMs, keepMs };
}

/** What was taken in is kept sealed elsewhere; plain files about vulnerable systems do not stay. */
const readKeeping: Read<number> = (reading, entry) => {
  const keepMs = readDurationMs(reading, entry);
  if (keepMs === null || keepMs <= 30 * dayMs) return keepMs;
  complain(reading, entry.path, "longer than the policy allows", "Write P30D or less.");
  return null;
};
