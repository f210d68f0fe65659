import { beforeEach, describe, expect, test } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { sameOrigin, useWebHouse } from "../../test/makers/web-house.ts";
import { issueToken, type TokenHolder } from "../actions/issue-token.ts";
import { revokeToken } from "../actions/revoke-token.ts";
import { rotateToken } from "../actions/rotate-token.ts";
import { verifyAudit } from "../actions/verify-audit.ts";
import type { Scope } from "../domain/access/acts.ts";
import type { FinderId, OrganisationId } from "../domain/ids.ts";

const web = useWebHouse();
const { house, context } = web;

beforeEach(async () => {
  await house.loadWorld({
    organisations: {
      alfa: { claims: ["192.0.2.0/24"] },
      beta: { claims: ["198.51.100.0/24"] },
    },
  });
  const csv =
    "ip,type,timestamp\n192.0.2.1,ssl-freak,2026-07-01T08:00:00Z\n198.51.100.1,ssl-freak,2026-07-01T08:00:00Z\n";
  await house.submit({ csv });
  await house.run();
});

const issue = (holder: TokenHolder, scopes: readonly Scope[] | null = null, days = 30) =>
  issueToken({ context, input: { actor: operator, holder, name: "test", scopes, days } });

const reader = (organisation: string): TokenHolder => ({
  kind: "member",
  organisation: organisation as OrganisationId,
  role: "reader",
});

const get = (path: string, token: string) =>
  web.makeApp().request(path, { headers: { Authorization: `Bearer ${token}` } });

async function signIn(token: string): Promise<string> {
  const answer = await web.makeApp().request("/sign-in", {
    method: "POST",
    headers: sameOrigin,
    body: new URLSearchParams({ token }),
  });
  return answer.headers.get("Set-Cookie")?.split(";")[0] ?? "";
}

const look = (path: string, cookie: string) =>
  web.makeApp().request(path, { headers: { ...sameOrigin, Cookie: cookie } });

describe("a token of an organisation", () => {
  test("shows its findings and nobody else's, by API and in the portal", async () => {
    const { token } = await issue(reader("alfa"));
    const answer = await get("/api/v1/findings", token);
    expect(answer.status).toBe(200);
    const { findings } = (await answer.json()) as { findings: { address: string }[] };
    expect(findings.map(({ address }) => address)).toEqual(["192.0.2.1"]);
    const page = await (await look("/findings", await signIn(token))).text();
    expect(page).toContain("192.0.2.1");
    expect(page).not.toContain("198.51.100.1");
  });

  test("shows its deliveries and no one else's, nor the decision about others", async () => {
    const { token } = await issue(reader("alfa"));
    const all = (await (await web.ask("/api/v1/deliveries")).json()) as {
      deliveries: { organisation: string }[];
    };
    expect(all.deliveries).toHaveLength(2);
    const own = (await (await get("/api/v1/deliveries", token)).json()) as typeof all;
    expect(own.deliveries.map(({ organisation }) => organisation)).toEqual(["alfa"]);
    const { rows } = await context.sql.query<{ id: number; owner: string }>(
      "select id, owner from decisions where id in (select decision_id from findings)",
    );
    for (const { id, owner } of rows) {
      expect((await get(`/api/v1/decisions/${id}`, token)).status).toBe(
        owner === "alfa" ? 200 : 404,
      );
    }
  });

  test.each(["/api/v1/reports", "/api/v1/coverage", "/metrics"])(
    "does not open %s",
    async (path) => {
      const { token } = await issue({ ...reader("alfa"), role: "administrator" } as TokenHolder);
      expect((await get(path, token)).status).toBe(403);
    },
  );

  test.each(["/reports", "/who", "/sink"])("knows no page %s", async (path) => {
    const { token } = await issue(reader("alfa"));
    expect((await look(path, await signIn(token))).status).toBe(404);
  });

  test("is led from the start to what is its own", async () => {
    const { token } = await issue(reader("alfa"));
    expect((await look("/", await signIn(token))).headers.get("Location")).toBe("/findings");
  });

  test("T13: hears the same about what others claim and what nobody claims", async () => {
    const { token } = await issue(reader("alfa"));
    const ask = async (object: string) => {
      const answer = await get(`/api/v1/who/${object}`, token);
      return { status: answer.status, ...((await answer.json()) as object) };
    };
    const claimed = await ask("198.51.100.1");
    const unclaimed = await ask("203.0.113.1");
    expect(claimed).toEqual({ ...unclaimed, object: "198.51.100.1" });
    expect(claimed).not.toHaveProperty("owner");
    expect(await ask("192.0.2.1")).toMatchObject({ owner: { id: "alfa" } });
  });
});

