import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { dieAt } from "../../../test/makers/dying-database.ts";
import { useOutgoingHouse } from "../../../test/makers/outgoing-house.ts";
import {
  type ShadowserverServer,
  startShadowserver,
} from "../../../test/makers/shadowserver-server.ts";
import { type PolledFeed, pollFeeds } from "../../actions/poll-feeds.ts";
import type { PolledFile } from "../../actions/polling/take-feed-file.ts";
import type { Feed, FeedId, ShadowserverTerms } from "../../domain/feed/feed.ts";
import type { FinderId } from "../../domain/ids.ts";
import { makeFeedFetch } from "../../lookups/guard/feed-fetch.ts";
import { readShadowserverSchema } from "../../sources/shadowserver/read-schema.ts";
import { makeShadowserverSource } from "../../sources/shadowserver/shadowserver-source.ts";
import { findFeedPosition } from "../../store/feeds.ts";
import { openShadowserverApi } from "./shadowserver-api.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const account = { apiKey: "key-4711", secret: "s3cret-of-the-account" };
let server: ShadowserverServer;
let context = house.context;

beforeAll(async () => {
  server = await startShadowserver(account);
  const schema = await readShadowserverSchema(
    join(import.meta.dirname, "../../../data/shadowserver"),
  );
  const sources = [makeShadowserverSource(schema)];
  context = Object.create(house.context, { sources: { value: sources } });
});
afterAll(() => server.close());
beforeEach(async () => {
  await emptyTables(sql, "feed_positions");
  await house.loadWorld({});
  server.reports.splice(0);
  server.asked.splice(0);
  server.faults.clear();
  server.lists = ["nederland"];
});

function feedOf(
  change: Partial<ShadowserverTerms> = {},
  environment: Record<string, string> = { KEY: account.apiKey, SECRET: account.secret },
): Feed {
  const terms: ShadowserverTerms = {
    kind: "shadowserver-api",
    id: "shadowserver" as FeedId,
    finder: "shadowserver" as FinderId,
    format: null,
    typeLabel: null,
    caseName: null,
    tlp: null,
    grade: null,
    complete: false,
    everyMs: 3_600_000,
    expectedWithinMs: null,
    api: server.api,
    downloads: server.downloads,
    internal: true,
    apiKey: { kind: "environment", name: "KEY" },
    secret: { kind: "environment", name: "SECRET" },
    lists: [],
    types: [],
    since: null,
    overlapDays: 3,
    ...change,
  };
  return openShadowserverApi(terms, { fetch: makeFeedFetch(), environment });
}

const id = "shadowserver" as FeedId;
const poll = async (feed = feedOf(), over = sql): Promise<PolledFeed> => {
  const actor = { kind: "system", name: "clock" } as const;
  const input = {
    actor,
    feed: null,
    againRefused: false,
    mostFiles: null,
    isStopping: () => false,
  };
  const own = Object.assign(Object.create(context), { feeds: [feed] });
  Object.defineProperty(own, "sql", { value: over });
  const [polled] = await pollFeeds({ context: own, input });
  return polled ?? { feed: id, outcome: "polled", failure: null, files: [], owed: 0 };
};

/** A report of a day with so many rows, of hosts of its own. */
function publish(day: string, type = "scan_rdp", rows = 3, packed = false): string {
  const number = server.reports.length;
  const text = [
    '"timestamp","ip","port","hostname","asn","geo"',
    ...Array.from(
      { length: rows },
      (_, i) => `"${day} 01:02:03","198.51.${100 + number}.${i}","3389",,"64501","NL"`,
    ),
    "",
  ].join("\n");
  const file = `${day}-${type}-nederland-geo.csv${packed ? ".gz" : ""}`;
  const bytes = packed ? gzipSync(text) : Buffer.from(text);
  const reportId = `id${number}_${day}-x`;
  server.reports.push({ id: reportId, file, type, report: "nederland", day, bytes });
  return file;
}

const states = (files: readonly PolledFile[]) => files.map(({ file, state }) => [file, state]);
const count = async (table: "reports" | "findings"): Promise<number> =>
  (await sql.query<{ n: number }>(`select count(*)::integer as n from ${table}`)).rows[0]?.n ?? 0;

