import { expect, test } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { copyIn, copyOut, transaction } from "./database.ts";

const database = useDatabase({ migrated: false });

test("values keep their meaning: bigints exact, instants as Date, dates as text", async () => {
  const { rows } = await database.query(
    `select 9007199254740991::bigint as safe, 9007199254740993::bigint as big,
      '{1,9007199254740993,null}'::bigint[] as list, date '2026-02-03' as day,
      array[date '2026-02-03'] as days, timestamptz '2026-02-03 04:05:06+01' as at,
      inet '::ffff:192.0.2.1' as address, cidr '192.0.2.0/24' as prefix, '\\x00ff'::bytea as key,
      1.50::numeric as amount`,
  );
  expect(rows).toEqual([
    {
      safe: 9007199254740991,
      big: 9007199254740993n,
      list: [1, 9007199254740993n, null],
      day: "2026-02-03",
      days: ["2026-02-03"],
      at: new Date("2026-02-03T03:05:06Z"),
      address: "::ffff:192.0.2.1",
      prefix: "192.0.2.0/24",
      key: Buffer.from([0, 255]),
      amount: "1.50",
    },
  ]);
});

test("a Date goes out as the instant that it is", async () => {
  const at = new Date("2026-07-01T12:34:56.789Z");
  const { rows } = await database.query("select $1::timestamptz as at", [at]);
  expect(rows).toEqual([{ at }]);
});

test("a transaction keeps all or nothing", async () => {
  await database.query("create table entry (id int primary key)");
  await transaction(database, (sql) => sql.query("insert into entry values (1)"));
  const failing = transaction(database, async (sql) => {
    await sql.query("insert into entry values (2)");
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  const duplicate = transaction(database, async (sql) => {
    await sql.query("insert into entry values (3)");
    await sql.query("insert into entry values (1)");
  });
  await expect(duplicate).rejects.toMatchObject({ code: "23505" });
  expect((await database.query("select id from entry")).rows).toEqual([{ id: 1 }]);
});

test("two transactions in each other's way both succeed when they may try again", async () => {
  await database.query("create table account (id int primary key, amount int not null)");
  await database.query("insert into account values (1, 0), (2, 0)");
  let attempts = 0;
  let begun = 0;
  // Each has its first account before either asks for the second; whoever tries again waits for nobody.
  const bothBegun = Promise.withResolvers<void>();
  const add = (first: number, second: number) =>
    transaction(
      database,
      async (sql) => {
        attempts += 1;
        await sql.query("update account set amount = amount + 1 where id = $1", [first]);
        begun += 1;
        if (begun === 2) bothBegun.resolve();
        await bothBegun.promise;
        await sql.query("update account set amount = amount + 1 where id = $1", [second]);
      },
      { attempts: 10 },
    );
  await Promise.all([add(1, 2), add(2, 1)]);
  expect((await database.query("select amount from account")).rows).toEqual([
    { amount: 2 },
    { amount: 2 },
  ]);
  // At least one of them was in the way; how often they meet is up to the server.
  expect(attempts).toBeGreaterThanOrEqual(3);
});

test("a read-only transaction cannot write", async () => {
  const writing = transaction(database, (sql) => sql.query("create table never (id int)"), {
    readOnly: true,
  });
  await expect(writing).rejects.toMatchObject({ code: "25006" });
});

test("COPY takes bytes cut anywhere and counts the rows", async () => {
  await database.query("create table copied (id int, text text)");
  const bytes = Buffer.from(
    Array.from({ length: 1000 }, (_, i) => `${i}\tregel ${i} é\n`).join(""),
  );
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 37) yield bytes.subarray(at, at + 37);
  }
  expect(await copyIn(database, "copy copied from stdin", pieces())).toBe(1000);
  const out = await copyOut(
    database,
    "copy (select * from copied order by id) to stdout",
    (chunks) => Array.fromAsync(chunks),
  );
  expect(Buffer.concat(out)).toEqual(bytes);
});

test("COPY keeps nothing when a row or the source of the bytes fails", async () => {
  await database.query("create table strict (id int)");
  const bad = copyIn(database, "copy strict from stdin", [Buffer.from("1\n2\nthree\n")]);
  await expect(bad).rejects.toMatchObject({ code: "22P02" });
  async function* breaking() {
    yield Buffer.from("1\n");
    throw new Error("the file ends here");
  }
  const broken = copyIn(database, "copy strict from stdin", breaking());
  await expect(broken).rejects.toThrow("the file ends here");
  expect((await database.query("select * from strict")).rows).toEqual([]);
});

test("a connection goes on after a COPY that was read only in part", async () => {
  await transaction(database, async (sql) => {
    const first = await copyOut(
      sql,
      "copy (select repeat('x', 1000) from generate_series(1, 5000)) to stdout",
      async (chunks) => {
        for await (const chunk of chunks) return chunk.length;
        return 0;
      },
    );
    expect(first).toBeGreaterThan(0);
    expect((await sql.query("select 1 as a")).rows).toEqual([{ a: 1 }]);
  });
});

test("a connection that breaks fails its query and nothing else", async () => {
  const broken = database.query("select pg_terminate_backend(pg_backend_pid())");
  await expect(broken).rejects.toMatchObject({ code: "57P01" });
  expect((await database.query("select 1 as a")).rows).toEqual([{ a: 1 }]);
});
