import { beforeEach, describe, expect, test } from "vitest";
import { useDatabase } from "../../../test/database.ts";
import { emptyTables } from "../../../test/empty-tables.ts";
import { operator } from "../../../test/makers/actors.ts";
import type { HouseActor } from "../../domain/access/actor.ts";
import type { ApprovalRule } from "../../domain/access/approval.ts";
import type { HouseRole } from "../../domain/access/role.ts";
import { transaction } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { approveRequest } from "../approve-request.ts";
import { listApprovals } from "../list-approvals.ts";
import { refuseRequest } from "../refuse-request.ts";
import { showApproval } from "../show-approval.ts";
import { verifyAudit } from "../verify-audit.ts";
import { type ApprovalContext, uncounted } from "./approval-ask.ts";
import { wordHolder } from "./find-holder.ts";
import { personOf } from "./token-holder.ts";
import { withApproval } from "./with-approval.ts";

const sql = useDatabase();
const start = new Date("2026-07-01T09:00:00Z");
let now = start;
const later = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000);
};

const rule: ApprovalRule = {
  people: 2,
  bodies: 2,
  within: { months: 0, days: 3, ms: 0 },
  above: null,
};
const contextWith = (changed: Partial<ApprovalRule> = {}): ApprovalContext => ({
  sql,
  clock: () => now,
  instance: { approvals: { "token.revoke": { ...rule, ...changed } } },
});
const context = contextWith();

const person = (name: string, body: string | null, roles: readonly HouseRole[] = ["operator"]) =>
  ({ kind: "house", name, roles, body, scopes: null }) satisfies HouseActor;
const jan = person("token jan (00000a)", "NCSC");
const piet = person("token piet (00000b)", "DIVD");
const colleague = person("token klaas (00000c)", " ncsc ");

beforeEach(async () => {
  now = start;
  await emptyTables(sql, "approval_answers, approval_requests, access_tokens");
});

/** An act of which the database keeps a trace: whether it was done, and how often. */
function act(actor: HouseActor, token: string, on = context): Promise<string | null> {
  return withApproval(on, (approve) =>
    transaction(sql, async (sql) => {
      await sql.query(
        `insert into access_tokens (id, name, kind, roles, token_hash, made_at, made_by, expires_at)
         values (gen_random_uuid(), $1, 'house', '{operator}', sha256(gen_random_uuid()::text::bytea), $2, 'x', $3)`,
        [token, now, new Date(now.getTime() + 1)],
      );
      return approve(sql, {
        actor,
        act: "token.revoke",
        what: { token, nested: { b: 1, a: 2 } },
        summary: { token, rows: 3 },
        extent: uncounted,
        next: null,
      });
    }),
  );
}

async function done(): Promise<number> {
  const { rows } = await sql.query("select from access_tokens");
  return rows.length;
}

async function refusalOf(doing: Promise<unknown>): Promise<AppError> {
  const error = await doing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`It was not refused: ${String(error)}`);
}

const ask = async (actor: HouseActor, token: string, on = context): Promise<string> => {
  const refusal = await refusalOf(act(actor, token, on));
  expect(refusal.code).toBe("approval-needed");
  return String(refusal.details.request);
};
const approve = (actor: HouseActor, id: string) =>
  approveRequest({ context, input: { actor, id } });
const refuse = (actor: HouseActor, id: string) =>
  refuseRequest({ context, input: { actor, id, reason: "the wrong one" } });
const open = async () =>
  (await listApprovals({ context, input: { actor: jan, open: true, limit: 10 } })).length;

