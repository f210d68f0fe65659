import { describe, expect, it } from "vitest";
import { readDays } from "./read-days.ts";

const read = (first: string, last: string) =>
  readDays(first, last, { timeZone: "Europe/Amsterdam", mostDays: 30 });

describe("days of a form", () => {
  it("are taken whole, in the time zone of the house, where clocks change too", () => {
    expect(read("2026-07-01", "2026-07-01")).toEqual({
      from: new Date("2026-06-30T22:00:00Z"),
      until: new Date("2026-07-01T22:00:00Z"),
    });
    expect(read("2026-10-25", "2026-10-25")).toEqual({
      from: new Date("2026-10-24T22:00:00Z"),
      until: new Date("2026-10-25T23:00:00Z"),
    });
  });

  it("are thirty at most, so that they are never more than 31 times 24 hours", () => {
    const most = read("2026-10-01", "2026-10-30");
    expect(most).not.toBeNull();
    expect((most?.until.getTime() ?? 0) - (most?.from.getTime() ?? 0)).toBeLessThan(
      31 * 24 * 3_600_000,
    );
    expect(read("2026-10-01", "2026-10-31")).toBeNull();
  });

  it.each([
    ["2026-07-02", "2026-07-01"],
    ["", "2026-07-01"],
    ["2026-02-30", "2026-03-01"],
    ["1-7-2026", "2-7-2026"],
    ["2026-07-01T10:00", "2026-07-02"],
  ])("are none: %s to %s", (first, last) => {
    expect(read(first, last)).toBeNull();
  });
});
