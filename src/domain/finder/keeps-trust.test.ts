import fc from "fast-check";
import { expect, test } from "vitest";
import { falsePositiveMs, keepsTrust } from "./keeps-trust.ts";

const now = Date.parse("2026-07-01T00:00:00Z");
const someUpheld = fc.array(
  fc.record({
    type: fc.integer({ min: 1, max: 3 }),
    atMs: fc.integer({ min: -10, max: 110 }).map((daysAgo) => now - daysAgo * 86_400_000),
  }),
  { maxLength: 8 },
);

test("trust ends with two of one type within 90 days, and with nothing else", () => {
  fc.assert(
    fc.property(someUpheld, (upheld) => {
      const isRecent = (atMs: number) => atMs <= now && atMs > now - falsePositiveMs;
      const pair = upheld.some((one, i) =>
        upheld.some(
          (other, j) =>
            i < j && one.type === other.type && isRecent(one.atMs) && isRecent(other.atMs),
        ),
      );
      expect(keepsTrust(upheld, now)).toBe(!pair);
    }),
  );
});

test("one more never gives trust back, and the order does not matter", () => {
  fc.assert(
    fc.property(someUpheld, someUpheld, (upheld, more) => {
      expect(keepsTrust([...more, ...upheld], now)).toBe(keepsTrust([...upheld, ...more], now));
      if (!keepsTrust(upheld, now)) expect(keepsTrust([...upheld, ...more], now)).toBe(false);
    }),
  );
});

test("the second counts up to the last moment of 90 days", () => {
  const first = { type: 1, atMs: now };
  const at = (atMs: number) => keepsTrust([first, { type: 1, atMs }], atMs);
  expect(at(now + falsePositiveMs - 1)).toBe(false);
  expect(at(now + falsePositiveMs)).toBe(true);
});