describe("an act that needs two people of two bodies", () => {
  test("is not done before somebody of another body approved it, and then once", async () => {
    const refusal = await refusalOf(act(jan, "a"));
    const id = String(refusal.details.request);
    expect(refusal).toMatchObject({
      code: "approval-needed",
      message: expect.stringContaining(
        "waits for 1 more, 1 of them not of NCSC. Nothing was done.",
      ),
      remedy: expect.stringContaining(`meldpunt approvals show ${id}`),
      details: { people: 2, bodies: 2, expiresAt: "2026-07-04T09:00:00.000Z" },
    });
    expect(await done()).toBe(0);
    expect((await approve(colleague, id)).state).toMatchObject({ kind: "waiting", bodies: 1 });
    expect(await ask(jan, "a")).toBe(id);
    expect((await approve(piet, id)).state).toEqual({ kind: "approved" });
    expect(await act(jan, "a")).toBe(id);
    expect(await done()).toBe(1);
    const view = await showApproval({ context, input: { actor: piet, id } });
    expect(view).toMatchObject({ state: { kind: "used" }, summary: { token: "a", rows: 3 } });
    expect(await ask(jan, "a")).not.toBe(id);
  });

  test("its asker cannot approve it, nor with a token that was rotated, nor anybody twice", async () => {
    const id = await ask(jan, "a");
    const rotated = { ...jan, name: "token jan (ffffff)", body: "DIVD" };
    for (const self of [jan, rotated]) {
      expect(await refusalOf(approve(self, id))).toMatchObject({
        code: "conflict",
        message: "You asked for this yourself.",
      });
    }
    await approve(colleague, id);
    expect(await refusalOf(approve(colleague, id))).toMatchObject({ code: "conflict" });
    expect(await done()).toBe(0);
  });

  test("is answered only by who may do it: not by an auditor, nor by the word of the installation", async () => {
    const id = await ask(jan, "a");
    const auditor = person("token an (00000d)", "DTC", ["auditor"]);
    for (const nobody of [auditor, wordHolder as HouseActor]) {
      expect(await refusalOf(approve(nobody, id))).toMatchObject({ code: "not-permitted" });
    }
    expect(await refusalOf(act(wordHolder as HouseActor, "b"))).toMatchObject({
      code: "not-permitted",
    });
    expect(await done()).toBe(0);
  });

  test("with another input needs another approval", async () => {
    const id = await ask(jan, "a");
    await approve(piet, id);
    expect(await ask(jan, "b")).not.toBe(id);
    expect(await act(jan, "a")).toBe(id);
  });

  test("expires by the clock, approved or not, and is asked for anew", async () => {
    const id = await ask(jan, "a");
    await approve(piet, id);
    later(72);
    expect(await open()).toBe(0);
    const next = await ask(jan, "a");
    expect(next).not.toBe(id);
    expect(await refusalOf(approve(piet, id))).toMatchObject({
      message: "This request is closed.",
    });
    const view = await showApproval({ context, input: { actor: piet, id } });
    expect(view.state).toEqual({ kind: "expired" });
    later(71);
    await approve(piet, next);
    expect(await act(jan, "a")).toBe(next);
  });

  test("that was refused cannot be approved any more, and says so when it is asked for anew", async () => {
    const id = await ask(jan, "a");
    expect((await refuse(piet, id)).state).toEqual({ kind: "refused" });
    expect(await refusalOf(approve(colleague, id))).toMatchObject({ code: "conflict" });
    expect(await ask(jan, "a")).not.toBe(id);
    expect(await done()).toBe(0);
  });

  test("may be refused after it was approved, by who approved it and by who asked, until it is used", async () => {
    for (const who of [piet, jan]) {
      const id = await ask(jan, "a");
      await approve(piet, id);
      expect((await refuse(who, id)).state).toEqual({ kind: "refused" });
    }
    const id = await ask(jan, "a");
    await approve(piet, id);
    await act(jan, "a");
    expect(await refusalOf(refuse(piet, id))).toMatchObject({ code: "conflict" });
  });

  test("asked for by several at once ends as one request", async () => {
    const ids = await Promise.all([jan, jan, piet, colleague].map((actor) => ask(actor, "a")));
    expect(new Set(ids).size).toBe(1);
    expect(await open()).toBe(1);
  });

  test("done by several at once with one approval is done once", async () => {
    await approve(piet, await ask(jan, "a"));
    const ends = await Promise.allSettled([act(jan, "a"), act(jan, "a"), act(jan, "a")]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await done()).toBe(1);
  });

  test("approved by several at once counts each of them once", async () => {
    const three = contextWith({ people: 3 });
    const id = await ask(jan, "a", three);
    const ends = await Promise.allSettled([approve(piet, id), approve(piet, id)]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await ask(jan, "a", three)).toBe(id);
  });

  test("uses no approval of a time when fewer were needed", async () => {
    const few = contextWith({ bodies: 1 });
    const id = await ask(jan, "a", few);
    await approve(colleague, id);
    expect(await ask(jan, "a")).not.toBe(id);
    expect(await done()).toBe(0);
  });

  test("keeps no approval used when the act fails after it", async () => {
    const id = await ask(jan, "a");
    await approve(piet, id);
    const failing = withApproval(context, (approve) =>
      transaction(sql, async (sql) => {
        const what = { token: "a", nested: { a: 2, b: 1 } };
        const summary = { token: "a" };
        const ask = { actor: jan, act: "token.revoke", what, summary } as const;
        await approve(sql, { ...ask, extent: uncounted, next: null });
        throw new Error("the disk is full");
      }),
    );
    await expect(failing).rejects.toThrow("the disk is full");
    expect(await act(jan, "a")).toBe(id);
  });
});

test("nothing is asked where the instance says nothing, nor of the program by itself", async () => {
  const free = { ...context, instance: { approvals: {} } };
  expect(await act(operator, "a", free)).toBeNull();
  const clock = { kind: "system", name: "the clock" } as const;
  expect(await act(clock as unknown as HouseActor, "b")).toBeNull();
  expect(await done()).toBe(2);
});

test("the summary is safe to show whatever is in it", async () => {
  const id = await ask(jan, "evil\u202e\n https://phish.example/");
  const { summary } = await showApproval({ context, input: { actor: jan, id } });
  expect(summary.token).toBe("evil hxxps://phish[.]example/");
});

test("asking and answering stand in the audit log", async () => {
  await approve(piet, await ask(jan, "audited"));
  const { rows } = await sql.query<{ act: string; content: object }>(
    "select act, content from audit_entries order by id desc limit 2",
  );
  expect(rows).toEqual([
    {
      act: "approval.give",
      content: expect.objectContaining({
        actor: piet.name,
        detail: expect.objectContaining({ approves: true, body: "DIVD" }),
      }),
    },
    {
      act: "approval.ask",
      content: expect.objectContaining({
        actor: jan.name,
        detail: expect.objectContaining({ wanted: "token.revoke" }),
      }),
    },
  ]);
  const verdict = await verifyAudit({ context, input: { actor: operator, noted: null } });
  expect(verdict).toMatchObject({ whole: true });
});

test.each([
  ["token jan (0a1b2c)", "token jan"],
  ["token jan (0a1b2c) of alfa", "token jan of alfa"],
  ["token jan (ffffff) (0a1b2c)", "token jan (ffffff)"],
  ["operator jan", "operator jan"],
])("%s is %s", (name, expected) => {
  expect(personOf({ ...jan, name }).name).toBe(expected);
});
