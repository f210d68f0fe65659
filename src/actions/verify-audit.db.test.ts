import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { operator } from "../../test/makers/actors.ts";
import { transaction } from "../platform/database.ts";
import { appendAudit, pseudonymiseAudit } from "../store/audit.ts";
import { verifyAudit } from "./verify-audit.ts";

const sql = useDatabase();
const at = new Date("2026-07-01T09:00:00.123Z");

const verify = (noted: { id: number; hash: string } | null = null) =>
  verifyAudit({ context: { sql }, input: { actor: operator, noted } });

const add = (subject: string) =>
  transaction(sql, (sql) =>
    appendAudit(sql, {
      at,
      actor: operator,
      act: "report.hold",
      about: "shadowserver",
      subject,
      detail: { zulu: 1, alfa: { y: [1, "é"], x: null } },
    }),
  );

/** What somebody with the rights of the owner of the tables could do to the log. */
async function tamper(statement: string): Promise<void> {
  await sql.query("alter table audit_entries disable trigger all");
  await sql.query(statement);
  await sql.query("alter table audit_entries enable trigger all");
}

beforeEach(async () => {
  await tamper("truncate audit_entries");
  for (const subject of ["a", "b", "c", "d"]) await add(subject);
});

describe("the chain", () => {
  it("is whole, and answers its head", async () => {
    expect(await verify()).toMatchObject({
      whole: true,
      entries: 4,
      pseudonymised: 0,
      head: { id: 4 },
    });
  });

  it("is whole when many add at once, without a gap", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => add(`at once ${i}`)));
    expect(await verify()).toMatchObject({ whole: true, entries: 24 });
  });

  it.each([
    [
      "a changed content",
      `update audit_entries set content = '{"actor":"x"}' where id = 2`,
      2,
      /content/,
    ],
    [
      "a changed time",
      "update audit_entries set at = at + interval '1 ms' where id = 3",
      3,
      /follow/,
    ],
    ["a changed party", "update audit_entries set about = null where id = 3", 3, /follow/],
    ["an entry that is gone", "delete from audit_entries where id = 2", 2, /missing/],
    ["a first entry that is gone", "delete from audit_entries where id = 1", 1, /missing/],
    [
      "an entry written anew with a hash of its own",
      "update audit_entries set act = 'x', hash = sha256('x') where id = 2",
      2,
      /follow/,
    ],
  ])("shows %s", async (_, statement, entry, why) => {
    await tamper(statement);
    expect(await verify()).toEqual({ whole: false, at: entry, why: expect.stringMatching(why) });
  });

  it("shows an end that was cut off, against a head that was noted elsewhere", async () => {
    const before = await verify();
    const head = before.whole ? before.head : null;
    await tamper("delete from audit_entries where id = 4");
    expect(await verify()).toMatchObject({ whole: true });
    expect(await verify(head)).toEqual({
      whole: false,
      at: 4,
      why: expect.stringMatching(/ends before/),
    });
    await add("another end");
    expect(await verify(head)).toEqual({
      whole: false,
      at: 4,
      why: expect.stringMatching(/noted/),
    });
  });

  it("stays whole when the content of old entries is forgotten", async () => {
    expect(await pseudonymiseAudit(sql, new Date(at.getTime() + 1))).toBe(4);
    expect(await verify()).toMatchObject({ whole: true, pseudonymised: 4 });
    const { rows } = await sql.query("select distinct content from audit_entries");
    expect(rows).toEqual([{ content: {} }]);
  });
});

it.each([
  "update audit_entries set about = 'x' where id = 1",
  "update audit_entries set content = '{}' where id = 1",
  "delete from audit_entries where id = 4",
  "truncate audit_entries",
])("the log is append-only, also for the service itself: %s", async (statement) => {
  await expect(sql.query(statement)).rejects.toMatchObject({ code: "42501" });
});

it("is for auditors and privacy officers", async () => {
  const actor = { ...operator, roles: ["operator", "vetter"] } as const;
  await expect(
    verifyAudit({ context: { sql }, input: { actor, noted: null } }),
  ).rejects.toMatchObject({
    code: "not-permitted",
  });
});
