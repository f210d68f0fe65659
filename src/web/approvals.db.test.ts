import { beforeEach, expect, test } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { sameOrigin, useWebHouse } from "../../test/makers/web-house.ts";
import { issueToken } from "../actions/issue-token.ts";
import type { HouseRole } from "../domain/access/role.ts";
import type { OrganisationId } from "../domain/ids.ts";

const web = useWebHouse({
  "report.release": {
    people: 2,
    bodies: 2,
    within: { months: 0, days: 3, ms: 0 },
    above: 1,
  },
});
const { house } = web;

const tokens = { jan: "", els: "", piet: "", auditor: "", member: "" };

beforeEach(async () => {
  await house.loadWorld({ organisations: { alfa: { claims: ["192.0.2.0/24"] } } });
  const { context } = house;
  const issue = async (name: string, body: string, roles: readonly HouseRole[] = ["operator"]) => {
    const holder = { kind: "house", roles, body } as const;
    const input = { actor: operator, holder, name, scopes: null, days: 30 };
    return (await issueToken({ context, input })).token;
  };
  tokens.jan = await issue("Jan", "NCSC");
  tokens.els = await issue("Els", "NCSC");
  tokens.piet = await issue("Piet <b>", "DIVD");
  tokens.auditor = await issue("An", "DIVD", ["auditor"]);
  const organisation = "alfa" as OrganisationId;
  const holder = { kind: "member", organisation, role: "administrator" } as const;
  const input = { actor: operator, holder, name: "alfa", scopes: null, days: 30 };
  tokens.member = (await issueToken({ context, input })).token;
});

const call = async (token: string, path: string, init: RequestInit = {}) => {
  const headers = { Authorization: `Bearer ${token}`, ...init.headers };
  const answer = await web.makeApp().request(`/api/v1${path}`, { ...init, headers });
  const said = (await answer.json()) as Record<string, unknown>;
  return { ...said, status: answer.status } as Record<string, unknown>;
};

