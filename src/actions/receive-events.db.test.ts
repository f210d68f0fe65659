import { beforeAll, beforeEach, expect, test } from "vitest";
import { emptyTables } from "../../test/empty-tables.ts";
import { dieAt } from "../../test/makers/dying-database.ts";
import { useOutgoingHouse } from "../../test/makers/outgoing-house.ts";
import type { Actor } from "../domain/access/actor.ts";
import type { FeedId } from "../domain/feed/feed.ts";
import type { FinderId } from "../domain/ids.ts";
import { intelmqSource } from "../sources/intelmq/intelmq-source.ts";
import { listReports } from "../store/views/report-list.ts";
import { type PolledFeed, pollFeeds } from "./poll-feeds.ts";
import { openEventFeed } from "./polling/event-feed.ts";
import type { PolledFile } from "./polling/take-feed-file.ts";
import { receiveEvents } from "./receive-events.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const finder = "certnl" as FinderId;
const actor: Actor = { kind: "finder", name: "certnl", finder, scopes: null };
const clockActor: Actor = { kind: "system", name: "clock" };
let context = house.context;

beforeAll(() => {
  context = Object.create(house.context, { sources: { value: [intelmqSource] } });
});
beforeEach(async () => {
  await emptyTables(sql, "feed_positions, received_events, idempotency_keys");
  await house.loadWorld({});
});

const event = (last: number): Record<string, unknown> => ({
  "classification.type": "vulnerable-system",
  "classification.identifier": "open-rdp",
  "source.ip": `203.0.113.${last}`,
  "source.port": 3389,
  "time.source": "2026-06-30T10:00:00+00:00",
});

const post = (body: unknown, key: string | null = null, by = actor) =>
  receiveEvents({
    context,
    input: {
      actor: by,
      finder,
      key,
      body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    },
  });

async function poll(
  feeds: ReturnType<typeof openEventFeed>[] = [],
  over = sql,
): Promise<PolledFile[]> {
  const own = Object.assign(Object.create(context), { feeds });
  Object.defineProperty(own, "sql", { value: over });
  const input = {
    actor: clockActor,
    feed: null,
    againRefused: false,
    mostFiles: null,
    isStopping: () => false,
  };
  const polled: PolledFeed[] = await pollFeeds({ context: own, input });
  return polled.flatMap(({ files }) => [...files]);
}

const waiting = async (): Promise<number> =>
  (await sql.query<{ n: number }>("select count(*)::integer as n from received_events")).rows[0]
    ?.n ?? 0;

test("events posted one by one, as an array and by line become one report when the oldest has waited", async () => {
  expect(await post(event(1))).toEqual({
    finder: "certnl",
    events: 1,
    receivedAt: "2026-07-01T09:00:00.000Z",
  });
  house.later(4);
  await post([event(2), event(3)]);
  await post(`${JSON.stringify(event(4))}\r\n\n${JSON.stringify(event(5))}\n`);
  await post(JSON.stringify(event(6), null, 2));
  expect(await poll()).toEqual([]);
  house.later(1);
  expect(await poll()).toMatchObject([{ state: "taken", accepted: 6, quarantined: 0 }]);
  expect(await waiting()).toBe(0);
  house.later(10);
  expect(await poll()).toEqual([]);
  expect(await listReports(sql, 10)).toMatchObject([{ finder: "certnl", accepted: 6 }]);
});

test("so many events are gathered at once, in sets", async () => {
  const feed = openEventFeed(
    {
      kind: "events",
      id: "certnl" as FeedId,
      finder,
      format: "intelmq",
      typeLabel: null,
      caseName: null,
      tlp: null,
      grade: null,
      complete: false,
      everyMs: 10_000,
      expectedWithinMs: null,
      gatherMs: 300_000,
      mostEvents: 3,
    },
    context,
  );
  for (let i = 1; i <= 7; i++) await post(event(i));
  expect((await poll([feed])).map(({ accepted }) => accepted)).toEqual([3, 3]);
  expect(await waiting()).toBe(1);
  house.later(6);
  expect((await poll([feed])).map(({ accepted }) => accepted)).toEqual([1]);
});

test("what is no event is put aside with its report, also where it came first", async () => {
  await post([{ name: "no event" }, 7, event(1)]);
  await post(`not json at all\n${JSON.stringify(event(2))}\n`);
  await post({ ...event(3), "source.ip": "10.0.0" });
  house.later(6);
  const [file] = await poll();
  expect(file).toMatchObject({ state: "taken", accepted: 2, quarantined: 4 });
});

test("events of which none has the format are refused, and kept with their receipt", async () => {
  await post({ name: "no event" });
  house.later(6);
  expect(await poll()).toMatchObject([{ state: "refused", report: expect.any(String) }]);
  expect(await waiting()).toBe(0);
});

test.each(["", "[]", "7", "name=value&a=b", '{"source.ip": '])(
  "a body without an event is refused: %j",
  async (body) => {
    await expect(post(body)).rejects.toMatchObject({ code: "input-refused" });
    expect(await waiting()).toBe(0);
  },
);

test("too many at once are refused whole", async () => {
  const many = Array.from({ length: 10_001 }, () => ({}));
  await expect(post(many)).rejects.toMatchObject({ code: "input-too-large" });
});

test("only the finder itself and the house may hand its events over", async () => {
  const other: Actor = { ...actor, finder: "divd" as FinderId };
  await expect(post(event(1), null, other)).rejects.toMatchObject({ code: "not-permitted" });
});

test("under the same key the same events are kept once, also by two requests at once; others are refused", async () => {
  const answers = await Promise.all([post(event(1), "k1"), post(event(1), "k1")]);
  expect(answers[0]).toEqual(answers[1]);
  house.later(1);
  expect(await post(event(1), "k1")).toEqual(answers[0]);
  await expect(post(event(2), "k1")).rejects.toMatchObject({ code: "input-refused" });
  expect(await waiting()).toBe(1);
});

test("the database holds no event in clear", async () => {
  await post(event(77));
  const { rows } = await sql.query<{ lines: Buffer }>("select lines from received_events");
  expect(rows[0]?.lines.includes("203.0.113.77")).toBe(false);
});

test.each([
  ["a set is gathered, not offered", "insert into feed_positions"],
  ["it is offered, not read", "select file as key, name, attempts"],
  ["the report is there, not recorded", "update feed_files set state"],
  ["the report is recorded, the set not deleted", "delete from received_events"],
])(
  "killed when %s: events that come meanwhile included, none is lost or doubled",
  async (_, text) => {
    await post([event(1), event(2)]);
    house.later(6);
    await poll([], dieAt(sql, text)).catch(() => undefined);
    await post(event(3));
    house.later(6);
    await poll();
    house.later(6);
    await poll();
    const reports = await listReports(sql, 10);
    expect(reports.map(({ accepted }) => accepted).sort()).toEqual([1, 2]);
    expect(await waiting()).toBe(0);
  },
);