test("what is listed is taken once, day by day; a day that was missing and one that came late too", async () => {
  const first = publish("2026-06-28");
  const second = publish("2026-07-01", "scan_rdp", 4, true);
  expect(states((await poll()).files)).toEqual([
    [first, "taken"],
    [second, "taken"],
  ]);
  expect([await count("reports"), await count("findings")]).toEqual([2, 7]);
  house.later(61);
  expect((await poll()).files).toEqual([]);

  const late = publish("2026-06-29");
  house.later(61);
  expect(states((await poll()).files)).toEqual([[late, "taken"]]);

  // Nobody polls for eight days.
  const missed = ["2026-07-02", "2026-07-05", "2026-07-09"].map((day) => publish(day));
  house.later(8 * 24 * 60);
  expect(states((await poll()).files)).toEqual(missed.map((file) => [file, "taken"]));
  expect(await findFeedPosition(sql, id)).toMatchObject({ position: "2026-07-09" });
  expect(await count("reports")).toBe(6);
  const downloads = server.asked.filter(({ method }) => method === "download");
  expect(downloads).toHaveLength(6);
});

test("a day is asked for with all lists and a limit; lists and types can be chosen", async () => {
  server.lists = ["nederland", "caribisch"];
  publish("2026-07-01", "scan_rdp");
  const telnet = publish("2026-07-01", "scan_telnet");
  const feed = feedOf({ lists: ["nederland"], types: ["scan_telnet"], since: "2026-07-01" });
  expect(states((await poll(feed)).files)).toEqual([[telnet, "taken"]]);
  expect(server.asked.slice(0, 2)).toEqual([
    { method: "reports/subscribed", request: {} },
    {
      method: "reports/list",
      request: { reports: ["nederland"], date: "2026-07-01", limit: 10_000 },
    },
  ]);
});

test.each([
  [{ KEY: "other", SECRET: account.secret }, /401: unknown key \[secret\]$/],
  [{ KEY: account.apiKey, SECRET: "wrong" }, /401: HMAC mismatch$/],
  [{ KEY: account.apiKey }, /There is no secret in the variable SECRET/],
])("a key that is not right is a failure that tells no key: %j", async (environment, words) => {
  const { outcome, failure } = await poll(feedOf({}, environment as Record<string, string>));
  expect(outcome).toBe("failed");
  expect(failure).toMatch(words);
  expect(failure).not.toContain("other");
});

test("no list, or another than the account has, is a failure and no silent zero", async () => {
  server.lists = [];
  expect((await poll()).failure).toContain("no list at all");
  server.lists = ["belgie"];
  house.later(2);
  expect((await poll(feedOf({ lists: ["nederland"] }))).failure).toContain(
    "not subscribed to nederland",
  );
});

test.each([
  [{ kind: "no-json" } as const, "no JSON"],
  [{ kind: "drop" } as const, "no answer"],
  [{ kind: "status", status: 503 } as const, "answered with 503"],
])(
  "a list that fails keeps the position, and is asked again with longer rests: %j",
  async (fault, words) => {
    publish("2026-07-01");
    server.faults.set("reports/list", [fault, fault]);
    expect((await poll()).failure).toContain(words);
    expect(await findFeedPosition(sql, id)).toMatchObject({ position: null, failures: 1 });
    house.later(1);
    expect((await poll()).outcome).toBe("failed");
    house.later(1);
    expect(server.asked.filter(({ method }) => method === "reports/list")).toHaveLength(2);
    await poll();
    expect(server.asked.filter(({ method }) => method === "reports/list")).toHaveLength(2);
    house.later(1);
    expect((await poll()).files).toMatchObject([{ state: "taken" }]);
    expect(await findFeedPosition(sql, id)).toMatchObject({ failures: 0 });
  },
);

