import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weekdays } from "../../src/domain/instance.ts";
import {
  dueBefore,
  isOpen,
  type LaneClock,
  nextSlotAt,
  type RecipientClock,
} from "../../src/domain/notification/lane-clock.ts";
import { findSlotsNaively, openLooks, quarterMs } from "./naive-lane-clock.ts";

const dayMs = 86_400_000;

/** With clocks that are set at midnight, by half an hour, twice a year, never, and days that do not exist. */
const zones = [
  "Europe/Amsterdam",
  "America/New_York",
  "America/Santiago",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Asia/Beirut",
  "UTC",
];

/** Anywhere in ten years, and more often around an instant at which clocks are set. */
const arbitraryInstant = (zone: string): fc.Arbitrary<number> => {
  const changes: number[] = [];
  let next = Temporal.Instant.from("2024-01-01T00:00:00Z").toZonedDateTimeISO(zone);
  for (let i = 0; i < 20; i++) {
    const change = next.getTimeZoneTransition("next");
    if (change === null || change.year > 2033) break;
    changes.push(change.epochMilliseconds);
    next = change;
  }
  const start = Date.parse("2024-01-01T00:00:00Z");
  const anywhere = fc.integer({ min: 0, max: 3650 * 96 }).map((n) => start + n * quarterMs);
  if (changes.length === 0) return anywhere;
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -300, max: 300 }))
    .map(([at, quarters]) => at + quarters * quarterMs);
  return fc.oneof(anywhere, near);
};

const quarter = fc.integer({ min: 0, max: 95 }).map((n) => n * 15);
const stretch = fc
  .tuple(quarter, quarter)
  .filter(([a, b]) => a !== b)
  .map(([from, until]) => ({ from, until }));
const weekday = fc.constantFrom(...weekdays);

const setting = fc.constantFrom(...zones).chain((timeZone) =>
  fc.record({
    now: arbitraryInstant(timeZone),
    lane: fc.constantFrom("day" as const, "week" as const),
    holidayOffsets: fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { maxLength: 6 }),
    clock: fc.record({
      timeZone: fc.constant(timeZone),
      businessHours: stretch.map(({ from, until }) => ({
        from: Math.min(from, until),
        until: Math.max(from, until),
      })),
      businessDays: fc.uniqueArray(weekday, { minLength: 1 }),
      digests: fc.record({ dayAt: quarter, weekOn: weekday }),
      quietHours: fc.option(stretch, { nil: null }),
    }),
    recipient: fc.record({
      hours: fc.option(
        fc.tuple(stretch, fc.constantFrom(...zones)).map(([hours, zone]) => {
          return { ...hours, timeZone: zone };
        }),
        { nil: null },
      ),
      digests: fc.option(
        fc.record({
          dayAt: fc.option(quarter, { nil: null }),
          weekOn: fc.option(weekday, { nil: null }),
          daily: fc.boolean(),
        }),
        { nil: null },
      ),
    }) satisfies fc.Arbitrary<RecipientClock>,
  }),
);

function clockOf({
  now,
  clock,
  holidayOffsets,
}: {
  readonly now: number;
  readonly clock: Omit<LaneClock, "holidays">;
  readonly holidayOffsets: readonly number[];
}): LaneClock {
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(clock.timeZone)
    .toPlainDate();
  const holidays = holidayOffsets.map((days) => {
    return { date: today.add({ days }).toString(), name: "holiday" };
  });
  return { ...clock, holidays };
}

describe("the clock of the lanes", () => {
  it("finds the slots that a walk through time with an eye on the clocks finds", () => {
    fc.assert(
      fc.property(setting, ({ now, lane, recipient, ...rest }) => {
        const clock = clockOf({ now, ...rest });
        const window = { from: now - 17 * dayMs, until: now + 17 * dayMs };
        const slots = findSlotsNaively(lane, window, clock, recipient);
        const next = slots.find((slot) => slot > now);
        const found = nextSlotAt(lane, now, clock, recipient);
        if (next === undefined) expect(found).toBeGreaterThan(window.until - dayMs);
        else expect(found).toBe(next);
        const before = dueBefore(lane, now, clock, recipient);
        const last = slots.findLast((slot) => slot <= now) ?? -Infinity;
        const open = isOpen(now, clock, recipient);
        if (!open) expect(before).toBe(-Infinity);
        else if (last > window.from + 3 * dayMs) expect(before).toBe(last);
      }),
      { numRuns: 150 },
    );
  });

  it("sends nothing on a closed day, out of hours or in quiet hours", () => {
    fc.assert(
      fc.property(setting, ({ now, lane, recipient, ...rest }) => {
        const clock = clockOf({ now, ...rest });
        const around = { from: now - 2 * dayMs, until: now + 2 * dayMs };
        const mayGo = openLooks(around, clock, recipient).some(({ looks }) =>
          looks.some(({ instant }) => instant === now),
        );
        expect(isOpen(now, clock, recipient)).toBe(mayGo);
        if (!mayGo) expect(dueBefore(lane, now, clock, recipient)).toBe(-Infinity);
      }),
      { numRuns: 150 },
    );
  });

  it("makes everything due at its slot, and nothing before", () => {
    fc.assert(
      fc.property(setting, ({ now, lane, recipient, ...rest }) => {
        const clock = clockOf({ now, ...rest });
        const slot = nextSlotAt(lane, now, clock, recipient);
        fc.pre(Number.isFinite(slot));
        expect(slot).toBeGreaterThan(now);
        expect(dueBefore(lane, slot, clock, recipient)).toBe(slot);
        expect(dueBefore(lane, slot - 1, clock, recipient)).toBeLessThanOrEqual(now);
      }),
      { numRuns: 150 },
    );
  });
});
