import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { pollFeeds } from "../../src/actions/poll-feeds.ts";
import { receiveEvents } from "../../src/actions/receive-events.ts";
import type { Actor } from "../../src/domain/access/actor.ts";
import type { Feed, FeedId } from "../../src/domain/feed/feed.ts";
import type { FinderId } from "../../src/domain/ids.ts";
import { openWatchedFolder } from "../../src/feeds/watched-folder/watched-folder.ts";
import { intelmqSource } from "../../src/sources/intelmq/intelmq-source.ts";
import { listReports } from "../../src/store/views/report-list.ts";
import { emptyTables } from "../empty-tables.ts";
import { dieAt } from "../makers/dying-database.ts";
import { useOutgoingHouse } from "../makers/outgoing-house.ts";
import { databasePropertySettings } from "./settings.ts";

const house = useOutgoingHouse();
const { sql } = house.context;
const actor: Actor = { kind: "system", name: "clock" };
const finder = "certnl" as FinderId;
let context = house.context;

beforeAll(() => {
  context = Object.create(house.context, { sources: { value: [intelmqSource] } });
});

type Step =
  | { readonly kind: "post" | "put"; readonly events: number }
  | { readonly kind: "later"; readonly minutes: number }
  /** Dies at the statement with this number, or does not. */
  | { readonly kind: "poll"; readonly diesAt: number | null };

const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("post" as const, "put" as const),
    events: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ kind: fc.constant("later" as const), minutes: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    kind: fc.constant("poll" as const),
    diesAt: fc.option(fc.integer({ min: 0, max: 120 }), { freq: 2 }),
  }),
);

/** Each event is of an address of its own. */
function makeLines(from: number, count: number): string {
  const toLine = (_: unknown, i: number): string =>
    JSON.stringify({
      "classification.type": "vulnerable-system",
      "classification.identifier": "open-rdp",
      "source.ip": `203.0.${(from + i) >> 8}.${(from + i) & 255}`,
      "source.port": 3389,
      "time.source": "2026-06-30T10:00:00+00:00",
    });
  return Array.from({ length: count }, toLine).join("\n");
}

/** Counts the files that are open. */
function openFolder(folder: string, held: { files: number }): Feed {
  const feed = openWatchedFolder({
    kind: "folder",
    id: "drop" as FeedId,
    finder,
    format: null,
    typeLabel: null,
    caseName: null,
    tlp: null,
    grade: null,
    complete: false,
    everyMs: 10_000,
    expectedWithinMs: null,
    folder,
    // The files of this test are younger than its clock.
    quietMs: -1e15,
    keepMs: 86_400_000,
  });
  const open: Feed["open"] = async (file) => {
    const opened = await feed.open(file);
    held.files++;
    const close = async (): Promise<void> => {
      await opened.close();
      held.files--;
    };
    return { ...opened, close };
  };
  return { ...feed, open };
}

async function play(steps: readonly Step[], folder: string): Promise<number> {
  const held = { files: 0 };
  const feeds = [openFolder(folder, held)];
  let given = 0;
  const poll = (over = sql): Promise<unknown> => {
    const own = Object.assign(Object.create(context), { feeds });
    Object.defineProperty(own, "sql", { value: over });
    const input = { actor, feed: null, againRefused: false, mostFiles: 3, isStopping: () => false };
    return pollFeeds({ context: own, input });
  };
  for (const step of steps) {
    if (step.kind === "later") house.later(step.minutes);
    else if (step.kind === "poll") {
      const over = step.diesAt === null ? sql : dieAt(sql, step.diesAt);
      await poll(over).catch(() => undefined);
    } else {
      const lines = makeLines(given, step.events);
      if (step.kind === "put") writeFileSync(join(folder, `${given}.jsonl`), `${lines}\n`);
      else {
        const input = { actor, finder, key: null, body: Buffer.from(lines) };
        await receiveEvents({ context, input });
      }
      given += step.events;
    }
  }
  for (let i = 0; i < 12; i++) {
    house.later(60);
    await poll();
  }
  expect(held.files, "files left open").toBe(0);
  return given;
}

test("whatever comes by folder and by event is taken in once, however often whoever takes it in dies", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 3, maxLength: 14 }), async (steps) => {
      await house.empty();
      await emptyTables(sql, "feed_positions, received_events, kept_reports");
      await house.loadWorld({});
      const folder = mkdtempSync(join(tmpdir(), "meldpunt-drop-"));
      const given = await play(steps, folder);
      rmSync(folder, { recursive: true });
      const accepted = (await listReports(sql, 1000)).map((report) => report.accepted);
      expect(accepted.reduce((sum, count) => sum + count, 0)).toBe(given);
      const { rows } = await sql.query<Record<string, number>>(
        `select (select count(*) from findings)::integer as findings,
                (select count(*) from received_events)::integer as waiting,
                (select count(*) from feed_files where state <> 'taken')::integer as unsettled`,
      );
      expect(rows[0]).toEqual({ findings: given, waiting: 0, unsettled: 0 });
    }),
    { ...databasePropertySettings, numRuns: 25 },
  );
});
