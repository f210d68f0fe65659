import { beforeEach, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { sameOrigin, useWebHouse } from "../../../test/makers/web-house.ts";
import type { WebApp } from "../context.ts";

const web = useWebHouse();
const { sql } = web.house.context;

beforeEach(async () => {
  await emptyTables(sql, "registrations");
});

const fields = () => ({
  name: "Universiteit X",
  register: "kvk",
  number: "12345678",
  sector: "education",
  "contact-findings": "cert@uni-x.example",
  "contact-privacy": "",
  assets: "uni-x.example\r\n192.0.2.0/24\r\n",
  email: "jan@uni-x.example",
  version: web.context.agreement.version,
  agree: "yes",
});

async function post(app: WebApp, path: string, sent: Record<string, string>, headers = {}) {
  const answer = await app.request(path, {
    method: "POST",
    headers: { ...sameOrigin, "Accept-Language": "en", ...headers },
    body: new URLSearchParams(sent),
  });
  return { status: answer.status, text: await answer.text() };
}

test("somebody registers, types the code, and follows with the word that is shown once", async () => {
  const app = web.makeApp();
  const registered = await post(app, "/register", fields());
  expect(registered.status).toBe(200);
  const { rows } = await sql.query<{ id: string; code: string; asked: unknown }>(
    `select r.id, n.data ->> 'code' as code, r.asked
       from registrations r join notices n on n.data ->> 'registration' = r.id::text`,
  );
  const [row] = rows;
  expect(registered.text).toContain(row?.id);
  expect(registered.text).not.toContain(row?.code);
  expect(row?.asked).toMatchObject({
    register: { register: "kvk", number: "12345678" },
    contacts: [{ role: "findings", email: "cert@uni-x.example", language: "en" }],
    assets: ["uni-x.example", "192.0.2.0/24"],
  });
  const typed = { registration: row?.id ?? "", code: row?.code ?? "" };
  const confirmed = await post(app, "/register/confirm", typed);
  const followUp = /<code[^>]*>([a-z2-7]{26})</.exec(confirmed.text)?.[1] ?? "";
  const followed = await post(app, "/register/follow", { followUp });
  expect(followed).toMatchObject({ status: 200 });
  expect(followed.text).toContain("waits for a person");
  expect((await post(app, "/register/confirm", typed)).status).toBe(422);
});

test("a question is answered on the page", async () => {
  const app = web.makeApp();
  await post(app, "/register", fields());
  const { rows } = await sql.query<{ id: string; code: string }>(
    "select data ->> 'registration' as id, data ->> 'code' as code from notices",
  );
  const typed = { registration: rows[0]?.id ?? "", code: rows[0]?.code ?? "" };
  const confirmed = await post(app, "/register/confirm", typed);
  const followUp = /<code[^>]*>([a-z2-7]{26})</.exec(confirmed.text)?.[1] ?? "";
  await sql.query("update registrations set state = 'question', question = 'Who decides?'");
  expect((await post(app, "/register/follow", { followUp })).text).toContain("Who decides?");
  const answered = await post(app, "/register/answer", { followUp, answer: "The board." });
  expect(answered.text).toContain("The board.");
  expect(answered.text).not.toContain("<textarea");
});

test("what cannot be read is said in words, and nothing has to be typed twice", async () => {
  const { status, text } = await post(web.makeApp(), "/register", {
    ...fields(),
    number: "123",
    assets: "<b>what</b>",
    "contact-findings": "nobody",
  });
  expect(status).toBe(422);
  expect(text).toContain("Number: this number cannot exist.");
  expect(text).toContain("Contacts: nobody is not a mail address.");
  expect(text).toContain("What is yours: &lt;b&gt;what&lt;/b&gt; is not a name");
  expect(text).not.toContain("<b>what");
  expect(text).toContain('value="Universiteit X"');
});

test.each([
  [{ agree: "" }, "Tick that you agree."],
  [{ version: "2020-01" }, "The agreement has changed meanwhile."],
])("without agreeing to what holds nobody registers: %o", async (changes, line) => {
  const { status, text } = await post(web.makeApp(), "/register", { ...fields(), ...changes });
  expect([status, text.includes(line)]).toEqual([422, true]);
  expect((await sql.query("select 1 from registrations")).rows).toEqual([]);
});

test("wrong codes are all answered alike, whether there is such a registration or not", async () => {
  const app = web.makeApp();
  await post(app, "/register", fields());
  const { rows } = await sql.query<{ id: string }>("select id from registrations");
  const strange = ["not a number", "01931c2e-7d5a-7c34-9b6f-2f6a3d1c8e90", rows[0]?.id ?? ""];
  for (const registration of strange) {
    const { status, text } = await post(app, "/register/confirm", { registration, code: "x" });
    expect(status).toBe(422);
    expect(text).toContain("do not belong together");
  }
  expect((await post(app, "/register/follow", { followUp: "x" })).status).toBe(404);
});

test("forms of other pages are refused, and so is the eleventh in a quarter of an hour", async () => {
  const app = web.makeApp();
  const elsewhere = { "Sec-Fetch-Site": "cross-site" };
  expect((await post(app, "/register", fields(), elsewhere)).status).toBe(403);
  for (let i = 0; i < 10; i += 1) await post(app, "/register/follow", { followUp: "x" });
  expect((await post(app, "/register", fields())).status).toBe(429);
});
