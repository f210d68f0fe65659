import { expect, test } from "vitest";
import { useWebHouse } from "../../test/makers/web-house.ts";
import { listLanes } from "../actions/list-lanes.ts";
import { makeApp } from "./app.ts";

const web = useWebHouse();
const { house } = web;

const csv = [
  "ip,port,timestamp,type",
  "192.0.2.1,443,2026-06-20T08:00:00Z,c2-server",
  "192.0.2.2,443,2026-06-20T08:00:00Z,cryptominer",
  "198.51.100.1,443,2026-06-20T08:00:00Z,cryptominer",
  "192.0.2.3,443,2026-06-20T08:00:00Z,anonymous-ftp",
].join("\n");

async function waiting() {
  const organisations = {
    alfa: { claims: ["192.0.2.0/24"] },
    beta: { claims: ["198.51.100.0/24"] },
  };
  await house.loadWorld({ organisations });
  await house.submit({ csv });
  const digests = { dayAt: 540, weekOn: "tuesday" } as const;
  return makeApp({ ...web.context, instance: { ...web.context.instance, digests } });
}

const bearer = { headers: { Authorization: `Bearer ${web.token}` } };

test("the API says what waits for its lane, and until when", async () => {
  const app = await waiting();
  const answer = await app.request("/api/v1/lanes", bearer);
  const day = "2026-07-02T07:00:00.000Z";
  const week = "2026-07-07T07:00:00.000Z";
  const soon = "2026-07-01T09:00:00.000Z";
  expect(await answer.json()).toEqual({
    lanes: [
      { lane: "now", recipients: 1, rows: 1, nextAt: soon, slotAt: soon },
      { lane: "day", recipients: 2, rows: 2, nextAt: day, slotAt: day },
      { lane: "week", recipients: 1, rows: 1, nextAt: week, slotAt: week },
    ],
  });
});

test("nothing waits where lanes go at once, or all went", async () => {
  const app = await waiting();
  await house.run();
  const answer = (await (await app.request("/api/v1/lanes", bearer)).json()) as {
    lanes: Record<string, unknown>[];
  };
  expect(answer.lanes.map(({ rows, nextAt }) => [rows, nextAt])).toEqual(Array(3).fill([0, null]));
});

test("the page of notifications shows it to the house, and organisations may not ask", async () => {
  const app = await waiting();
  const page = await app.request("/notifications", {
    headers: { Cookie: await web.signIn(app), "Accept-Language": "en" },
  });
  const text = await page.text();
  expect(text).toContain("What waits for its turn");
  expect(text).toContain('datetime="2026-07-07T07:00:00.000Z"');
  const { context } = web;
  const member = {
    kind: "member",
    name: "alfa",
    organisation: "alfa",
    role: "administrator",
    scopes: null,
  } as never;
  await expect(listLanes({ context, input: { actor: member } })).rejects.toThrow("may not do this");
});
