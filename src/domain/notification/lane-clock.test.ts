import { describe, expect, it } from "vitest";
import {
  dueBefore,
  expectedAt,
  type LaneClock,
  nextSlotAt,
  plainClock,
  type RecipientClock,
} from "./lane-clock.ts";

const clock: LaneClock = {
  timeZone: "Europe/Amsterdam",
  businessHours: { from: 8 * 60 + 30, until: 17 * 60 + 30 },
  businessDays: ["monday", "tuesday", "wednesday", "thursday", "friday"],
  digests: { dayAt: 9 * 60, weekOn: "tuesday" },
  quietHours: { from: 22 * 60, until: 7 * 60 },
  holidays: [
    { date: "2026-04-06", name: "Tweede paasdag" },
    { date: "2026-12-25", name: "Eerste kerstdag" },
  ],
};

type Lane = "day" | "week";
const instant = (text: string): number => Date.parse(text);
const slotAfter = (lane: Lane, text: string, recipient = plainClock, hours = clock): string =>
  new Date(nextSlotAt(lane, instant(text), hours, recipient)).toISOString();
const dueSince = (lane: Lane, text: string, recipient = plainClock): string | number => {
  const before = dueBefore(lane, instant(text), clock, recipient);
  return Number.isFinite(before) ? new Date(before).toISOString() : before;
};

describe("nextSlotAt", () => {
  it.each<[Lane, string, string]>([
    // Wednesday before nine, after nine, Friday evening, over Easter, over Christmas.
    ["day", "2026-07-01T06:59:59Z", "2026-07-01T07:00:00.000Z"],
    ["day", "2026-07-01T07:00:00Z", "2026-07-02T07:00:00.000Z"],
    ["day", "2026-07-03T16:00:00Z", "2026-07-06T07:00:00.000Z"],
    ["day", "2026-04-03T16:00:00Z", "2026-04-07T07:00:00.000Z"],
    ["day", "2026-12-24T12:00:00Z", "2026-12-28T08:00:00.000Z"],
    ["week", "2026-07-01T06:00:00Z", "2026-07-07T07:00:00.000Z"],
    // Clocks go forward on the night of 29 March, back on that of 25 October.
    ["day", "2026-03-27T12:00:00Z", "2026-03-30T07:00:00.000Z"],
    ["day", "2026-10-23T12:00:00Z", "2026-10-26T08:00:00.000Z"],
  ])("%s after %s", (lane, since, slot) => {
    expect(slotAfter(lane, since)).toBe(slot);
  });

  it("moves the week's digest to the next business day", () => {
    const holidays = [{ date: "2026-07-07", name: "Holiday" }];
    expect(slotAfter("week", "2026-07-01T12:00:00Z", plainClock, { ...clock, holidays })).toBe(
      "2026-07-08T07:00:00.000Z",
    );
  });

  it("is at once where the instance says so", () => {
    const hours = { ...clock, digests: "at-once" } as const;
    expect(slotAfter("week", "2026-12-25T01:00:00Z", plainClock, hours)).toBe(
      "2026-12-25T01:00:00.000Z",
    );
    expect(dueBefore("week", instant("2026-12-25T01:00:00Z"), hours)).toBe(Infinity);
  });

  it("goes by what a recipient chose, and by when it reads", () => {
    const wish: RecipientClock = {
      hours: { from: 13 * 60, until: 17 * 60, timeZone: "Europe/Amsterdam" },
      digests: { dayAt: null, weekOn: "thursday", daily: false },
    };
    expect(slotAfter("day", "2026-07-01T06:00:00Z", wish)).toBe("2026-07-01T11:00:00.000Z");
    expect(slotAfter("week", "2026-07-01T06:00:00Z", wish)).toBe("2026-07-02T11:00:00.000Z");
    const daily = { hours: null, digests: { dayAt: 15 * 60, weekOn: null, daily: true } };
    expect(slotAfter("week", "2026-07-01T06:00:00Z", daily)).toBe("2026-07-01T13:00:00.000Z");
  });

  it("overlooks hours of a recipient at which nothing goes out", () => {
    const night = { hours: { from: 0, until: 300, timeZone: "Europe/Amsterdam" }, digests: null };
    expect(slotAfter("day", "2026-07-01T06:00:00Z", night)).toBe("2026-07-01T07:00:00.000Z");
  });

  it("is never where no day is open", () => {
    const closed = { ...clock, businessDays: [] };
    expect(nextSlotAt("day", instant("2026-07-01T06:00:00Z"), closed)).toBe(Infinity);
    expect(dueBefore("week", instant("2026-07-01T10:00:00Z"), closed)).toBe(-Infinity);
  });
});

describe("dueBefore", () => {
  it.each<[Lane, string, string | number]>([
    ["day", "2026-07-01T06:59:59Z", "2026-06-30T07:00:00.000Z"],
    ["day", "2026-07-01T07:00:00Z", "2026-07-01T07:00:00.000Z"],
    ["day", "2026-07-01T15:29:59Z", "2026-07-01T07:00:00.000Z"],
    ["day", "2026-07-01T15:30:00Z", -Infinity],
    ["day", "2026-07-04T10:00:00Z", -Infinity],
    ["day", "2026-12-25T10:00:00Z", -Infinity],
    ["week", "2026-07-06T10:00:00Z", "2026-06-30T07:00:00.000Z"],
  ])("%s at %s", (lane, now, since) => {
    expect(dueSince(lane, now)).toBe(since);
  });
});

describe("expectedAt", () => {
  const at = (since: string, now: string): string =>
    new Date(expectedAt("day", instant(since), instant(now), clock)).toISOString();

  it("is the slot, and what is late goes once hours are open", () => {
    expect(at("2026-07-01T10:00:00Z", "2026-07-01T10:00:00Z")).toBe("2026-07-02T07:00:00.000Z");
    expect(at("2026-06-01T10:00:00Z", "2026-07-01T10:00:00Z")).toBe("2026-07-01T10:00:00.000Z");
    expect(at("2026-06-01T10:00:00Z", "2026-07-01T20:00:00Z")).toBe("2026-07-02T06:30:00.000Z");
  });
});
