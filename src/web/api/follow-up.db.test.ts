import { beforeEach, expect, test } from "vitest";
import { operator } from "../../../test/makers/actors.ts";
import { useWebHouse } from "../../../test/makers/web-house.ts";
import { issueToken } from "../../actions/issue-token.ts";
import type { FinderId } from "../../domain/ids.ts";

const web = useWebHouse();
const { house } = web;

beforeEach(() =>
  house.loadWorld({
    organisations: { uni: { claims: ["192.0.2.0/24"] } },
    finders: { first: [], second: [] },
  }),
);

type Answer = Record<string, unknown>;

async function ask(path: string, word: string, results: unknown = null) {
  const init =
    results === null ? { method: "GET" } : { method: "POST", body: JSON.stringify(results) };
  const headers = { Authorization: `Bearer ${word}`, "Content-Type": "application/json" };
  const answer = await web.makeApp().request(`/api/v1${path}`, { ...init, headers });
  return { status: answer.status, answer: (await answer.json()) as Answer };
}

async function tokenOf(finder: string): Promise<string> {
  const holder = { kind: "finder", finder: finder as FinderId } as const;
  const input = { actor: operator, name: `scanner of ${finder}`, holder, scopes: null, days: 30 };
  return (await issueToken({ context: web.context, input })).token;
}

const told = async (finder: string): Promise<string> => {
  const csv = "ip,port,timestamp,type\n192.0.2.7,3389,2026-07-01T08:00:00Z,open-rdp\n";
  const { report } = await house.submit({ csv, finder });
  await house.run();
  return report;
};

test("a finder fetches what to scan again, hands in what it found, and sees what became of it", async () => {
  const report = await told("first");
  const word = await tokenOf("first");
  expect((await ask("/rescans", word)).answer).toEqual({ rescans: [], nextCursor: null });
  house.setTime("2026-07-10T09:00:00Z");
  const { status, answer } = await ask("/rescans", word);
  expect([status, answer]).toMatchObject([
    200,
    {
      rescans: [
        {
          finding: expect.any(Number),
          address: "192.0.2.7",
          name: null,
          port: 3389,
          type: "open-rdp",
          lastSeenAt: "2026-07-01T08:00:00.000Z",
        },
      ],
      nextCursor: null,
    },
  ]);
  const [{ finding } = { finding: 0 }] = answer.rescans as { finding: number }[];
  expect(await ask(`/reports/${report}/fates`, word)).toEqual({
    status: 200,
    answer: { report, findings: 1, fates: { delivered: 1 } },
  });
  const result = { finding, outcome: "gone", checkedAt: "2026-07-10T08:00:00Z" };
  expect(await ask("/rechecks", word, { results: [result] })).toEqual({
    status: 200,
    answer: { kept: 1, leftOut: 0, verifiedFixed: 1, refuted: 0 },
  });
  expect((await ask("/rescans", word)).answer).toMatchObject({ rescans: [] });
  expect((await ask(`/reports/${report}/fates`, word)).answer).toMatchObject({
    fates: { fixed: 1 },
  });
});

test("nobody sees or changes what is another finder's", async () => {
  const report = await told("first");
  house.setTime("2026-07-10T09:00:00Z");
  const { answer } = await ask("/rescans?finder=first", web.token);
  const [{ finding } = { finding: 0 }] = answer.rescans as { finding: number }[];
  const word = await tokenOf("second");
  expect((await ask("/rescans", word)).answer).toMatchObject({ rescans: [] });
  expect(await ask("/rescans?finder=first", word)).toMatchObject({
    status: 403,
    answer: { code: "not-permitted" },
  });
  expect((await ask(`/reports/${report}/fates`, word)).status).toBe(404);
  const results = [{ finding, outcome: "gone", checkedAt: "2026-07-10T08:00:00Z" }];
  expect((await ask("/rechecks", word, { results })).answer).toMatchObject({ kept: 0, leftOut: 1 });
  expect((await ask("/rechecks", word, { results, finder: "first" })).status).toBe(403);
});

test("what is no result is refused, and so is a look in the future", async () => {
  await told("first");
  const word = await tokenOf("first");
  const good = { finding: 1, outcome: "gone", checkedAt: "2026-07-01T08:00:00Z" };
  for (const results of [
    [],
    [{ ...good, outcome: "perhaps" }],
    [{ ...good, finding: 0 }],
    [{ ...good, checkedAt: "yesterday" }],
    [{ ...good, more: 1 }],
    [{ ...good, checkedAt: "2027-01-01T00:00:00Z" }],
  ]) {
    const { status } = await ask("/rechecks", word, { results });
    expect([results, status]).toEqual([results, 400]);
  }
  expect((await ask("/rescans", web.token)).status).toBe(400);
});
