import { expect, it } from "vitest";
import { volumeLimit } from "./volume-brake.ts";

const settings = { floor: 50, factor: 10 };

it("never goes below the floor", () => {
  expect(volumeLimit(settings, null)).toBe(50);
  expect(volumeLimit(settings, 0)).toBe(50);
  expect(volumeLimit(settings, 5)).toBe(50);
});

it("grows with what the recipient is used to", () => {
  expect(volumeLimit(settings, 5.5)).toBe(55);
  expect(volumeLimit(settings, 5000)).toBe(50_000);
});
