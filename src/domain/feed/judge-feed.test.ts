import { expect, test } from "vitest";
import type { FeedId } from "./feed.ts";
import { type FeedFacts, type FeedVolume, judgeFeed } from "./judge-feed.ts";

const now = new Date("2026-11-20T12:00:00Z");
const dayMs = 86_400_000;

const well: FeedFacts = {
  feed: "shadowserver" as FeedId,
  lookedAt: now,
  nextLookAt: now,
  answeredAt: now,
  failure: null,
  failures: 0,
  knownSince: new Date("2026-11-01T00:00:00Z"),
  lastTakenAt: new Date("2026-11-20T06:00:00Z"),
  lastFile: "scan_rdp.csv",
  owed: 0,
  owedSince: null,
  owedReason: null,
  refused: 0,
  refusedName: null,
  refusedReason: null,
  volumes: [],
};

const usual: FeedVolume = {
  type: "scan_rdp",
  name: "scan_rdp.csv",
  accepted: 100,
  quarantined: 0,
  header: "ip,port",
  headerBefore: "ip,port",
  median: 100,
  filesBefore: 14,
};

const kindsOf = (facts: Partial<FeedFacts>, expectedWithinMs: number | null = dayMs) =>
  judgeFeed({ ...well, ...facts }, expectedWithinMs, now).map(({ kind }) => kind);

test("a feed that does well has no alarm", () => {
  expect(kindsOf({ volumes: [usual] })).toEqual([]);
});

test("silence is measured from the last file, or from when the feed became known", () => {
  expect(kindsOf({ lastTakenAt: new Date("2026-11-19T11:59:59Z") })).toEqual(["silent"]);
  expect(kindsOf({ lastTakenAt: new Date("2026-11-19T12:00:00Z") })).toEqual([]);
  expect(kindsOf({ lastTakenAt: null })).toEqual(["silent"]);
  expect(kindsOf({ lastTakenAt: null, knownSince: now })).toEqual([]);
  expect(kindsOf({ lastTakenAt: null }, null)).toEqual([]);
});

test.each([
  [{ failures: 2, failure: "503" }, []],
  [{ failures: 3, failure: "503" }, ["unreachable"]],
  [{ refused: 1, refusedName: "a.csv", refusedReason: "no ip" }, ["refused"]],
  [{ owed: 1, owedSince: new Date("2026-11-19T11:00:00Z"), owedReason: "cut off" }, ["stuck"]],
  [{ owed: 1, owedSince: new Date("2026-11-19T13:00:00Z"), owedReason: "cut off" }, []],
])("looks, refusals and files that wait: %j", (facts, kinds) => {
  expect(kindsOf(facts)).toEqual(kinds);
});

test.each([
  [{ accepted: 1001 }, ["volume"]],
  [{ accepted: 1000 }, []],
  [{ accepted: 9 }, ["volume"]],
  [{ accepted: 10 }, []],
  [{ accepted: 0 }, ["volume"]],
  [{ accepted: 1001, filesBefore: 2 }, []],
  [{ accepted: 50, median: 1 }, []],
  [{ accepted: 0, median: 9 }, []],
  [{ accepted: 5000, median: null, filesBefore: 0 }, []],
])("volume against the median: %j", (change, kinds) => {
  expect(kindsOf({ volumes: [{ ...usual, ...change }] })).toEqual(kinds);
});

test("columns that changed are named", () => {
  const changed = { ...usual, header: '"ip","poort"', headerBefore: '"ip","port"' };
  expect(judgeFeed({ ...well, volumes: [changed] }, dayMs, now)).toEqual([
    { kind: "columns", detail: 'scan_rdp.csv: new: "poort", gone: "port"' },
  ]);
  expect(kindsOf({ volumes: [{ ...usual, headerBefore: null }] })).toEqual([]);
});

test("rows put aside beyond a tenth are told", () => {
  expect(kindsOf({ volumes: [{ ...usual, quarantined: 12 }] })).toEqual(["quarantine"]);
  expect(kindsOf({ volumes: [{ ...usual, quarantined: 11 }] })).toEqual([]);
});
