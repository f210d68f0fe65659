import { beforeEach, expect, test } from "vitest";
import { emptyTables } from "../../../test/empty-tables.ts";
import { operator } from "../../../test/makers/actors.ts";
import { sameOrigin, useWebHouse } from "../../../test/makers/web-house.ts";
import { askFinder } from "../../actions/ask-finder.ts";
import { issueToken } from "../../actions/issue-token.ts";
import { showFinder } from "../../actions/show-finder.ts";
import { vetFinder } from "../../actions/vet-finder.ts";
import { strangerActor } from "../../domain/access/actor.ts";
import type { HouseRole } from "../../domain/access/role.ts";
import type { FinderId } from "../../domain/ids.ts";

const web = useWebHouse();
const { house, context } = web;
const cat = "cat" as FinderId;

beforeEach(async () => {
  await emptyTables(
    context.sql,
    "finders, finder_changes, notices, register_entries, register_changes",
  );
  await house.loadWorld({
    organisations: { alfa: { name: "Alfa & co", claims: ["192.0.2.0/24"] } },
  });
  const name = "Zwarte Kat <b>";
  const purpose = "see https://evil.example/";
  const contact = "cat@finder.example";
  const input = {
    actor: strangerActor,
    finder: cat,
    name,
    purpose,
    contact,
    language: "nl",
  } as const;
  await askFinder({ context, input });
});

const csv = "ip,type,timestamp\n192.0.2.1,ssl-freak,2026-07-01T08:00:00Z\n";

/** Signs in with a token of these roles and sends a form. */
async function send(path: string, form: Record<string, string>, roles: readonly HouseRole[]) {
  const holder = { kind: "house", roles, body: null } as const;
  const issued = { actor: operator, holder, name: "An", scopes: null, days: 30 };
  const { token } = await issueToken({ context, input: issued });
  const app = web.makeApp();
  const signed = await app.request("/sign-in", {
    method: "POST",
    headers: sameOrigin,
    body: new URLSearchParams({ token }),
  });
  const Cookie = signed.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  const headers = { ...sameOrigin, Cookie };
  return app.request(path, { method: "POST", headers, body: new URLSearchParams(form) });
}

const read = async (path: string, language = "nl"): Promise<string> => {
  const answer = await web.look(path, { headers: { "Accept-Language": language } });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
};

test("what waits is listed in Dutch and English, and what strangers write is harmless", async () => {
  const { report } = await house.submit({ csv, finder: "stranger", release: false });
  for (const [language, title] of [
    ["nl", "Rapporten die op een medewerker wachten"],
    ["en", "Reports that wait for a person"],
  ] as const) {
    const page = await read("/finders", language);
    expect(page).toContain(title);
    expect(page).toContain(`/reports/${report}`);
    expect(page).toContain("/finders/cat");
    expect(page).not.toContain("<b>");
  }
  expect(await read("/finders/cat")).toContain("hxxps://evil[.]example/");
});

test("a vetter admits, changes terms, suspends; the policy stays, and a reason is needed", async () => {
  const vetter = ["vetter"] as const;
  const terms = {
    answer: "vet",
    trusted: "yes",
    vouchedBy: "alfa",
    tlp: "AMBER",
    grade: "verified",
  };
  expect((await send("/finders/cat", { ...terms, reason: " " }, vetter)).status).toBe(422);
  expect((await send("/finders/cat", { ...terms, reason: "known" }, vetter)).status).toBe(303);
  const shown = { context, input: { actor: operator, finder: cat } };
  expect(await showFinder(shown)).toMatchObject({
    state: "vetted",
    trusted: true,
    signed: false,
    vouchedBy: "alfa",
    tlp: "AMBER",
    grade: "verified",
  });
  const policies = [
    {
      since: Number.NEGATIVE_INFINITY,
      until: Number.POSITIVE_INFINITY,
      recipients: null,
      government: false,
      countries: null,
      evidence: "shareable" as const,
      embargoMs: null,
      embargoUntil: null,
    },
  ];
  const own = { vouchedBy: null, tlp: null, grade: null, signed: false, reason: "policy" };
  const input = { actor: operator, finder: cat, trusted: true, policies, ...own };
  await vetFinder({ context, input });
  await send("/finders/cat", { ...terms, signed: "yes", reason: "signs now" }, vetter);
  expect(await showFinder(shown)).toMatchObject({ signed: true, policies: 1 });
  const suspend = { answer: "suspend", reason: "silent" };
  expect((await send("/finders/cat", suspend, vetter)).status).toBe(303);
  expect((await send("/finders/cat", suspend, vetter)).status).toBe(409);
  expect(await read("/finders/cat")).toContain("geschorst");
});

test("who is no vetter sees no forms, and may not decide by sending one", async () => {
  const form = { answer: "vet", trusted: "yes", reason: "let me" };
  expect((await send("/finders/cat", form, ["operator"])).status).toBe(403);
  const shown = await showFinder({ context, input: { actor: operator, finder: cat } });
  expect(shown.state).toBe("asked");
});

test("golden 11, in the portal: a waiting report is seen before it is released or refused", async () => {
  const { report } = await house.submit({ csv, finder: "stranger", release: false });
  const path = `/reports/${report}`;
  const page = await read(path);
  expect(page).toContain("niemand kent deze vinder");
  expect(page).toContain("Alfa &amp; co");
  expect(page).toContain("Weiger voorgoed");
  expect((await send(path, { answer: "release" }, ["vetter"])).status).toBe(422);
  expect((await send(path, { answer: "refuse", reason: "" }, ["vetter"])).status).toBe(422);
  const refuse = { answer: "refuse", reason: "nothing there" };
  expect((await send(path, refuse, ["auditor"])).status).toBe(403);
  expect((await send(path, refuse, ["vetter"])).status).toBe(303);
  expect((await send(path, { answer: "release", checked: "yes" }, ["vetter"])).status).toBe(409);
  const after = await read(path);
  expect(after).toContain("nothing there");
  expect(after).not.toContain("Weiger voorgoed");
  const other = await house.submit({ csv: `${csv}\n`, finder: "other", release: false });
  const release = { answer: "release", checked: "yes" };
  expect((await send(`/reports/${other.report}`, release, ["vetter"])).status).toBe(303);
});
