import { execFile, spawn } from "node:child_process";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { makeDataFolder, startHolder, waitUntilStopped } from "../../../test/embedded-server.ts";
import type { Database } from "../database.ts";
import { tryFileLock } from "../file-lock.ts";
import { type OpenOptions, openDatabase } from "../open-database.ts";
import { ensurePlace } from "./place.ts";
import { findServerPid, stopServer } from "./server-process.ts";

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  const results: PromiseSettledResult<void>[] = [];
  for (const cleanup of cleanups.splice(0).reverse()) {
    results.push(...(await Promise.allSettled([cleanup()])));
  }
  for (const result of results) if (result.status === "rejected") throw result.reason;
});

function newFolder(): string {
  const { dataFolder, remove } = makeDataFolder();
  cleanups.push(remove);
  return dataFolder;
}

async function open(dataFolder: string, options: OpenOptions = {}): Promise<Database> {
  const settings = { databaseUrl: null, dataFolder, postgresFolder: null };
  const database = await openDatabase(settings, { idleMs: 60_000, ...options });
  cleanups.push(() => database.close());
  return database;
}

const startedAt = "select pg_postmaster_start_time()::text as at";

describe("the embedded server", () => {
  test("is durable and reachable by a private socket only", async () => {
    const dataFolder = newFolder();
    const database = await open(dataFolder);
    const { rows } = await database.query(
      `select current_setting('listen_addresses') as listen, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit, current_setting('TimeZone') as zone`,
    );
    expect(rows).toEqual([{ listen: "", fsync: "on", commit: "on", zone: "UTC" }]);
    const place = ensurePlace(dataFolder, null);
    for (const folder of [place.home, place.cluster, place.socketFolder]) {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    }
  });

  test("is one, when several processes start it for the first time at once", async () => {
    const dataFolder = newFolder();
    const holders = await Promise.all([1, 2, 3].map(() => startHolder(dataFolder)));
    const answers = await Promise.all(holders.map((holder) => holder.query(startedAt)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await Promise.all(holders.map((holder) => holder.kill()));
  });

  test("survives a killed parent, with all that was committed", async () => {
    const dataFolder = newFolder();
    const parent = await startHolder(dataFolder);
    await parent.query("create table kept as select 1 as a");
    const before = await parent.query(startedAt);
    await parent.kill();
    const database = await open(dataFolder);
    expect((await database.query("select a from kept")).rows).toEqual([{ a: 1 }]);
    expect((await database.query(startedAt)).rows).toEqual(before);
  });

  test("is started again by whoever needs it, after it was killed itself", async () => {
    const dataFolder = newFolder();
    const database = await open(dataFolder);
    await database.query("create table kept as select 1 as a");
    const before = (await database.query(startedAt)).rows;
    process.kill(findServerPid(ensurePlace(dataFolder, null)) ?? 0, "SIGKILL");
    // Its sessions may outlive it for a moment, and queries in flight fail.
    const later = () =>
      database.query(startedAt).then(
        (it) => it.rows,
        () => before,
      );
    await expect.poll(later).not.toEqual(before);
    expect((await database.query("select a from kept")).rows).toEqual([{ a: 1 }]);
  });

  test("stops when nobody is connected, and comes back with its data", async () => {
    const dataFolder = newFolder();
    const first = await startHolder(dataFolder, { idleMs: 200 });
    await first.query("create table kept as select 1 as a");
    await first.end();
    const place = ensurePlace(dataFolder, null);
    await waitUntilStopped(place);
    const log = () => readFileSync(place.logFile, "utf8");
    await expect.poll(log).toContain("database system is shut down");
    const database = await open(dataFolder);
    expect((await database.query("select a from kept")).rows).toEqual([{ a: 1 }]);
  });

  test("stays while somebody is connected, however long it is idle", async () => {
    const dataFolder = newFolder();
    const holder = await startHolder(dataFolder, { idleMs: 50 });
    const before = await holder.query(startedAt);
    await holder.query("select pg_sleep(0.5)");
    expect(await holder.query(startedAt)).toEqual(before);
    await holder.kill();
  });

  test("gets another keeper from the next process when its own was killed", async () => {
    const dataFolder = newFolder();
    const holder = await startHolder(dataFolder, { idleMs: 200 });
    const place = ensurePlace(dataFolder, null);
    await expect.poll(() => findKeepers(place.home)).toHaveLength(1);
    for (const pid of await findKeepers(place.home)) process.kill(pid, "SIGKILL");
    await expect.poll(() => isLockFree(place.keeperLock)).toBe(true);
    await holder.kill();
    expect(findServerPid(place)).not.toBeNull();
    const next = await startHolder(dataFolder, { idleMs: 200 });
    await next.kill();
    await waitUntilStopped(place);
  });

  test("starts though its old process id belongs to another process of its user by now", async () => {
    const dataFolder = newFolder();
    await (await startHolder(dataFolder)).end();
    const place = ensurePlace(dataFolder, null);
    await stopServer(place);
    const other = spawn("sleep", ["600"], { ...place.user, cwd: "/" });
    cleanups.push(async () => void other.kill("SIGKILL"));
    const lines = [other.pid, place.cluster, 1, 5432, place.socketFolder, "", ""];
    writeFileSync(join(place.cluster, "postmaster.pid"), lines.join("\n"));
    writeFileSync(join(place.socketFolder, ".s.PGSQL.5432.lock"), lines.join("\n"));
    const database = await open(dataFolder);
    expect((await database.query("select 1 as a")).rows).toEqual([{ a: 1 }]);
  });

  test("has a socket also where the path of its folder is too long for one", () => {
    const dataFolder = newFolder();
    const place = ensurePlace(dataFolder, join(dataFolder, "x".repeat(100)));
    cleanups.push(async () => rmSync(place.socketFolder, { recursive: true }));
    expect(place.socketFolder.length).toBeLessThan(60);
    expect(ensurePlace(dataFolder, place.home).socketFolder).toBe(place.socketFolder);
  });

  test("refuses the cluster of another major version, saying what to do", async () => {
    const dataFolder = newFolder();
    await (await startHolder(dataFolder)).end();
    const place = ensurePlace(dataFolder, null);
    await stopServer(place);
    writeFileSync(join(place.cluster, "PG_VERSION"), "19\n");
    await expect(open(dataFolder)).rejects.toMatchObject({
      code: "embedded-failed",
      message: expect.stringContaining("is of PostgreSQL 19, this program brings 18"),
      remedy: expect.stringContaining("Dump it"),
    });
  });

  test("says what its log says when it cannot start", async () => {
    const dataFolder = newFolder();
    await (await startHolder(dataFolder)).end();
    const place = ensurePlace(dataFolder, null);
    await stopServer(place);
    writeFileSync(join(place.cluster, "local.conf"), "work_mem = 'plenty'\n", { mode: 0o600 });
    await expect(open(dataFolder)).rejects.toMatchObject({
      code: "embedded-failed",
      message: expect.stringContaining("work_mem"),
    });
  });
});

function isLockFree(path: string): boolean {
  const lock = tryFileLock(path);
  lock?.release();
  return lock !== null;
}

/** The keepers of this home, on Linux and macOS alike. */
async function findKeepers(home: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,command="]);
  const lines = stdout.split("\n").filter((it) => it.includes("keeper.ts") && it.includes(home));
  return lines.map((line) => Number.parseInt(line, 10));
}
