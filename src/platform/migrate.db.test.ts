import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeDatabase } from "../../test/database.ts";
import type { Database } from "./database.ts";
import { checkMigrated, migrate, migrationsFolder, readMigrations } from "./migrate.ts";
import { openDatabase } from "./open-database.ts";

let folder = "";
let database: Database;
let drop = async () => {};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "meldpunt-migrations-"));
  ({ database, drop } = await makeDatabase(false));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await database.close();
  await drop();
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

async function listTables(): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  return rows.map((row) => row.name).filter((name) => !name.startsWith("migration"));
}

test("the migrations of the program apply to an empty database, once", async () => {
  const names = (await readMigrations()).map((migration) => migration.name);
  expect(await migrate(database)).toEqual(names);
  expect(await migrate(database)).toEqual([]);
  await checkMigrated(database, migrationsFolder);
});

test("only what is new is applied, in the order of the numbers", async () => {
  write("0002_second.sql", "alter table first add column b int; insert into first values (1, 2);");
  write("0001_first.sql", "create table first (a int);");
  expect(await migrate(database, folder)).toEqual(["0001_first", "0002_second"]);
  write("0003_third.sql", "create table third (a int);");
  await expect(checkMigrated(database, folder)).rejects.toMatchObject({
    code: "database-not-migrated",
    message: "The database lacks 1 of the migrations of this program, first 0003_third.",
  });
  expect(await migrate(database, folder)).toEqual(["0003_third"]);
  expect((await database.query("select * from first")).rows).toEqual([{ a: 1, b: 2 }]);
});

test("each migration is a transaction: what failed leaves nothing, what came before stays", async () => {
  write("0001_first.sql", "create table first (a int);");
  write("0002_second.sql", "create table second (a int); insert into nowhere values (1);");
  await expect(migrate(database, folder)).rejects.toMatchObject({
    code: "migration-failed",
    message: `${join(folder, "0002_second.sql")}: relation "nowhere" does not exist`,
  });
  expect(await listTables()).toEqual(["first"]);
  write("0002_second.sql", "create table second (a int);");
  expect(await migrate(database, folder)).toEqual(["0002_second"]);
});

test("twenty may migrate at once: each migration is applied by one of them", async () => {
  write("0001_first.sql", "create table first (a int); select pg_sleep(0.1);");
  write("0002_second.sql", "create table second (a int); insert into first values (1);");
  const all = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const settings = { databaseUrl: database.url, dataFolder: folder, postgresFolder: null };
      const own = await openDatabase(settings, { maxConnections: 1 });
      return migrate(own, folder).finally(() => own.close());
    }),
  );
  expect(all.flat().sort()).toEqual(["0001_first", "0002_second"]);
  expect((await database.query("select a from first")).rows).toEqual([{ a: 1 }]);
});

test("a database that a later version migrated is left alone", async () => {
  write("0001_first.sql", "create table first (a int);");
  write("0002_later.sql", "create table later (a int);");
  await migrate(database, folder);
  rmSync(join(folder, "0002_later.sql"));
  const refused = { code: "database-newer", message: expect.stringContaining("0002_later") };
  await expect(migrate(database, folder)).rejects.toMatchObject(refused);
  await expect(checkMigrated(database, folder)).rejects.toMatchObject(refused);
});

describe("the names of migrations", () => {
  test.each([["1_first.sql"], ["0001-first.sql"], ["0001_First.sql"]])(
    "%s is refused",
    async (name) => {
      write(name, "select 1");
      await expect(readMigrations(folder)).rejects.toThrow("is not named NNNN_name.sql");
    },
  );

  test("two of the same number are refused", async () => {
    write("0001_first.sql", "select 1");
    write("0001_other.sql", "select 1");
    await expect(readMigrations(folder)).rejects.toThrow("has the number of 0001_first.sql");
  });
});
