import { mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import type { PolledFeed } from "../../src/actions/poll-feeds.ts";
import { type ServedReport, startShadowserver } from "../makers/shadowserver-server.ts";
import { killAfter } from "./kill-after.ts";
import { useMeldpunt } from "./meldpunt.ts";
import { readSink } from "./sink.ts";

const meldpunt = useMeldpunt();
const folder = join(meldpunt.folder, "drop");
const files = 8;
const rows = 4000;

/** A list of hosts of its own for each number, last written long ago. */
function put(number: number): void {
  const lines = Array.from(
    { length: rows },
    (_, i) => `198.${60 + number}.${i >> 8}.${i & 255},3389,2026-11-20T10:00:00Z\n`,
  );
  const path = join(folder, `list-${number}.csv`);
  writeFileSync(path, `ip,port,timestamp\n${lines.join("")}`);
  const longAgo = new Date("2026-01-01T00:00:00Z");
  utimesSync(path, longAgo, longAgo);
}

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  mkdirSync(meldpunt.dataFolder, { recursive: true });
  const feed = `{id: drop, kind: folder, finder: scanner, folder: ${JSON.stringify(folder)}, type: open-rdp}`;
  writeFileSync(join(meldpunt.dataFolder, "feeds.yaml"), `feeds:\n  - ${feed}\n`);
});

const poll = () => meldpunt.lines<PolledFeed>("feeds", "poll", "drop", "--json");

/** Polls and kills, several times, each time somewhat later, then polls until nothing is owed. */
async function killAndFinish(): Promise<void> {
  const startedMs = performance.now();
  await meldpunt.done("feeds", "list");
  let ms = performance.now() - startedMs;
  for (let killed = 0; killed < 5; ) {
    const died = await killAfter(ms, meldpunt.start(["feeds", "poll", "drop"]));
    if (died) killed++;
    // What was done before that died too late: the machine was busier when the time was taken.
    ms *= died ? 1.2 : 0.5;
  }
  // The server lets go of what the dead held as soon as it notices.
  for (let done = false; !done; ) {
    const [polled] = await poll();
    done = polled?.outcome === "polled" && polled.owed === 0;
  }
}

test("a folder is emptied although whoever empties it is killed again and again", async () => {
  expect((await meldpunt.lines("feeds", "list", "--json"))[0]).toMatchObject({ lookedAt: null });
  for (let number = 0; number < files; number++) put(number);
  await killAndFinish();
  const reports = await listReports();
  expect(reports.map(({ accepted }) => accepted)).toEqual(new Array(files).fill(rows));
  expect(readdirSync(folder).filter((name) => name.endsWith(".csv"))).toEqual([]);
  const done = readdirSync(join(folder, "done")).filter((name) => name.endsWith(".json"));
  expect(done).toHaveLength(files);
  expect((await poll())[0]).toMatchObject({ outcome: "polled", files: [], owed: 0 });
});

test("an API is read to its end although whoever reads it is killed again and again", async () => {
  const account = { apiKey: "key-4711", secret: "s3cret-of-the-account" };
  const server = await startShadowserver(account);
  onTestFinished(() => server.close());
  for (const [name, word] of Object.entries(account)) meldpunt.write(name, `${word}\n`);
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  for (let number = 0; number < files; number++) server.reports.push(makeReport(number, day));
  const settings = {
    feeds: [
      {
        id: "drop",
        kind: "shadowserver-api",
        finder: "shadowserver",
        api: server.api,
        downloads: server.downloads,
        internal: true,
        apiKey: { file: join(meldpunt.folder, "apiKey") },
        secret: { file: join(meldpunt.folder, "secret") },
      },
    ],
  };
  writeFileSync(join(meldpunt.dataFolder, "feeds.yaml"), JSON.stringify(settings));
  const before = (await listReports()).length;
  await killAndFinish();
  const reports = (await listReports()).slice(0, -before);
  expect(reports.map(({ accepted }) => accepted)).toEqual(new Array(files).fill(rows));
  const told = await meldpunt.run("feeds", "list");
  expect(told.stdout + told.stderr).not.toContain(account.secret);
});

/** A report of an account compromised at hosts of its own. */
function makeReport(number: number, day: string): ServedReport {
  const lines = Array.from(
    { length: rows },
    (_, i) => `"${day} 01:02:03","198.${80 + number}.${i >> 8}.${i & 255}","23"\n`,
  );
  const bytes = Buffer.from(`"timestamp","ip","port"\n${lines.join("")}`);
  const file = `${day}-scan_telnet-list${number}-geo.csv`;
  return { id: `id${number}`, file, type: "scan_telnet", report: "nederland", day, bytes };
}

const listReports = () =>
  meldpunt.lines<{ accepted: number }>("report", "list", "--limit", "100", "--json");

test("the table says how a feed does; a feeds file with a mistake is refused with its place", async () => {
  expect(await meldpunt.done("feeds", "list")).toMatch(
    /^drop +shadowserver-api +shadowserver .* ok$/m,
  );
  writeFileSync(join(meldpunt.dataFolder, "feeds.yaml"), "feeds:\n  - {id: drop, kind: pigeon}\n");
  const refused = await meldpunt.run("feeds", "poll");
  expect(refused).toMatchObject({ status: 2, stdout: "" });
  expect(refused.stderr).toContain("feeds.yaml:2:22: feeds[0].kind: no kind of feed.");
});

test("golden scenario 15: work takes in what comes, and tells operators of a feed that changed its columns", async () => {
  const changed = join(meldpunt.folder, "changed");
  mkdirSync(changed);
  const feed = { id: "changed", kind: "folder", finder: "shadowserver", folder: changed };
  writeFileSync(join(meldpunt.dataFolder, "feeds.yaml"), JSON.stringify({ feeds: [feed] }));
  const longAgo = new Date("2026-01-01T00:00:00Z");
  const put = (name: string, text: string): void => {
    writeFileSync(join(changed, `${name}.part`), text);
    utimesSync(join(changed, `${name}.part`), longAgo, longAgo);
    renameSync(join(changed, `${name}.part`), join(changed, name));
  };
  put(
    "2026-11-20-scan_rdp-nederland-geo.csv",
    '"timestamp","address"\n"2026-11-20","203.0.113.5"\n',
  );
  const [polled] = await meldpunt.lines<PolledFeed>("feeds", "poll", "changed", "--json");
  expect(polled?.files).toMatchObject([{ state: "refused", report: expect.any(String) }]);
  const [listed] = await meldpunt.lines<{ alarms: unknown }>("feeds", "list", "--json");
  expect(listed?.alarms).toMatchObject([{ kind: "refused" }]);

  const good = '"timestamp","ip","port"\n"2026-11-21 01:00:00","203.0.113.5","3389"\n';
  put("2026-11-21-scan_rdp-nederland-geo.csv", good);
  const working = meldpunt.start(["work"]);
  const told = async () =>
    (await readSink(meldpunt)).filter(({ subject }) => subject.startsWith("Feeds need a look"));
  await expect
    .poll(told)
    .toMatchObject([
      { to: "contact@meldpunt.example", text: expect.stringContaining("2026-11-20-scan_rdp") },
    ]);
  await expect.poll(() => readdirSync(join(changed, "done"))).toHaveLength(2);
  working.child.kill("SIGTERM");
  expect(await working.ended).toMatchObject({ status: 0 });
});
