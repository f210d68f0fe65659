import { expect, test } from "vitest";
import { canarySize, isTooMuch, jumpLimit } from "./report-brake.ts";

test("a share is too much above the percentage, and not for a handful", () => {
  const most = { floor: 5, percent: 2 };
  expect(isTooMuch(4, 10, most)).toBe(false);
  expect(isTooMuch(5, 250, most)).toBe(false);
  expect(isTooMuch(5, 249, most)).toBe(true);
  expect(isTooMuch(100, 5000, most)).toBe(false);
  expect(isTooMuch(101, 5000, most)).toBe(true);
});

test("a finder may hand over what it is used to, times the factor, and never less than the floor", () => {
  const jump = { floor: 10_000, factor: 10 };
  expect(jumpLimit(jump, null)).toBeNull();
  expect(jumpLimit(jump, 3)).toBe(10_000);
  expect(jumpLimit(jump, 50_000)).toBe(500_000);
});

test("one in a hundred hears first, and at least ten", () => {
  expect(canarySize(1001, 1)).toBe(11);
  expect(canarySize(50, 1)).toBe(10);
  expect(canarySize(200_000, 1)).toBe(2000);
});
