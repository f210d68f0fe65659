import { beforeEach, expect, test } from "vitest";
import { operator } from "../../../test/makers/actors.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";
import { issueToken } from "../../actions/issue-token.ts";
import type { FinderId } from "../../domain/ids.ts";

const web = useWebHouse();
const { house } = web;

beforeEach(async () => {
  await house.loadWorld({ organisations: { concurrent: { claims: ["192.0.2.0/24"] } } });
});

const csv = "ip,type,timestamp\n192.0.2.1,ssl-freak,2026-07-01T08:00:00Z\n";

type Answer = Record<string, unknown>;

async function ask(path: string, word: string, init: RequestInit = {}) {
  const headers = { Authorization: `Bearer ${word}`, ...init.headers };
  const answer = await web.makeApp().request(`/api/v1${path}`, { ...init, headers });
  return { status: answer.status, answer: (await answer.json()) as Answer };
}

async function tokenOf(finder: string): Promise<string> {
  const { token } = await issueToken({
    context: web.context,
    input: {
      actor: operator,
      name: "scanner",
      holder: { kind: "finder", finder: finder as FinderId },
      scopes: null,
      days: 30,
    },
  });
  return token;
}

test("golden 11, over the API: a stranger's list waits, is looked at, refused, and it hears why", async () => {
  const word = await tokenOf("stranger");
  const query = "/reports?finder=stranger&format=csv";
  const { answer } = await ask(query, word, { method: "POST", body: csv });
  const path = `/reports/${answer.report}`;
  expect(answer.dispositions).toEqual({ heldForPerson: 1 });
  const released = await ask(`${query}&release=true`, word, { method: "POST", body: `${csv}\n` });
  expect(released).toMatchObject({ status: 403, answer: { code: "not-permitted" } });
  expect(await ask(path, word)).toMatchObject({
    status: 200,
    answer: { waitsBecause: "unknown-finder", signed: false, rejected: null, releasedAt: null },
  });
  expect((await ask("/reports", word)).answer).toMatchObject({
    reports: [{ report: answer.report, waits: true }],
  });
  for (const method of ["GET", "POST"]) {
    expect((await ask(`${path}/release`, word, { method })).status).toBe(403);
  }
  expect((await ask(`${path}/release`, web.token)).answer).toMatchObject({
    findings: 1,
    owners: [{ owner: "concurrent", findings: 1 }],
    recipients: [{ organisation: "concurrent", rung: "owner", findings: 1 }],
  });
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ reason: "nothing was found there" });
  const refuse = { method: "POST", headers, body };
  expect((await ask(`${path}/refuse`, word, refuse)).status).toBe(403);
  expect(await ask(`${path}/refuse`, web.token, refuse)).toEqual({
    status: 200,
    answer: { withdrawn: 1 },
  });
  expect(await ask(`${path}/refuse`, web.token, refuse)).toMatchObject({ status: 409 });
  expect((await ask(path, word)).answer).toMatchObject({
    rejected: { by: "the Meldpunt", reason: "nothing was found there" },
    dispositions: { withdrawn: 1 },
  });
  await house.run();
  expect(house.server.kept).toEqual([]);
});

test("a finder sees its own reports and nobody else's", async () => {
  const [one, other] = [await tokenOf("one"), await tokenOf("other")];
  const { answer } = await ask("/reports?finder=one&format=csv", one, {
    method: "POST",
    body: csv,
  });
  expect((await ask("/reports", other)).answer).toEqual({ reports: [] });
  expect((await ask(`/reports/${answer.report}`, other)).status).toBe(404);
  expect(
    (await ask("/reports?finder=one&format=csv", other, { method: "POST", body: csv })).status,
  ).toBe(403);
});

test("a signature in the header that does not fit lets the report wait, whoever releases it", async () => {
  const signature = Buffer.from("no signature").toString("base64");
  const { answer } = await ask("/reports?finder=one&format=csv&release=true", web.token, {
    method: "POST",
    body: csv,
    headers: { "OpenPGP-Signature": signature },
  });
  expect((await ask(`/reports/${answer.report}`, web.token)).answer).toMatchObject({
    waitsBecause: "badly-signed",
    signed: true,
    signedBy: null,
    releasedAt: null,
  });
});
