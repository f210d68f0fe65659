import type { ShadowserverTerms } from "../../domain/feed/feed.ts";
import { findInstant } from "../structured-file/instant-text.ts";
import { readBoolean, readLine, readWhole } from "../structured-file/read-values.ts";
import {
  complain,
  type Entry,
  type Read,
  type Reading,
  readList,
  readMapping,
  readOptional,
  readRequired,
} from "../structured-file/reading.ts";
import { readFeedTerms, readSecretPlaceFrom, termKeys } from "./read-feed-terms.ts";

const hourMs = 3_600_000;
const usual = { everyMs: hourMs, expectedWithinMs: 36 * hourMs };
const usualApi = "https://transform.shadowserver.org/api2/";
const usualDownloads = "https://dl.shadowserver.org/";
const usualOverlapDays = 7;

/** Shadowserver's reports API. */
export function readShadowserverFeed(
  reading: Reading,
  entry: Entry,
  folder: string,
): ShadowserverTerms | null {
  const own = ["apiKey", "secret", "api", "downloads", "internal", "lists", "types", "since"];
  const mapping = readMapping(reading, entry, [...termKeys, ...own, "overlapDays"]);
  if (mapping === null) return null;
  const terms = readFeedTerms(reading, mapping, usual);
  const readPlace = readSecretPlaceFrom(folder);
  const apiKey = readRequired(reading, mapping, "apiKey", readPlace);
  const secret = readRequired(reading, mapping, "secret", readPlace);
  const internal = readOptional(reading, mapping, "internal", readBoolean, false);
  const readServer = readBaseAddress(internal);
  const rest = {
    api: readOptional(reading, mapping, "api", readServer, usualApi),
    downloads: readOptional(reading, mapping, "downloads", readServer, usualDownloads),
    lists: readList(reading, mapping, "lists", readLine),
    types: readList(reading, mapping, "types", readLine),
    since: readOptional(reading, mapping, "since", readDay, null),
    overlapDays: readOptional(reading, mapping, "overlapDays", readWhole(1, 30), usualOverlapDays),
  };
  if (terms === null || apiKey === null || secret === null) return null;
  return { kind: "shadowserver-api", ...terms, apiKey, secret, internal, ...rest };
}

/** Ends in a slash; the plain web only inside our own network, since the API key goes over it. */
function readBaseAddress(internal: boolean): Read<string> {
  return (reading, { path, value }) => {
    const url = typeof value === "string" ? URL.parse(value) : null;
    const isRight =
      (url?.protocol === "https:" || (internal && url?.protocol === "http:")) &&
      url.username === "" &&
      url.password === "" &&
      url.search === "" &&
      url.hash === "";
    if (isRight) return url.href.endsWith("/") ? url.href : `${url.href}/`;
    const remedy = "Write it like https://api.example/v2/; http:// needs internal: true.";
    complain(reading, path, "no address of a server", remedy);
    return null;
  };
}

const readDay: Read<string> = (reading, { path, value }) => {
  if (typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && findInstant(value) !== null)
    return value;
  complain(reading, path, "not a day", "Write it like 2026-11-20.");
  return null;
};
