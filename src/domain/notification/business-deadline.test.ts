import fc from "fast-check";
import { expect, test } from "vitest";
import { businessDeadline } from "./business-deadline.ts";
import type { HouseHours } from "./open-hours.ts";

const hours: HouseHours = {
  timeZone: "Europe/Amsterdam",
  businessHours: { from: 510, until: 1050 },
  businessDays: ["monday", "tuesday", "wednesday", "thursday", "friday"],
  quietHours: null,
  holidays: [{ date: "2026-04-06", name: "Tweede paasdag" }],
};
const hourMs = 3_600_000;
const after = (text: string, hoursLong: number): string =>
  new Date(businessDeadline(Date.parse(text), hoursLong * hourMs, hours)).toISOString();

test.each([
  ["2026-07-01T10:00:00Z", 24, "2026-07-02T10:00:00.000Z"],
  ["2026-07-03T14:00:00Z", 24, "2026-07-06T14:00:00.000Z"],
  ["2026-07-03T14:00:00Z", 120, "2026-07-10T14:00:00.000Z"],
  // Over Easter, and from a day that does not count.
  ["2026-04-03T10:00:00Z", 24, "2026-04-07T10:00:00.000Z"],
  ["2026-07-04T10:00:00Z", 24, "2026-07-06T22:00:00.000Z"],
])("from %s, %i hours", (from, hoursLong, until) => {
  expect(after(from, hoursLong)).toBe(until);
});

test("never where no day is a business day", () => {
  expect(businessDeadline(0, hourMs, { ...hours, businessDays: [] })).toBe(Infinity);
});

test("is no earlier than the plain clock, ends on a business day, and grows with time", () => {
  const start = Date.parse("2026-01-01T00:00:00Z");
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 365 * 24 }),
      fc.integer({ min: 1, max: 24 * 20 }),
      (offset, long) => {
        const from = start + offset * hourMs;
        const deadline = businessDeadline(from, long * hourMs, hours);
        expect(deadline).toBeGreaterThanOrEqual(from + long * hourMs);
        expect(businessDeadline(from, (long + 1) * hourMs, hours)).toBeGreaterThan(deadline);
        const last = new Intl.DateTimeFormat("en-US", {
          weekday: "short",
          timeZone: hours.timeZone,
        }).format(deadline - 1);
        expect(["Mon", "Tue", "Wed", "Thu", "Fri"]).toContain(last);
      },
    ),
    { numRuns: 200 },
  );
});
