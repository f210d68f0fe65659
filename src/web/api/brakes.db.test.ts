import { expect, test } from "vitest";
import { useWebHouse } from "../../../test/makers/web-house.ts";

const web = useWebHouse();
const { house } = web;

async function ask(path: string, body?: unknown) {
  const answer = await web.ask(`/api/v1${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
}

test("a case is held over the API, listed, and lifted", async () => {
  await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  const target = { kind: "case", value: "C-1" };
  expect((await ask("/holds", { target, reason: "wrong" })).answer).toEqual({
    held: true,
    withdrawn: 0,
  });
  const csv = "ip,port,type,timestamp\n192.0.2.1,443,ssl-freak,2026-07-01T08:00:00Z\n";
  await house.submit({ csv, caseName: "C-1" });
  await house.run();
  expect(house.server.kept).toEqual([]);
  expect((await ask("/brakes")).answer).toMatchObject({
    volume: [],
    reports: [],
    holds: [{ ...target, reason: "wrong" }],
    stops: [],
    canaries: [],
  });
  expect((await ask("/holds/lift", { target })).answer).toEqual({ lifted: true });
  await house.run();
  expect(house.server.kept.length).toBe(1);
});

test("the brake on a recipient's volume is lifted over the API", async () => {
  await house.loadWorld({ organisations: { uni: { claims: ["192.0.2.0/24"] } } });
  const rows = Array.from(
    { length: 60 },
    (_, i) => `192.0.2.${i + 1},443,ssl-freak,2026-07-01T08:00:00Z`,
  );
  await house.submit({ csv: ["ip,port,type,timestamp", ...rows].join("\n") });
  await house.run();
  const { volume } = (await ask("/brakes")).answer as { volume: { id: string; rows: number }[] };
  expect(volume).toMatchObject([{ rows: 60, limitRows: 50 }]);
  expect((await ask(`/brakes/${volume[0]?.id}/lift`, {})).answer).toEqual({ lifted: true });
  await house.run();
  expect(await house.dispositions()).toEqual({ delivered: 60 });
});

test("a hold of something that cannot be is refused", async () => {
  const bad = { target: { kind: "lane", value: "never" }, reason: "x" };
  expect((await ask("/holds", bad)).status).toBe(400);
});
