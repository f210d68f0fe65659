import { expect, test } from "vitest";
import { toDayText, toInstantText } from "./day-text.ts";

const at = new Date("2026-03-05T23:59:59Z");

test("days are written as people write them, in UTC", () => {
  expect(toDayText(at, "nl")).toBe("5 maart 2026");
  expect(toDayText(at, "en")).toBe("5 March 2026");
});

test("instants say that they are in UTC", () => {
  expect(toInstantText(at, "nl")).toBe("5 maart 2026 om 23:59 UTC");
  expect(toInstantText(at, "en")).toBe("5 March 2026 at 23:59 UTC");
});
