import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { dieAt } from "../../test/makers/dying-database.ts";
import { Killed, useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import { makeOperatorMail } from "../channels/mail/operator-mail.ts";
import type { Actor } from "../domain/access/actor.ts";
import type { Feed, FeedId } from "../domain/feed/feed.ts";
import type { FinderId } from "../domain/ids.ts";
import { openWatchedFolder } from "../feeds/watched-folder/watched-folder.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { listStandingAlarms, readFeedFacts } from "../store/views/feed-list.ts";
import { readFigures } from "../store/views/metrics.ts";
import { type PolledFeed, type PollFeedsInput, pollFeeds } from "./poll-feeds.ts";
import { watchFeeds } from "./watch-feeds.ts";

const house = useOutgoingHouse();
const { context } = house;
const { sql } = context;
const hourMs = 3_600_000;
const actor: Actor = { kind: "system", name: "clock" };
const all: PollFeedsInput = {
  actor,
  feed: null,
  againRefused: false,
  mostFiles: null,
  isStopping: () => false,
};
let folder = "";

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "meldpunt-drop-"));
  await emptyTables(sql, "feed_positions");
  await house.loadWorld({});
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function drop(id = "drop", expectedWithinMs: number | null = null): Feed {
  return openWatchedFolder({
    kind: "folder",
    id: id as FeedId,
    finder: "divd" as FinderId,
    format: "csv",
    typeLabel: "open-rdp",
    caseName: null,
    tlp: null,
    grade: null,
    complete: false,
    everyMs: 10_000,
    expectedWithinMs,
    folder,
    // The files of this test are younger than its clock.
    quietMs: -1e15,
    keepMs: 7 * 24 * hourMs,
  });
}

const put = (name: string, ...rows: string[]): void =>
  writeFileSync(join(folder, name), ["ip,port,timestamp", ...rows, ""].join("\n"));
const row = (last: number): string => `203.0.113.${last},3389,2026-07-01T08:00:00Z`;
const poll = (feeds: readonly Feed[], input = all, over: Sql = sql): Promise<PolledFeed[]> =>
  pollFeeds({ context: { ...context, sql: over, feeds }, input });

const filesOf = (polled: readonly PolledFeed[]) => polled.flatMap(({ files }) => files);

async function count(table: "findings" | "reports"): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(`select count(*)::integer from ${table}`);
  return rows[0]?.count ?? 0;
}

test("a file is taken in, answered and counted; a refused one and a bad feed stop nothing", async () => {
  put("a.csv", row(1), row(2), "nonsense,3389,2026-07-01T08:00:00Z");
  writeFileSync(join(folder, "b.csv"), "colour,size\nred,3\n");
  put("c.csv", row(3));
  const bad: Feed = {
    ...drop("bad"),
    look: async () => {
      throw new AppError("feed-failed", "The disk is gone.");
    },
  };
  const polled = await poll([bad, drop()]);
  expect(polled.map(({ feed, outcome, failure, owed }) => [feed, outcome, failure, owed])).toEqual([
    ["bad", "failed", "The disk is gone.", 0],
    ["drop", "polled", null, 0],
  ]);
  expect(filesOf(polled)).toMatchObject([
    { file: "a.csv", state: "taken", accepted: 2, quarantined: 1 },
    { file: "b.csv", state: "refused", reason: expect.stringContaining("b.csv") },
    { file: "c.csv", state: "taken", accepted: 1, quarantined: 0 },
  ]);
  expect(await count("findings")).toBe(3);
  const [refused] = readdirSync(join(folder, "refused")).filter((name) => name.endsWith(".json"));
  const answer = JSON.parse(readFileSync(join(folder, "refused", refused ?? ""), "utf8"));
  expect(answer).toMatchObject({ file: "b.csv", state: "refused", report: expect.any(String) });
});

test("the same bytes under another name are the report that they were", async () => {
  put("a.csv", row(1));
  const [first] = filesOf(await poll([drop()]));
  house.later(1);
  put("again.csv", row(1));
  const [second] = filesOf(await poll([drop()]));
  expect(second).toMatchObject({ state: "taken", report: first?.report, repeated: true });
  expect(await count("reports")).toBe(1);
});

test("a feed with much to bring gives way to others, and goes on at the next turn", async () => {
  for (let i = 1; i <= 5; i++) put(`${i}.csv`, row(i));
  const most = { ...all, mostFiles: 2 };
  const turns: number[] = [];
  for (let i = 0; i < 4; i++) turns.push(filesOf(await poll([drop()], most)).length);
  expect(turns).toEqual([2, 2, 1, 0]);
});

test("a feed is looked at when it is due, or when it is named", async () => {
  expect(await poll([drop()])).toHaveLength(1);
  expect(await poll([drop()])).toEqual([]);
  expect(await poll([drop()], { ...all, feed: "drop" as FeedId })).toHaveLength(1);
  house.later(1);
  expect(await poll([drop()])).toHaveLength(1);
  await expect(poll([drop()], { ...all, feed: "other" as FeedId })).rejects.toMatchObject({
    code: "not-found",
  });
});

test.each([
  ["the files are found, none is read", "select file as key, name, attempts"],
  ["the report is taken in, its end is not recorded", "update feed_files set state"],
])("killed when %s: the next poll goes on, nothing is lost or doubled", async (_, text) => {
  put("a.csv", row(1), row(2));
  put("b.csv", row(3));
  await expect(poll([drop()], all, dieAt(sql, text))).rejects.toThrow(Killed);
  house.later(1);
  const files = filesOf(await poll([drop()]));
  expect(files).toMatchObject([
    { file: "a.csv", state: "taken", repeated: false, accepted: 2 },
    { file: "b.csv", state: "taken", repeated: false, accepted: 1 },
  ]);
  expect([await count("reports"), await count("findings")]).toEqual([2, 3]);
  expect(readdirSync(join(folder, "done"))).toHaveLength(4);
});

