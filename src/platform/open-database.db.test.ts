import { expect, test } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { openDatabase, refuseOldServer } from "./open-database.ts";

const database = useDatabase({ migrated: false });

function openUrl(databaseUrl: string) {
  return openDatabase({ databaseUrl, dataFolder: "/nonexistent", postgresFolder: null });
}

test("another process gets to the same database by its address", async () => {
  await database.query("create table here as select 1 as a");
  const other = await openUrl(database.url);
  expect((await other.query("select a from here")).rows).toEqual([{ a: 1 }]);
  await other.close();
});

test("a server that does not answer is named, without the password", async () => {
  await expect(
    openUrl("postgresql://jan:ge@heim@127.0.0.1:1/meldpunt?password=geheim"),
  ).rejects.toMatchObject({
    code: "database-unreachable",
    message:
      "DATABASE_URL, postgresql://jan:…@127.0.0.1:1/meldpunt?password=…: connect ECONNREFUSED 127.0.0.1:1.",
  });
});

test("a database that is not there is named", async () => {
  await expect(openUrl(`${database.url}_absent`)).rejects.toMatchObject({
    code: "database-unreachable",
    message: expect.stringContaining("does not exist"),
  });
});

test("PostgreSQL 15 is the oldest that will do", () => {
  expect(() => refuseOldServer({ version: 150000, name: "15.0" })).not.toThrow();
  expect(() => refuseOldServer({ version: 140022, name: "14.22" })).toThrow(
    expect.objectContaining({
      code: "database-too-old",
      message: "DATABASE_URL leads to PostgreSQL 14.22.",
      remedy: expect.stringContaining("15 or newer"),
    }),
  );
});
