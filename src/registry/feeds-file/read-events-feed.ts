import type { EventsTerms } from "../../domain/feed/feed.ts";
import { readDurationMs } from "../structured-file/duration-text.ts";
import { readWhole } from "../structured-file/read-values.ts";
import { type Entry, type Reading, readMapping, readOptional } from "../structured-file/reading.ts";
import { readFeedTerms, termKeys } from "./read-feed-terms.ts";

const usual = { everyMs: 10_000, expectedWithinMs: null };
const usualGatherMs = 5 * 60_000;
const usualMost = 10_000;

/** Events that a finder posts to us. */
export function readEventsFeed(reading: Reading, entry: Entry): EventsTerms | null {
  const mapping = readMapping(reading, entry, [...termKeys, "gatherFor", "most"]);
  if (mapping === null) return null;
  const terms = readFeedTerms(reading, mapping, usual);
  const gatherMs = readOptional(reading, mapping, "gatherFor", readDurationMs, usualGatherMs);
  const mostEvents = readOptional(reading, mapping, "most", readWhole(1, 100_000), usualMost);
  if (terms === null) return null;
  return { kind: "events", ...terms, format: terms.format ?? "intelmq", gatherMs, mostEvents };
}