const answer = (token: string, id: string, body: object) =>
  call(token, `/approvals/${id}/answers`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

/** A report of two rows that its finder wants to go out at once; answers the request. */
async function ask(file = "list.csv"): Promise<string> {
  const rows = [1, 2].map((i) => `192.0.2.${i},443,2026-06-30T10:00:00Z,ssl-freak\n`);
  const path = `/reports?finder=stranger&format=csv&release=true&fileName=${encodeURIComponent(file)}`;
  const body = `ip,port,timestamp,type\n${rows.join("")}${file}\n`;
  const refused = await call(tokens.jan, path, { method: "POST", body });
  expect(refused).toMatchObject({ status: 409, code: "approval-needed", retry: false });
  return (refused.details as { request: string }).request;
}

async function signIn(token: string): Promise<string> {
  const answer = await web.makeApp().request("/sign-in", {
    method: "POST",
    headers: sameOrigin,
    body: new URLSearchParams({ token }),
  });
  return answer.headers.get("Set-Cookie")?.split(";")[0] ?? "";
}

async function look(token: string, path: string, form?: Record<string, string>) {
  const answer = await web.makeApp().request(path, {
    headers: { ...sameOrigin, Cookie: await signIn(token), "Accept-Language": "nl" },
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
  });
  return { status: answer.status, page: await answer.text() };
}

test("by API a request is listed, approved by another body, and then done", async () => {
  const id = await ask();
  expect(await call(tokens.piet, "/approvals")).toMatchObject({
    status: 200,
    approvals: [
      {
        id,
        act: "report.release",
        summary: { finder: "stranger", file: "list.csv", rows: 2 },
        asker: { name: "token Jan", body: "NCSC" },
        expiresAt: "2026-07-04T09:00:00.000Z",
        state: { kind: "waiting", people: 1, bodies: 1, presentBodies: ["NCSC"] },
      },
    ],
  });
  expect(await answer(tokens.jan, id, { approves: true })).toMatchObject({
    status: 409,
    code: "conflict",
  });
  expect(await answer(tokens.els, id, { approves: true })).toMatchObject({
    status: 200,
    state: { kind: "waiting", people: 1, bodies: 1 },
  });
  expect(await answer(tokens.piet, id, { approves: true })).toMatchObject({
    state: { kind: "approved" },
  });
  expect(await call(tokens.jan, `/approvals/${id}`)).toMatchObject({
    answers: [{ person: { name: "token Els" } }, { person: { name: "token Piet <b>" } }],
  });
  house.later(3 * 24 * 60);
  expect(await call(tokens.jan, "/approvals")).toMatchObject({ approvals: [] });
  expect(await call(tokens.jan, "/approvals?state=all")).toMatchObject({
    approvals: [{ id, state: { kind: "expired" } }],
  });
});

test("by API a request is refused with a reason, and not without", async () => {
  const id = await ask();
  for (const body of [
    { approves: false },
    { approves: false, reason: "" },
    { approves: "yes" },
    {},
  ]) {
    expect(await answer(tokens.piet, id, body)).toMatchObject({ status: 400, code: "wrong-usage" });
  }
  expect(await answer(tokens.piet, id, { approves: false, reason: "whose list?" })).toMatchObject({
    status: 200,
    answers: [{ approves: false, reason: "whose list?" }],
    state: { kind: "refused" },
  });
});

test("others have no say: an auditor looks only, an organisation sees nothing", async () => {
  const id = await ask();
  expect(await call(tokens.auditor, `/approvals/${id}`)).toMatchObject({ status: 200 });
  expect(await answer(tokens.auditor, id, { approves: true })).toMatchObject({ status: 403 });
  expect(await answer(web.token, id, { approves: true })).toMatchObject({ status: 403 });
  expect(await call(tokens.member, "/approvals")).toMatchObject({ status: 403 });
  expect(await answer(tokens.member, id, { approves: true })).toMatchObject({ status: 403 });
  const nothing = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";
  expect(await answer(tokens.piet, nothing, { approves: true })).toMatchObject({ status: 404 });
  expect((await look(tokens.member, "/approvals")).status).toBe(404);
});

test("a page lists what waits, and one shows the figures with forms for who has a say", async () => {
  const id = await ask("<img src=x>.csv");
  const list = await look(tokens.piet, "/approvals");
  expect(list.page).toContain(`href="/approvals/${id}"`);
  expect(list.page).toContain("wacht op nog 1 persoon");
  const { page } = await look(tokens.piet, `/approvals/${id}`);
  expect(page).toContain("&lt;img src=x&gt;.csv");
  expect(page).not.toContain("<img");
  expect(page).toContain("iemand van een andere oprichter dan NCSC");
  expect(page).toContain("Geef akkoord");
  const own = await look(tokens.jan, `/approvals/${id}`);
  expect(own.page).not.toContain("Geef akkoord");
  expect(own.page).toContain("Weiger");
  const auditor = await look(tokens.auditor, `/approvals/${id}`);
  expect(auditor.page).not.toContain(`action="/approvals/`);
});

test("a form approves once the figures were looked at, and says when it came too late", async () => {
  const id = await ask();
  const path = `/approvals/${id}`;
  const unchecked = await look(tokens.piet, path, { answer: "approve" });
  expect(unchecked.status).toBe(422);
  expect(unchecked.page).toContain("Geef aan dat u de cijfers hebt bekeken.");
  expect((await look(tokens.piet, path, { answer: "refuse", reason: " " })).status).toBe(422);
  const form = { answer: "approve", checked: "yes" };
  expect((await look(tokens.piet, path, form)).status).toBe(303);
  expect((await look(tokens.piet, path)).page).toContain("akkoord, nog niet gedaan");
  const late = await look(tokens.piet, path, form);
  expect(late.status).toBe(409);
  expect(late.page).toContain("uw antwoord is niet bewaard");
  expect((await look(tokens.auditor, path, form)).status).toBe(403);
  const refused = await look(tokens.jan, path, { answer: "refuse", reason: "the wrong list" });
  expect(refused.status).toBe(303);
  expect((await look(tokens.jan, path)).page).toContain("the wrong list");
});

test("a form from elsewhere does nothing", async () => {
  const id = await ask();
  const answer = await web.makeApp().request(`/approvals/${id}`, {
    method: "POST",
    headers: { "Sec-Fetch-Site": "cross-site", Cookie: await signIn(tokens.piet) },
    body: new URLSearchParams({ answer: "approve", checked: "yes" }),
  });
  expect(answer.status).toBe(403);
  expect(await call(tokens.jan, `/approvals/${id}`)).toMatchObject({ answers: [] });
});
