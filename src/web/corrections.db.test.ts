import { beforeEach, expect, test } from "vitest";
import { operator } from "../../test/makers/actors.ts";
import { toWords } from "../../test/makers/portal-reader.ts";
import { useWebHouse } from "../../test/makers/web-house.ts";
import { issueToken } from "../actions/issue-token.ts";

const plain = useWebHouse();
const { house } = plain;

beforeEach(async () => {
  await house.loadWorld({
    organisations: { alfa: { name: "Alfa", claims: ["192.0.2.0/24"] } },
  });
});

const csv = "ip,port,type,timestamp\n192.0.2.1,443,ssl-freak,2026-07-01T08:00:00Z\n";

async function ask(path: string, body: unknown, web = plain, token = web.token) {
  const answer = await web.makeApp().request(`/api/v1${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
}

const corrected = (): string[] =>
  house.server.kept
    .filter(({ bytes }) => /^Subject: .*Rect/m.test(String(bytes)))
    .map(({ to }) => to);

test("a case is recalled over the API, by the digest of its preview", async () => {
  const { report } = await house.submit({ csv, caseName: "C-1" });
  await house.run();
  const scope = { kind: "case", name: "C-1" };
  const preview = await ask("/recalls/preview", { scope });
  expect(preview).toMatchObject({
    status: 200,
    answer: {
      reports: [report],
      findings: { withdrawn: 1, waits: 0, stands: 0, byState: { notified: 1 } },
      recipients: 1,
      firstRecipients: [{ organisation: "alfa", rows: 1 }],
      told: [{ channel: "mail", state: "accepted", notifications: 1, rows: 1, recipients: 1 }],
    },
  });
  const order = { scope, reason: "wrong", digest: "0".repeat(64) };
  expect((await ask("/recalls", order)).status).toBe(409);
  const { digest } = preview.answer;
  expect(await ask("/recalls", { ...order, digest })).toMatchObject({
    status: 200,
    answer: { withdrawn: 1, unsent: 0, rows: 1 },
  });
  await house.run();
  expect(corrected()).toEqual(["findings@alfa.example"]);
  expect((await ask("/corrections", undefined)).answer).toMatchObject({
    corrections: [{ scope, recalls: true, messages: 1, accepted: 1, failed: 0, due: 0 }],
  });
  expect((await ask(`/reports/${report}`, undefined)).answer).toMatchObject({
    recalled: { reason: "wrong" },
    dispositions: { withdrawn: 1 },
  });
  expect((await ask("/recalls/preview", { scope: { kind: "case", name: "C-2" } })).status).toBe(
    404,
  );
});

test("something is put right over the API, and nothing is taken back", async () => {
  const { report } = await house.submit({ csv });
  await house.run();
  const scope = { kind: "report", report };
  const { digest, recipients } = (await ask("/corrections/preview", { scope })).answer;
  expect(recipients).toBe(1);
  const order = { scope, digest, reason: "range" };
  expect((await ask("/corrections", order)).status).toBe(400);
  const texts = { nl: "Het zijn versies voor 2.0.", en: "It is versions before 2.0." };
  expect(await ask("/corrections", { ...order, texts })).toMatchObject({
    status: 200,
    answer: { notifications: 1 },
  });
  await house.run();
  const [mail] = house.server.kept.slice(-1);
  expect(String(mail?.bytes)).toContain("Het zijn versies voor 2.0.");
  expect(await house.dispositions()).toEqual({ delivered: 1 });
});

test("nobody but an operator recalls", async () => {
  await house.submit({ csv, caseName: "C-1" });
  const holder = { kind: "house", roles: ["vetter", "auditor"], body: null } as const;
  const issued = { actor: operator, holder, name: "An", scopes: null, days: 30 };
  const { token } = await issueToken({ context: plain.context, input: issued });
  const scope = { kind: "case", name: "C-1" };
  for (const path of ["/recalls/preview", "/corrections/preview"])
    expect((await ask(path, { scope }, plain, token)).status).toBe(403);
  const order = { scope, digest: "0".repeat(64), reason: "x" };
  for (const path of ["/recalls", "/corrections"])
    expect((await ask(path, order, plain, token)).status).toBe(403);
});

const read = async (path: string, language: string): Promise<string> => {
  const answer = await plain.look(path, { headers: { "Accept-Language": language } });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
};

test("the portal shows what a recall does, and does it once it was looked at", async () => {
  const { report } = await house.submit({ csv, caseName: "<b>C</b>" });
  await house.run();
  const path = `/corrections/new?way=recall&kind=report&value=${report}`;
  expect(await read(`/reports/${report}`, "en")).toContain(path.replaceAll("&", "&amp;"));
  for (const [language, words] of [
    ["nl", "1 ontvanger krijgt een rectificatie."],
    ["en", "1 recipient gets a correction."],
  ] as const)
    expect(toWords(await read(path, language))).toContain(words);
  const page = await read(path, "nl");
  const digest = /name="digest" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? "";
  const form = { way: "recall", kind: "report", value: report, finder: "", digest, reason: "fout" };
  const send = (fields: Record<string, string>) =>
    plain.look("/corrections/new", { method: "POST", body: new URLSearchParams(fields) });
  expect((await send(form)).status).toBe(422);
  expect((await send({ ...form, checked: "yes", reason: " " })).status).toBe(422);
  expect((await send({ ...form, checked: "yes", digest: "0".repeat(64) })).status).toBe(409);
  expect(await house.dispositions()).toEqual({ delivered: 1 });
  expect((await send({ ...form, checked: "yes" })).status).toBe(303);
  expect(await house.dispositions()).toEqual({ withdrawn: 1 });
  await house.run();
  const list = toWords(await read("/corrections", "en"));
  expect(list).toContain("1 of 1");
  expect(await read(`/reports/${report}`, "en")).not.toContain("/corrections/new");
  expect(toWords(await read(`/reports/${report}`, "en"))).toContain("fout");
});

test("the portal puts a case right in both languages, and shows its name as text", async () => {
  await house.submit({ csv, caseName: "<b>C</b>" });
  await house.run();
  const path = `/corrections/new?way=put-right&kind=case&value=${encodeURIComponent("<b>C</b>")}`;
  const page = await read(path, "en");
  expect(page).not.toContain("<b>C");
  const digest = /name="digest" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? "";
  const form = {
    ...{ way: "put-right", kind: "case", value: "<b>C</b>", finder: "", digest },
    ...{ reason: "range", checked: "yes", "text-nl": "Anders.", "text-en": "" },
  };
  const send = (fields: Record<string, string>) =>
    plain.look("/corrections/new", { method: "POST", body: new URLSearchParams(fields) });
  expect((await send(form)).status).toBe(422);
  expect((await send({ ...form, "text-en": "Otherwise." })).status).toBe(303);
  await house.run();
  expect(corrected()).toEqual(["findings@alfa.example"]);
});
