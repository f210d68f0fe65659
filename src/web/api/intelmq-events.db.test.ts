import { beforeEach, expect, test } from "vitest";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();
const path = "/api/v1/intelmq/events?finder=certnl";
const event = {
  "classification.type": "vulnerable-system",
  "source.ip": "203.0.113.7",
  "time.source": "2026-06-30T10:00:00+00:00",
  raw: "aGVsbG8=",
};

beforeEach(() => web.house.loadWorld({}));

const post = (body: string, headers: Record<string, string> = {}, to = path) =>
  web.ask(to, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });

async function count(): Promise<number> {
  const { rows } = await web.context.sql.query<{ n: number }>(
    "select coalesce(sum(events), 0)::integer as n from received_events",
  );
  return rows[0]?.n ?? 0;
}

test("what IntelMQ's REST API output posts is kept before it is answered", async () => {
  const before = await count();
  const answer = await post(JSON.stringify(event));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    finder: "certnl",
    events: 1,
    receivedAt: "2026-07-01T09:00:00.000Z",
  });
  expect(await count()).toBe(before + 1);
});

test("a key that is repeated keeps them once; an array may be larger than a form", async () => {
  const before = await count();
  const many = JSON.stringify(Array.from({ length: 1000 }, () => event));
  expect(many.length).toBeGreaterThan(64 * 1024);
  const headers = { "Idempotency-Key": "one" };
  expect((await post(many, headers)).status).toBe(200);
  expect((await post(many, headers)).status).toBe(200);
  expect((await post("[]", headers)).status).toBe(422);
  expect(await count()).toBe(before + 1000);
});

test.each([
  ["a form", "source.ip=203.0.113.7", "application/x-www-form-urlencoded", 422],
  ["half an object", '{"source.ip":', "application/json", 422],
  ["too much", JSON.stringify({ raw: "x".repeat(8 * 1024 * 1024) }), "application/json", 413],
])("%s is refused with what to do", async (_, body, type, status) => {
  const before = await count();
  const answer = await post(body, { "content-type": type });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ status, remedy: expect.any(String) });
  expect(await count()).toBe(before);
});

test("without a token, or for a finder that is none, nothing is kept", async () => {
  const before = await count();
  expect((await post("{}", { Authorization: "Bearer x" })).status).toBe(401);
  expect((await post("{}", {}, "/api/v1/intelmq/events?finder=No")).status).toBe(400);
  expect(await count()).toBe(before);
});
