import { beforeEach, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();
const { sql } = web.house.context;

beforeEach(async () => {
  await emptyTables(
    sql,
    `registrations, organisation_agreements, contact_confirmations, claims, claim_changes,
     register_changes, register_entries`,
  );
  await web.house.loadWorld({ organisations: { alfa: {} } });
});

const body = () => ({
  name: "Universiteit X",
  register: { register: "kvk", number: "12345678" },
  contacts: [{ role: "findings", email: "cert@uni-x.example" }],
  assets: ["uni-x.example"],
  email: "cert@uni-x.example",
  agreed: { version: web.context.agreement.version, language: "nl" },
});

/** As a stranger: without any token. */
async function post(app: ReturnType<typeof web.makeApp>, path: string, sent: unknown) {
  const answer = await app.request(`/api/v1${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(sent),
  });
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
}

const ask = (path: string, sent?: unknown) =>
  web.ask(`/api/v1${path}`, {
    ...(sent === undefined
      ? {}
      : {
          method: "POST",
          body: JSON.stringify(sent),
          headers: { "Content-Type": "application/json" },
        }),
  });

test("a stranger registers, confirms, follows; an operator accepts; the token opens the API", async () => {
  const app = web.makeApp();
  const asked = await post(app, "/registrations", body());
  expect(asked).toMatchObject({ status: 200, answer: { registration: expect.any(String) } });
  const { registration } = asked.answer;
  const { rows } = await sql.query<{ code: string }>("select data ->> 'code' as code from notices");
  const { answer } = await post(app, "/registrations/confirm", {
    registration,
    code: rows[0]?.code,
  });
  const waiting = (await (await ask("/registrations")).json()) as { registrations: unknown[] };
  expect(waiting.registrations).toMatchObject([{ id: registration, state: "confirmed" }]);
  await ask(`/registrations/${registration}/ask`, { question: "Wie beslist?" });
  expect(await post(app, "/registrations/answer", { ...answer, answer: "Ik." })).toMatchObject({
    status: 200,
    answer: { state: "confirmed", answer: "Ik." },
  });
  const accepted = await ask(`/registrations/${registration}/accept`, { organisation: "uni-x" });
  const { token, claims } = (await accepted.json()) as {
    token: { token: string };
    claims: unknown[];
  };
  expect(claims).toMatchObject([{ object: "uni-x.example", method: "dns" }]);
  expect(await post(app, "/registrations/follow", answer)).toMatchObject({
    answer: { state: "accepted", organisation: "uni-x" },
  });
  const own = await app.request("/api/v1/claims?organisation=uni-x", {
    headers: { Authorization: `Bearer ${token.token}` },
  });
  expect(await own.json()).toMatchObject({ claims: [{ object: "uni-x.example" }] });
});

test("declining says why to whoever asked", async () => {
  const app = web.makeApp();
  const { answer: asked } = await post(app, "/registrations", body());
  const { rows } = await sql.query<{ code: string }>("select data ->> 'code' as code from notices");
  const { answer } = await post(app, "/registrations/confirm", {
    ...asked,
    until: undefined,
    code: rows[0]?.code,
  });
  const declined = await ask(`/registrations/${asked.registration}/decline`, { reason: "dubbel" });
  expect(await declined.json()).toMatchObject({ state: "declined", reason: "dubbel" });
  expect(await post(app, "/registrations/follow", answer)).toMatchObject({
    answer: { state: "declined", reason: "dubbel" },
  });
});

test("registrations are not for organisations, nor for who has no token", async () => {
  const app = web.makeApp();
  expect((await app.request("/api/v1/registrations")).status).toBe(401);
  const id = "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90";
  for (const path of ["accept", "ask", "decline"]) {
    expect((await post(app, `/registrations/${id}/${path}`, {})).status).toBe(401);
  }
});

test("a stranger is let in a few times, and told how long to wait", async () => {
  const app = web.makeApp();
  for (let i = 0; i < 10; i += 1) {
    const { status } = await post(app, "/registrations/follow", { followUp: "x" });
    expect(status).toBe(404);
  }
  expect((await post(app, "/registrations", body())).status).toBe(429);
  // The right token works from the same address.
  expect((await ask("/registrations")).status).toBe(200);
});

test("what a stranger sends is small", async () => {
  const app = web.makeApp();
  const { status } = await post(app, "/registrations", { ...body(), remarks: "x".repeat(70_000) });
  expect(status).toBe(413);
});
