import { expect, test } from "vitest";
import { toDaysToList } from "./days-to-list.ts";

const now = new Date("2026-03-02T10:00:00Z");
const usual = { since: null, overlapDays: 2 };

test("the first look begins a week back, or where the feed says", () => {
  const days = toDaysToList(null, now, usual);
  expect([days[0], days.at(-1), days.length]).toEqual(["2026-02-23", "2026-03-02", 8]);
  expect(toDaysToList(null, now, { ...usual, since: "2026-03-01" })).toEqual([
    "2026-03-01",
    "2026-03-02",
  ]);
  expect(toDaysToList(null, now, { ...usual, since: "2026-03-03" })).toEqual([]);
});

test("later looks list some days again, over the end of a month", () => {
  expect(toDaysToList("2026-03-02", now, usual)).toEqual([
    "2026-02-28",
    "2026-03-01",
    "2026-03-02",
  ]);
});

test("after a long silence one look does not list it all, and the next goes on", () => {
  const first = toDaysToList("2025-09-03", now, usual);
  expect([first[0], first.length]).toEqual(["2025-09-01", 60]);
  const second = toDaysToList(first.at(-1) ?? "", now, usual);
  expect(second[0]).toBe(first.at(-3));
  const last = toDaysToList("2026-02-20", now, usual);
  expect(last.at(-1)).toBe("2026-03-02");
});

test("the position of another kind of feed is none", () => {
  expect(toDaysToList("[]", now, usual)).toEqual(toDaysToList(null, now, usual));
});

test("a position in the future is taken for today", () => {
  expect(toDaysToList("2027-01-01", now, usual)).toHaveLength(3);
});
