import { expect, test } from "vitest";
import { idleMs, longestMs, makeSessions } from "./sessions.ts";

function makeClock() {
  let now = Date.UTC(2026, 10, 23);
  const pass = (ms: number): void => {
    now += ms;
  };
  return { clock: () => new Date(now), pass };
}

test("a session lives until it ends, and no other id opens one", () => {
  const sessions = makeSessions(makeClock().clock);
  const id = sessions.begin();
  expect(id).toMatch(/^[\w-]{43}$/);
  expect(sessions.isAlive(id)).toBe(true);
  expect(sessions.isAlive(`${id}x`)).toBe(false);
  expect(sessions.begin()).not.toBe(id);
  sessions.end(id);
  expect(sessions.isAlive(id)).toBe(false);
});

test("use keeps a session alive, but not beyond a working day", () => {
  const { clock, pass } = makeClock();
  const sessions = makeSessions(clock);
  const [used, idle] = [sessions.begin(), sessions.begin()];
  for (let ms = 0; ms < longestMs - idleMs / 2; ms += idleMs / 2) {
    expect(sessions.isAlive(used)).toBe(true);
    pass(idleMs / 2);
  }
  expect(sessions.isAlive(idle)).toBe(false);
  pass(idleMs / 2 - 1);
  expect(sessions.isAlive(used)).toBe(true);
  pass(1);
  expect(sessions.isAlive(used)).toBe(false);
});

test("the oldest session makes room, so that memory has an end", () => {
  const sessions = makeSessions(makeClock().clock);
  const ids = Array.from({ length: 1001 }, () => sessions.begin());
  expect(ids.map((id) => sessions.isAlive(id)).indexOf(true)).toBe(1);
});