test("killed when the end is recorded and the file not moved: the next look moves it", async () => {
  put("a.csv", row(1));
  const dying: Feed = {
    ...drop(),
    settle: async () => {
      throw new Killed("settle");
    },
  };
  await poll([dying]);
  expect(readdirSync(join(folder, "done"))).toEqual([]);
  house.later(1);
  expect(filesOf(await poll([drop()]))).toEqual([]);
  expect(readdirSync(join(folder, "done"))).toHaveLength(2);
  expect([await count("reports"), await count("findings")]).toEqual([1, 1]);
});

test("a file whose bytes break off waits, and is read again when its time has come", async () => {
  put("a.csv", row(1));
  let closed = 0;
  const breaking: Feed = {
    ...drop(),
    open: async () => ({
      bytes: null,
      close: async () => {
        closed++;
      },
      pieces: (async function* () {
        yield Buffer.from("ip,port");
        throw new AppError("feed-failed", "The line broke.");
      })(),
    }),
  };
  expect(await poll([breaking])).toMatchObject([{ owed: 1, files: [{ state: "owed" }] }]);
  expect(closed).toBe(1);
  house.later(4);
  expect(filesOf(await poll([drop()]))).toEqual([]);
  house.later(2);
  expect(filesOf(await poll([drop()]))).toMatchObject([{ state: "taken", accepted: 1 }]);
  expect(await count("reports")).toBe(1);
});

test("golden scenario 15: a feed changes its columns, then goes silent: kept aside, alarm, told once a day", async () => {
  const feed = drop("drop", 24 * hourMs);
  const tellOperators = makeOperatorMail(context.transport, context.instance);
  const watch = () => watchFeeds({ context: { ...context, feeds: [feed], tellOperators } });
  const alarms = async () => (await listStandingAlarms(sql)).map(({ kind }) => kind);
  for (const [i, last] of [10, 20, 30, 40].entries()) {
    put(`day-${i}.csv`, ...Array.from({ length: 10 }, (_, n) => row(last + n)));
    await poll([feed]);
    house.later(60);
  }
  await watch();
  expect([await alarms(), house.server.kept.length]).toEqual([[], 0]);

  writeFileSync(join(folder, "day-4.csv"), `address,poort\n${row(50)}\n`);
  const before = await count("findings");
  expect(filesOf(await poll([feed]))).toMatchObject([{ state: "refused" }]);
  expect(await count("findings")).toBe(before);
  await watch();
  await watch();
  expect(await alarms()).toEqual(["refused"]);
  const { feedAlarms, feeds } = await readFigures(sql, context.clock());
  expect(feedAlarms).toMatchObject([{ feed: "drop", kind: "refused" }]);
  expect(feeds).toMatchObject([{ feed: "drop", owed: 0, lastTakenAt: expect.any(Date) }]);
  expect(house.server.kept.map(({ to }) => to)).toEqual(["contact@meldpunt.example"]);
  expect(house.server.kept[0]?.bytes.toString()).toContain("day-4.csv");

  house.later(60);
  writeFileSync(join(folder, "day-5.csv"), `ip,port,timestamp,colour\n${row(60)},red\n`);
  await poll([feed]);
  await watch();
  expect(await alarms()).toEqual(["columns", "refused"]);

  house.later(60);
  put("day-6.csv");
  expect(filesOf(await poll([feed]))).toMatchObject([{ state: "taken", accepted: 0 }]);
  await watch();
  expect(await alarms()).toContain("volume");

  house.later(24 * 60 + 1);
  await watch();
  expect(await alarms()).toContain("silent");
  const mails = house.server.kept.length;
  await watch();
  expect(house.server.kept).toHaveLength(mails);

  for (let i = 7; i < 9; i++) {
    house.later(3 * 24 * 60);
    put(`day-${i}.csv`, ...Array.from({ length: 10 }, (_, n) => row(70 + 10 * i + n)));
    await poll([feed]);
  }
  await watch();
  expect(await alarms()).toEqual([]);
});

test("a mail that is not taken is tried again at the next turn", async () => {
  const feed = drop("drop", hourMs);
  await poll([feed]);
  house.later(61);
  const watch = (tellOperators: () => Promise<void>) =>
    watchFeeds({ context: { ...context, feeds: [feed], tellOperators } });
  await expect(watch(() => Promise.reject(new Error("no server")))).rejects.toThrow("no server");
  let told = 0;
  await watch(async () => void told++);
  await watch(async () => void told++);
  expect(told).toBe(1);
});

test("how a feed does is read in one go, for those that were looked at", async () => {
  put("a.csv", row(1), row(2));
  await poll([drop()]);
  const facts = await readFeedFacts(sql, ["drop", "other"] as FeedId[], context.clock());
  expect([...facts.keys()]).toEqual(["drop"]);
  expect(facts.get("drop" as FeedId)).toMatchObject({
    lastFile: "a.csv",
    owed: 0,
    volumes: [
      {
        type: "open-rdp",
        accepted: 2,
        header: "ip,port,timestamp",
        headerBefore: null,
        median: null,
        filesBefore: 0,
      },
    ],
  });
});
