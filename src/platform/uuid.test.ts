import { expect, test } from "vitest";
import { newUuid } from "./uuid.ts";

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("ids have the form of version 7 and begin with their millisecond", () => {
  const id = newUuid(Date.UTC(2100, 0, 1));
  expect(id).toMatch(form);
  expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(Date.UTC(2100, 0, 1));
});

test("ids of one process sort in the order of their making, also when the clock stands or goes back", () => {
  const nowMs = Date.UTC(2101, 0, 1);
  const ids = Array.from({ length: 10_000 }, (_, i) => newUuid(nowMs - (i % 3)));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(form);
});
