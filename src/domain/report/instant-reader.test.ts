import fc from "fast-check";
import { expect, test } from "vitest";
import { findInstant, makeInstantReader } from "./instant-reader.ts";

const readUtc = makeInstantReader(true);

function read(text: string): number {
  const bytes = Buffer.from(`..${text}..`, "latin1");
  return readUtc(bytes, 2, 2 + text.length);
}

const instant = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }).map((ms) => new Date(ms));

test("reads every instant that there is, as Date writes it", () => {
  fc.assert(
    fc.property(instant, (date) => {
      const iso = date.toISOString();
      expect(findInstant(iso)).toBe(date.getTime());
      const seconds = iso.slice(0, 19).replace("T", " ");
      expect(read(seconds)).toBe(Math.floor(date.getTime() / 1000) * 1000);
    }),
  );
});

test("takes an offset off", () => {
  expect(findInstant("2026-11-20T08:30:00+01:00")).toBe(Date.UTC(2026, 10, 20, 7, 30));
  expect(findInstant("2026-11-20 08:30:00.25-05:30")).toBe(Date.UTC(2026, 10, 20, 14, 0, 0, 250));
  expect(findInstant("2024-02-29T23:59:59.999999999Z")).toBe(
    Date.UTC(2024, 1, 29, 23, 59, 59, 999),
  );
});

test.each([
  "2026-11-20",
  "2026-11-20T08:30Z",
  "2026-11-20T24:00:00Z",
  "2026-11-20T08:60:00Z",
  "2026-11-20T23:59:60Z",
  "2026-02-29T08:30:00Z",
  "2026-13-01T08:30:00Z",
  "2026-00-01T08:30:00Z",
  "2026-11-00T08:30:00Z",
  "1969-12-31T23:59:59Z",
  "2026-11-20T08:30:00.Z",
  "2026-11-20T08:30:00+0100",
  "2026-11-20T08:30:00+24:00",
  "2026-11-20T08:30:00 CET",
  "2026-11-20_08:30:00Z",
  "2026/11/20 08:30:00Z",
  "20261120T083000Z0000",
  "1763627400",
  " 2026-11-20T08:30:00Z",
  "２026-11-20T08:30:00Z",
  "",
])("refuses %j", (text) => {
  expect(findInstant(text)).toBeNull();
});

test("a time without zone is an instant only where the format says that it is UTC", () => {
  expect(findInstant("2026-11-20T08:30:00")).toBeNull();
  expect(findInstant("2026-11-20T08:30:00.5")).toBeNull();
  expect(read("2026-11-20 08:30:00.5")).toBe(Date.UTC(2026, 10, 20, 8, 30, 0, 500));
});

test("a day that does not exist is refused again and again", () => {
  expect([1, 2].map(() => read("2026-02-30 08:30:00"))).toEqual([Number.NaN, Number.NaN]);
});
