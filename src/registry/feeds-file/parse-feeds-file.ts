import type { FeedSettings } from "../../domain/feed/feed.ts";
import type { Problem } from "../../domain/world/problem.ts";
import {
  complain,
  type Entry,
  type Reading,
  readList,
  readMapping,
  toProblems,
} from "../structured-file/reading.ts";
import { readStructuredText } from "../structured-file/structured-text.ts";
import { readEventsFeed } from "./read-events-feed.ts";
import { readFolderFeed } from "./read-folder-feed.ts";
import { readShadowserverFeed } from "./read-shadowserver-feed.ts";

/**
 * Reads a feeds file (docs/formats/feeds.md), YAML 1.2 or JSON: all feeds, or all that is wrong with it, at most a
 * hundred problems in order of place. Relative paths are meant from `folder`.
 */
export function parseFeedsFile(
  text: string,
  folder: string,
): { readonly feeds: readonly FeedSettings[] } | { readonly problems: readonly Problem[] } {
  const structured = readStructuredText(text);
  if (!("value" in structured)) return structured;
  const reading: Reading = { faults: [] };
  const root = readMapping(reading, { path: [], value: structured.value }, ["feeds"]);
  const read = (_: Reading, entry: Entry): FeedSettings | null => readFeed(reading, entry, folder);
  const feeds = root === null ? [] : readList(reading, root, "feeds", read);
  checkIds(reading, feeds);
  const problems = toProblems(reading, structured);
  return problems.length > 0 ? { problems } : { feeds };
}

function readFeed(reading: Reading, entry: Entry, folder: string): FeedSettings | null {
  const { value } = entry;
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : null;
  if (kind === "folder") return readFolderFeed(reading, entry, folder);
  if (kind === "shadowserver-api") return readShadowserverFeed(reading, entry, folder);
  if (kind === "events") return readEventsFeed(reading, entry);
  const path = kind === null ? entry.path : [...entry.path, "kind"];
  complain(reading, path, "no kind of feed", "Write folder, shadowserver-api or events.");
  return null;
}

function checkIds(reading: Reading, feeds: readonly FeedSettings[]): void {
  const seen = new Set<string>();
  for (const [position, { id }] of feeds.entries()) {
    if (seen.has(id)) {
      const path = ["feeds", position, "id"];
      complain(reading, path, `the feed ${id} stands twice`, "Give each its own id.");
    }
    seen.add(id);
  }
}