describe("a token", () => {
  test("does only what its scopes say", async () => {
    const { token } = await issue(reader("alfa"), ["deliveries:read"]);
    expect((await get("/api/v1/deliveries", token)).status).toBe(200);
    const refused = await get("/api/v1/findings", token);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      code: "not-permitted",
      remedy: "Use a token with the scope findings:read.",
    });
  });

  test("ends when it expires, and with it the session that it opened", async () => {
    const { token } = await issue(reader("alfa"), null, 1);
    house.later(24 * 60 - 30);
    const cookie = await signIn(token);
    expect((await look("/findings", cookie)).status).toBe(200);
    house.later(60);
    expect((await get("/api/v1/findings", token)).status).toBe(401);
    expect((await look("/findings", cookie)).status).toBe(303);
  });

  test("ends at once when it is revoked", async () => {
    const { id, token } = await issue(reader("alfa"));
    const cookie = await signIn(token);
    expect(await revokeToken({ context, input: { actor: operator, id } })).toBe(true);
    expect(await revokeToken({ context, input: { actor: operator, id } })).toBe(false);
    expect((await get("/api/v1/findings", token)).status).toBe(401);
    expect((await look("/findings", cookie)).status).toBe(303);
  });

  test("that was rotated holds for a day beside the new one", async () => {
    const { id, token } = await issue(reader("alfa"));
    const fresh = await rotateToken({ context, input: { actor: operator, id } });
    expect((await get("/api/v1/findings", token)).status).toBe(200);
    expect((await get("/api/v1/findings", fresh.token)).status).toBe(200);
    house.later(24 * 60 + 1);
    expect((await get("/api/v1/findings", token)).status).toBe(401);
    expect((await get("/api/v1/findings", fresh.token)).status).toBe(200);
  });

  test("is nowhere in the database", async () => {
    const { token } = await issue(reader("alfa"));
    const cookie = await signIn(token);
    const { rows } = await context.sql.query<{ text: string }>(
      `select row_to_json(t)::text as text from access_tokens t
       union all select row_to_json(s)::text from portal_sessions s
       union all select row_to_json(a)::text from audit_entries a`,
    );
    const everything = rows.map(({ text }) => text).join("\n");
    expect(everything).not.toContain(token);
    expect(everything).not.toContain(cookie.split("=")[1]);
  });

  test("of an administrator gives tokens of its own organisation, up to its own role", async () => {
    const administrator = {
      kind: "member",
      name: "a",
      organisation: "alfa" as OrganisationId,
      role: "administrator",
      scopes: null,
    } as const;
    const give = (holder: TokenHolder) =>
      issueToken({
        context,
        input: { actor: administrator, holder, name: "x", scopes: null, days: 1 },
      });
    await expect(give(reader("alfa"))).resolves.toMatchObject({ token: expect.any(String) });
    for (const holder of [
      reader("beta"),
      { kind: "house", roles: ["operator"], body: null },
      { kind: "finder", finder: "divd" as FinderId },
    ] as const) {
      await expect(give(holder)).rejects.toMatchObject({ code: "not-permitted" });
    }
    const handler = { ...administrator, role: "handler" } as const;
    await expect(
      issueToken({
        context,
        input: { actor: handler, holder: reader("alfa"), name: "x", scopes: null, days: 1 },
      }),
    ).rejects.toMatchObject({ code: "not-permitted" });
  });

  test("gives no more than it has: neither scopes nor roles of the house", async () => {
    const limited = {
      ...operator,
      roles: ["operator"],
      scopes: ["tokens:write", "findings:read"],
    } as const;
    const give = (holder: TokenHolder, scopes: readonly Scope[] | null) =>
      issueToken({ context, input: { actor: limited, holder, name: "x", scopes, days: 1 } });
    await expect(give(reader("alfa"), ["operate"])).rejects.toMatchObject({
      code: "not-permitted",
    });
    await expect(
      give({ kind: "house", roles: ["auditor"], body: null }, null),
    ).rejects.toMatchObject({
      code: "not-permitted",
    });
    const { id } = await give(reader("alfa"), null);
    const { rows } = await context.sql.query("select scopes from access_tokens where id = $1", [
      id,
    ]);
    expect(rows).toEqual([{ scopes: ["tokens:write", "findings:read"] }]);
  });
});

test("what is read and done stands in the audit log, in one whole chain", async () => {
  const { id, token } = await issue(reader("alfa"));
  await get("/api/v1/findings?prefix=192.0.2.0/24", token);
  const { rows } = await context.sql.query<{ act: string; about: string; content: object }>(
    "select act, about, content from audit_entries order by id desc limit 2",
  );
  expect(rows).toEqual([
    {
      act: "finding.read",
      about: "alfa",
      content: {
        actor: `token test (${id.slice(-6)}) of alfa`,
        subject: null,
        detail: { filters: ["prefix"], findings: 1 },
      },
    },
    { act: "token.issue", about: "alfa", content: expect.objectContaining({ subject: id }) },
  ]);
  const verdict = await verifyAudit({ context, input: { actor: operator, noted: null } });
  expect(verdict).toMatchObject({ whole: true });
});

test("a session outlives a restart of the server", async () => {
  const cookie = await signIn(web.token);
  expect((await look("/", cookie)).status).toBe(200);
  expect((await look("/", cookie)).status).toBe(200);
});
