import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatRowNumbers, readRowNumbers } from "./row-numbers.ts";

describe("numbers of rows", () => {
  test.each([
    ["3", [3]],
    ["7-9, 1", [1, 7, 8, 9]],
    ["1 2;3\n4", [1, 2, 3, 4]],
    ["2–4", [2, 3, 4]],
    ["5, 5-5", [5]],
    ["", []],
  ])("%s", (text, numbers) => expect(readRowNumbers(text, 10)).toEqual(numbers));

  test.each(["0", "11", "9-11", "4-3", "x", "1-2-3", "-1", "1e3", "99999999999"])(
    "%s names none of ten",
    (text) => expect(readRowNumbers(text, 10)).toBeNull(),
  );

  test("are read as they are written", () => {
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(some, (numbers) => {
        const sorted = [...numbers].sort((a, b) => a - b);
        expect(readRowNumbers(formatRowNumbers(sorted), 500)).toEqual(sorted);
      }),
    );
    expect(formatRowNumbers([1, 2, 3, 7, 9, 10])).toBe("1-3, 7, 9-10");
  });
});
