import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { isRoot } from "../../../test/abilities.ts";
import { makeDataFolder, startHolder } from "../../../test/embedded-server.ts";
import { openDatabase } from "../open-database.ts";
import { ensurePlace } from "./place.ts";
import { ensureServerUser, type ServerUser } from "./server-user.ts";

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

/** A user made for this test, as on a machine that has none for the server yet. */
function newUser(): ServerUser {
  const name = `meldpunt-test-${process.pid}`;
  cleanups.push(async () => void spawnSync("userdel", [name]));
  return ensureServerUser([name]);
}

describe.skipIf(!isRoot)("under root, which PostgreSQL refuses to run as", () => {
  test("a user for the server is made when there is none, without password or shell", () => {
    const user = newUser();
    const { stdout } = spawnSync("getent", ["passwd", String(user.uid)], { encoding: "utf8" });
    expect(stdout).toMatch(/^meldpunt-test-\d+:x:\d+:\d+:.*:\/usr\/sbin\/nologin$/m);
    expect(ensureServerUser([stdout.split(":")[0] ?? ""])).toEqual(user);
  });

  test("a user that cannot be made is explained", () => {
    expect(() => ensureServerUser(["no:such:user"])).toThrowError(
      expect.objectContaining({
        code: "embedded-user",
        message: expect.stringMatching(/no:such:user could not be made: useradd /),
        remedy: expect.stringContaining("Make the system user no:such:user by hand"),
      }),
    );
  });

  test("the server lives elsewhere, where its user may enter, and the data folder leads to it", async () => {
    const dataFolder = newFolder();
    expect(statSync(dirname(dataFolder)).mode & 0o777).toBe(0o700);
    const database = await openDatabase({ databaseUrl: null, dataFolder, postgresFolder: null });
    expect((await database.query("select 1 as a")).rows).toEqual([{ a: 1 }]);
    await database.close();
    expect(readlinkSync(join(dataFolder, "postgres"))).toMatch(/^\/var\/lib\/meldpunt\/./);
    expect(statSync(ensurePlace(dataFolder, null).cluster).uid).toBeGreaterThan(0);
  });

  test("a copy of a data folder does not write into the database of the original", async () => {
    const [original, copy] = [newFolder(), newFolder()];
    ensurePlace(original, null);
    mkdirSync(copy);
    symlinkSync(readlinkSync(join(original, "postgres")), join(copy, "postgres"));
    expect(() => ensurePlace(copy, null)).toThrowError(/is a copy of .* must not be shared/);
    rmSync(join(copy, "postgres"));
  });

  test("the database of an ordinary user is served as that user", async ({ skip }) => {
    const user = newUser();
    const dataFolder = newFolder();
    const reads = spawnSync("test", ["-r", import.meta.filename], { ...user, cwd: "/" });
    skip(reads.status !== 0, "this clone lies where an ordinary user may not enter");
    chmodSync(dirname(dataFolder), 0o755);
    mkdirSync(dataFolder);
    chownSync(dataFolder, user.uid, user.gid);
    const holder = await startHolder(dataFolder, { user });
    await holder.query("create table kept as select 1 as a");
    await holder.end();
    const database = await openDatabase({ databaseUrl: null, dataFolder, postgresFolder: null });
    expect((await database.query("select a from kept")).rows).toEqual([{ a: 1 }]);
    await database.close();
    expect(statSync(join(dataFolder, "postgres", "cluster")).uid).toBe(user.uid);
  });
});
