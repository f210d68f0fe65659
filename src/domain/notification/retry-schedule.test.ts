import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextAttemptAt } from "./retry-schedule.ts";

const queuedAt = new Date("2026-11-20T12:00:00Z");
const hoursLater = (hours: number) => new Date(queuedAt.getTime() + hours * 3_600_000);

describe("nextAttemptAt", () => {
  it("waits longer each time", () => {
    const waits = [1, 2, 3, 4, 5, 6].map((attempts) =>
      nextAttemptAt(queuedAt, attempts, queuedAt, 0.5),
    );
    expect(waits).toEqual([1 / 12, 1 / 4, 1, 4, 12, 12].map(hoursLater));
  });

  it("ends at 72 hours, with one attempt there", () => {
    expect(nextAttemptAt(queuedAt, 9, hoursLater(71), 0.5)).toEqual(hoursLater(72));
    expect(nextAttemptAt(queuedAt, 10, hoursLater(72), 0.5)).toBeNull();
  });

  it("always comes to an end, after a dozen attempts at most", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
        (chances) => {
          let now = queuedAt;
          let attempts = 0;
          for (const chance of chances) {
            attempts += 1;
            const next = nextAttemptAt(queuedAt, attempts, now, chance);
            if (next === null) break;
            expect(next.getTime()).toBeGreaterThan(now.getTime());
            now = next;
          }
          expect(now).toEqual(hoursLater(72));
          expect(attempts).toBeLessThanOrEqual(13);
        },
      ),
    );
  });
});
