import { expect, test } from "vitest";
import { attempts, makeAttemptLimit, windowMs } from "./attempt-limit.ts";

function fail(limit: ReturnType<typeof makeAttemptLimit>, client: string, times: number): void {
  for (let i = 0; i < times; i++) limit.fail(client);
}

test("ten wrong guesses are free, then it takes a quarter of an hour", () => {
  let now = Date.UTC(2026, 10, 23);
  const limit = makeAttemptLimit(() => new Date(now));
  fail(limit, "192.0.2.1", attempts - 1);
  expect(limit.waitS("192.0.2.1")).toBe(0);
  now += 60_000;
  limit.fail("192.0.2.1");
  expect(limit.waitS("192.0.2.1")).toBe((windowMs - 60_000) / 1000);
  expect(limit.waitS("192.0.2.2")).toBe(0);
  now += windowMs - 60_000;
  expect(limit.waitS("192.0.2.1")).toBe(0);
  limit.fail("192.0.2.1");
  expect(limit.waitS("192.0.2.1")).toBe(0);
});

test.each([
  ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true],
  ["2001:db8:1:2::1", "2001:db8:1:3::1", false],
  ["2001:db8::1", "2001:db8:0:0:5::", true],
  ["::1", "0:0:0:0:7::", true],
  ["::ffff:192.0.2.1", "192.0.2.1", true],
])("%s and %s are one client: %s", (one, other, same) => {
  const limit = makeAttemptLimit(() => new Date(0));
  fail(limit, one, attempts);
  expect(limit.waitS(other) > 0).toBe(same);
});

test("many clients cost a bounded memory, the oldest is forgotten first", () => {
  const limit = makeAttemptLimit(() => new Date(0));
  fail(limit, "192.0.2.1", attempts);
  for (let i = 0; i < 9_999; i++) limit.fail(`client-${i}`);
  expect(limit.waitS("192.0.2.1")).toBeGreaterThan(0);
  limit.fail("one-more");
  expect(limit.waitS("192.0.2.1")).toBe(0);
});
