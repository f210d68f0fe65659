import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Feed, FeedFile, FeedId, FolderTerms } from "../../domain/feed/feed.ts";
import type { FinderId, ReportId } from "../../domain/ids.ts";
import { openWatchedFolder } from "./watched-folder.ts";

const dayMs = 86_400_000;
const now = new Date("2036-11-20T12:00:00Z");
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
let folder = "";
let feed: Feed;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "meldpunt-drop-"));
  const terms: FolderTerms = {
    kind: "folder",
    id: "drop" as FeedId,
    finder: "divd" as FinderId,
    format: null,
    typeLabel: null,
    caseName: null,
    tlp: null,
    grade: null,
    complete: false,
    everyMs: 10_000,
    expectedWithinMs: null,
    folder,
    quietMs: 30_000,
    keepMs: 7 * dayMs,
  };
  feed = openWatchedFolder(terms);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file last written at an instant. */
function put(name: string, text: string, writtenAt: Date): void {
  writeFileSync(join(folder, name), text);
  utimesSync(join(folder, name), writtenAt, writtenAt);
}

const namesOf = (files: readonly FeedFile[]): string[] => files.map(({ name }) => name);

async function read(file: FeedFile): Promise<string> {
  const { pieces, close } = await feed.open(file);
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece));
  await close();
  return Buffer.concat(parts).toString();
}

test("a file that was quiet before is taken at once, one that is being written only when it stays as it is", async () => {
  put("old.csv", "ip\n", later(-60));
  put("new.csv", "ip\n", now);
  const first = await feed.look(null, now);
  expect(namesOf(first.files)).toEqual(["old.csv"]);
  put("new.csv", "ip\n192.0.2.1\n", later(20));
  const second = await feed.look(first.position, later(40));
  expect(namesOf(second.files)).toEqual(["old.csv"]);
  const third = await feed.look(second.position, later(71));
  expect(namesOf(third.files)).toEqual(["old.csv", "new.csv"]);
  expect(await read(third.files[1] as FeedFile)).toBe("ip\n192.0.2.1\n");
});

test("a file whose clock is ahead is taken when it stays as it is", async () => {
  put("ahead.csv", "ip\n", later(3 * 86_400));
  const first = await feed.look(null, now);
  expect(first.files).toEqual([]);
  expect(namesOf((await feed.look(first.position, later(31))).files)).toEqual(["ahead.csv"]);
});

test("hidden and unfinished files, and folders, are left alone", async () => {
  for (const name of [".hidden", "a.csv.part", "b.tmp", "c.filepart", "d~"])
    put(name, "x", later(-60));
  mkdirSync(join(folder, "mine"));
  expect((await feed.look(null, now)).files).toEqual([]);
  expect(readdirSync(folder)).toContain("a.csv.part");
  expect(existsSync(join(folder, "mine"))).toBe(true);
});

test("a file that was opened and never read is closed", async () => {
  put("a.csv", "ip\n", later(-60));
  const [file] = (await feed.look(null, now)).files;
  const { pieces, close } = await feed.open(file as FeedFile);
  await close();
  const reading = pieces[Symbol.asyncIterator]();
  await expect(reading.next()).rejects.toMatchObject({ code: "EBADF" });
});

test("links and pipes are refused, not followed and not waited for", async () => {
  symlinkSync("/etc/hostname", join(folder, "link.csv"));
  execFileSync("/usr/bin/mkfifo", [join(folder, "pipe.csv")]);
  const first = await feed.look(null, now);
  const { files } = await feed.look(first.position, later(60));
  expect(namesOf(files).sort()).toEqual(["link.csv", "pipe.csv"]);
  for (const file of files) {
    await expect(feed.open(file)).rejects.toMatchObject({ code: "input-refused" });
  }
});

test("a link in the place of our own folder is a failure, nothing goes through it", async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "meldpunt-elsewhere-"));
  symlinkSync(elsewhere, join(folder, "done"));
  put("a.csv", "ip\n", later(-60));
  await expect(feed.look(null, now)).rejects.toMatchObject({ code: "feed-failed" });
  expect(readdirSync(elsewhere)).toEqual([]);
  rmSync(elsewhere, { recursive: true });
});

test("what ended lies beside its answer, and does so once when it is told twice", async () => {
  put("a.csv", "ip\n", later(-60));
  put("b.csv", "ip\n", later(-60));
  const [a, b] = (await feed.look(null, now)).files as [FeedFile, FeedFile];
  const report = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90" as ReportId;
  const taken = { state: "taken", report, repeated: false, accepted: 1, quarantined: 0 } as const;
  await feed.settle(a, taken);
  await feed.settle(a, taken);
  await feed.settle(b, { state: "refused", report: null, reason: "no column ip" });
  expect(readdirSync(join(folder, "done")).sort()).toEqual([a.key, `${a.key}.json`]);
  const answer = JSON.parse(readFileSync(join(folder, "done", `${a.key}.json`), "utf8"));
  expect(answer).toEqual({ file: "a.csv", ...taken });
  expect(readdirSync(join(folder, "refused")).sort()).toEqual([b.key, `${b.key}.json`]);
  expect((await feed.look(null, later(10))).files).toEqual([]);
});

test("what a crash left aside is found again", async () => {
  put("a.csv", "ip\n", later(-60));
  const before = await feed.look(null, now);
  expect(await feed.look(null, later(10))).toMatchObject({ files: before.files });
});

test("what was taken in goes after its time; files that others put there stay", async () => {
  put("a.csv", "ip\n", later(-60));
  const [a] = (await feed.look(null, now)).files as [FeedFile];
  await feed.settle(a, { state: "refused", report: null, reason: "x" });
  writeFileSync(join(folder, "refused", "note.txt"), "mine");
  await feed.look(null, later(7 * 86_400));
  expect(readdirSync(join(folder, "refused"))).toHaveLength(3);
  await feed.look(null, later(7 * 86_400 + 300));
  expect(readdirSync(join(folder, "refused"))).toEqual(["note.txt"]);
});

test("a folder that is not there is a failure with what to do", async () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "");
  await expect(feed.look(null, now)).rejects.toMatchObject({ code: "feed-failed" });
});
