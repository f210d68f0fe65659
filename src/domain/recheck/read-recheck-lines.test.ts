import { expect, it } from "vitest";
import { readRecheckLines } from "./read-recheck-lines.ts";

const good = '{"finding":7,"outcome":"gone","checkedAt":"2026-07-01T10:00:00Z"}';

it("reads a result a line", () => {
  expect(readRecheckLines(`${good}\n\n${good}\n`)).toEqual({
    results: [7, 7].map((finding) => ({
      finding,
      outcome: "gone",
      checkedAt: new Date("2026-07-01T10:00:00Z"),
    })),
  });
});

it.each([
  ["no", "not JSON"],
  ["7", "not an object"],
  [good.replace("7", '"7"'), "finding is not the number of a finding"],
  [good.replace("gone", "fixed"), "outcome is not one of still-open, gone, unclear"],
  [good.replace("T10:00:00Z", ""), "checkedAt is not a time with its zone"],
])("says which line is wrong: %s", (line, fault) => {
  expect(readRecheckLines(`${good}\n${line}\n`)).toEqual({ line: 2, fault });
});