test("who is asked to wait waits, with all of its files", async () => {
  publish("2026-06-30");
  publish("2026-07-01");
  server.faults.set("download", [{ kind: "status", status: 429, retryAfter: "3600" }]);
  expect(await poll()).toMatchObject({ owed: 2, files: [{ state: "owed" }] });
  house.later(59);
  expect((await poll()).files).toEqual([]);
  house.later(1);
  expect(states((await poll()).files).map(([, state]) => state)).toEqual(["taken", "taken"]);
  expect(server.asked.filter(({ method }) => method === "download")).toHaveLength(3);
});

test.each([
  ["cut-counted", false],
  ["cut-uncounted", false],
  ["cut-packed", true],
  ["empty", false],
  ["drop", false],
] as const)("a download that is %s is owed, then taken whole", async (kind, packed) => {
  const file = publish("2026-07-01", "scan_rdp", 5, packed);
  server.faults.set("download", [{ kind }]);
  expect(await poll()).toMatchObject({ owed: 1, files: [{ file, state: "owed" }] });
  expect(await count("findings")).toBe(0);
  house.later(5);
  expect(await poll()).toMatchObject({ owed: 0, files: [{ file, state: "taken", accepted: 5 }] });
  expect([await count("reports"), await count("findings")]).toEqual([1, 5]);
});

test("what stays damaged is refused in the end, and tried again when somebody asks", async () => {
  publish("2026-07-01", "scan_rdp", 2, true);
  server.faults.set("download", new Array(5).fill({ kind: "cut-packed" }));
  let last: PolledFeed = await poll();
  for (let i = 0; i < 4; i++) {
    house.later(6 * 60);
    last = await poll();
  }
  expect(last.files).toMatchObject([{ state: "refused", report: null }]);
  const input = {
    actor: { kind: "system", name: "clock" } as const,
    feed: id,
    againRefused: true,
    mostFiles: null,
    isStopping: () => false,
  };
  const again = Object.assign(Object.create(context), { feeds: [feedOf()] });
  expect(await pollFeeds({ context: again, input })).toMatchObject([
    { files: [{ state: "taken", accepted: 2 }] },
  ]);
});

test("a report whose header lacks a column is refused, kept, and stops nothing", async () => {
  publish("2026-06-30");
  const bytes = Buffer.from('"timestamp","address"\n"2026-07-01 00:00:00","198.51.100.9"\n');
  const file = "2026-07-01-scan_rdp-nederland-geo.csv";
  server.reports.push({
    id: "changed",
    file,
    type: "scan_rdp",
    report: "nederland",
    day: "2026-07-01",
    bytes,
  });
  const { files } = await poll();
  expect(files).toMatchObject([
    { state: "taken" },
    { file, state: "refused", report: expect.any(String), reason: expect.stringContaining("ip") },
  ]);
  house.later(61);
  expect((await poll()).files).toEqual([]);
});

test("a server at an address of ours is asked only where the feed says that it is ours", async () => {
  const { failure } = await poll(feedOf({ internal: false }));
  expect(failure).toContain("loopback");
  expect(server.asked).toEqual([]);
});

test("an id that would lead elsewhere is no list of reports", async () => {
  publish("2026-07-01");
  const [report] = server.reports;
  if (report !== undefined) server.reports.push({ ...report, id: "../../api2/x" });
  expect((await poll()).failure).toContain("does not answer a list of reports");
  expect(server.asked.some(({ method }) => method === "download")).toBe(false);
});

test.each([
  ["the list is read, not recorded", "insert into feed_positions"],
  ["the files are recorded, none is fetched", "select file as key, name, attempts"],
  ["the first file is taken in, its end is not recorded", "update feed_files set state"],
  ["the end of the first file is not told to the audit log", "insert into audit_entries"],
])("killed when %s: the next poll goes on, nothing is lost or doubled", async (_, text) => {
  publish("2026-06-30");
  publish("2026-07-01", "scan_telnet", 4);
  await poll(feedOf(), dieAt(sql, text)).catch(() => undefined);
  house.later(61);
  const { files, owed } = await poll();
  expect(states(files).map(([, state]) => state)).toEqual(["taken", "taken"]);
  expect(files.map(({ repeated }) => repeated)).toEqual([false, false]);
  expect([await count("reports"), await count("findings"), owed]).toEqual([2, 7, 0]);
});
