import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { operator } from "../../test/makers/actors.ts";
import { retentionBounds } from "../domain/instance.ts";
import { transaction } from "../platform/database.ts";
import { appendAudit, dropOldAudit } from "../store/audit.ts";
import { expireAudit } from "./expire-audit.ts";
import { verifyAudit } from "./verify-audit.ts";

const sql = useDatabase();
const now = new Date("2026-07-01T09:00:00Z");
const retention = { ...retentionBounds } as Record<keyof typeof retentionBounds, unknown>;
for (const [name, { usual }] of Object.entries(retentionBounds)) {
  retention[name as keyof typeof retentionBounds] = usual;
}
const instance = { retention } as Parameters<typeof expireAudit>[0]["context"]["instance"];

const expire = () => expireAudit({ context: { sql, clock: () => now, instance } });
const verify = (noted: { id: number; hash: string } | null = null) =>
  verifyAudit({ context: { sql }, input: { actor: operator, noted } });

const add = (day: string) =>
  transaction(sql, (sql) =>
    appendAudit(sql, {
      at: new Date(`${day}T09:00:00Z`),
      actor: operator,
      act: "report.hold",
      about: "shadowserver",
      subject: "a report",
      detail: {},
    }),
  );

async function head() {
  const verdict = await verify();
  if (!verdict.whole || verdict.head === null) throw new Error("no head");
  return verdict.head;
}

beforeEach(async () => {
  for (const table of ["audit_entries", "audit_anchors"]) {
    await sql.query(`alter table ${table} disable trigger all`);
    await sql.query(`truncate ${table}`);
    await sql.query(`alter table ${table} enable trigger all`);
  }
});

describe("the clock", () => {
  it("forgets who and what after a year and drops entries after three, and the rest is whole", async () => {
    for (const day of ["2023-06-29", "2023-06-30", "2023-07-02", "2025-06-30", "2025-07-02"]) {
      await add(day);
    }
    expect(await expire()).toEqual({ pseudonymised: 4, dropped: 2 });
    expect(await verify()).toMatchObject({
      whole: true,
      entries: 3,
      dropped: 2,
      pseudonymised: 2,
      head: { id: 5 },
    });
    expect(await expire()).toEqual({ pseudonymised: 0, dropped: 0 });
    await add("2026-07-01");
    expect(await verify()).toMatchObject({ whole: true, entries: 4, head: { id: 6 } });
  });

  it("keeps the last entry, whatever its age: the next one follows it", async () => {
    for (const day of ["2020-01-01", "2020-01-02", "2020-01-03"]) await add(day);
    expect(await expire()).toMatchObject({ dropped: 2 });
    await add("2026-07-01");
    expect(await verify()).toMatchObject({ whole: true, entries: 2, dropped: 2, head: { id: 4 } });
  });

  it("drops some at a time, none behind one that is to be kept", async () => {
    for (const day of ["2020-01-01", "2020-01-02", "2020-01-03", "2026-01-01", "2020-01-04"]) {
      await add(day);
    }
    const drop = () =>
      transaction(sql, (sql) => dropOldAudit(sql, { before: now, at: now, limit: 2 }));
    const old = new Date("2025-01-01T00:00:00Z");
    const dropOld = () =>
      transaction(sql, (sql) => dropOldAudit(sql, { before: old, at: now, limit: 2 }));
    expect([await dropOld(), await dropOld(), await dropOld()]).toEqual([2, 1, 0]);
    expect(await verify()).toMatchObject({ whole: true, entries: 2, dropped: 3 });
    await expect(drop()).rejects.toMatchObject({ code: "42501" });
  });
});

describe("against a head that was noted", () => {
  it("before what is kept says so, and shows a beginning that is another", async () => {
    for (const day of ["2023-06-28", "2023-06-29"]) await add(day);
    const dropped = await head();
    await add("2023-06-30");
    const anchor = await head();
    await add("2026-06-30");
    await expire();
    expect(await verify(anchor)).toMatchObject({ whole: true });
    expect(await verify({ ...anchor, hash: "0".repeat(64) })).toMatchObject({
      whole: false,
      at: 3,
    });
    await expect(verify(dropped)).rejects.toMatchObject({ code: "input-refused" });
  });
});

describe("the database refuses", () => {
  beforeEach(async () => {
    for (const day of ["2020-01-01", "2020-01-02", "2026-06-30"]) await add(day);
  });

  it.each([
    ["to drop what is not anchored", "delete from audit_entries where id = 1"],
    ["an anchor that is no entry", "insert into audit_anchors values (2, sha256('x'), now())"],
    [
      "to drop what is of this year, anchored or not",
      "insert into audit_anchors select id, hash, now() from audit_entries where id = 3; delete from audit_entries where id = 3",
    ],
  ])("%s", async (_, statement) => {
    await expect(sql.query(statement)).rejects.toMatchObject({ code: "42501" });
  });

  it("to change or remove an anchor", async () => {
    await expire();
    for (const statement of [
      "delete from audit_anchors",
      "update audit_anchors set id = 7",
      "truncate audit_anchors",
    ]) {
      await expect(sql.query(statement)).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("and an entry that is gone from the middle, or from the beginning, shows", async () => {
    await sql.query("alter table audit_entries disable trigger all");
    await sql.query("delete from audit_entries where id = 1");
    await sql.query("alter table audit_entries enable trigger all");
    expect(await verify()).toMatchObject({ whole: false, at: 1 });
  });
});
