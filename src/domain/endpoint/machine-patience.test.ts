import fc from "fast-check";
import { expect, it } from "vitest";
import { lanes } from "../finding/lane.ts";
import { nextMachineAttemptAt, patienceMs } from "./machine-patience.ts";

const since = new Date("2026-07-01T09:00:00Z");

it("tries again later and later, up to its end and never after", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...lanes),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (lane, jitter) => {
        const end = since.getTime() + patienceMs[lane];
        let now = since;
        let waited = 0;
        for (let attempts = 1; ; attempts += 1) {
          const next = nextMachineAttemptAt(lane, since, attempts, {
            now,
            notBefore: null,
            jitter,
          });
          if (next === null) break;
          const wait = next.getTime() - now.getTime();
          if (next.getTime() < end) expect(wait).toBeGreaterThanOrEqual(waited);
          expect(next.getTime()).toBeLessThanOrEqual(end);
          expect(wait).toBeGreaterThan(0);
          waited = wait;
          now = next;
        }
        expect(now.getTime()).toBe(end);
      },
    ),
  );
});

it("heeds what the other side asks for, but not beyond its end", () => {
  const when = (minutes: number) => new Date(since.getTime() + minutes * 60_000);
  const ask = (notBefore: Date) =>
    nextMachineAttemptAt("now", since, 1, { now: since, notBefore, jitter: 0 });
  expect(ask(when(30))).toEqual(when(30));
  expect(ask(when(600))).toEqual(when(60));
});
