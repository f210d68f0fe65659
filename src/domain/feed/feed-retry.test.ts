import { expect, test } from "vitest";
import { toFileRetryAt, toLookRetryAt } from "./feed-retry.ts";

const now = new Date("2026-11-20T12:00:00Z");
const minutesTo = (at: Date): number => (at.getTime() - now.getTime()) / 60_000;

test("looks that fail wait longer each time, never longer than an hour or the usual rest", () => {
  const waits = [0, 1, 2, 5, 6, 99].map((failures) =>
    minutesTo(toLookRetryAt(now, failures, 7_200_000, null)),
  );
  expect(waits).toEqual([1, 2, 4, 32, 60, 60]);
  expect(minutesTo(toLookRetryAt(now, 5, 600_000, null))).toBe(10);
});

test("files that fail wait up to six hours", () => {
  const waits = [0, 1, 6, 7, 99].map((attempts) => minutesTo(toFileRetryAt(now, attempts, null)));
  expect(waits).toEqual([5, 10, 320, 360, 360]);
});

test("what the other side asks for is kept, up to a day", () => {
  expect(minutesTo(toLookRetryAt(now, 0, 600_000, 3_600_000))).toBe(60);
  expect(minutesTo(toFileRetryAt(now, 0, 1e12))).toBe(24 * 60);
  expect(minutesTo(toFileRetryAt(now, 0, 1000))).toBe(5);
});
