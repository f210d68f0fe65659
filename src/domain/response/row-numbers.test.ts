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

  test("cost no more for being repeated: a form of 64 KB names a million rows eight thousand times", () => {
    const text = "1-1000000,".repeat(8000);
    expect(readRowNumbers(text, 1_000_000)).toHaveLength(1_000_000);
  });

  test("overlap in any order", () => {
    const stretch = fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(20))
      .map(([from, more]) => [from, Math.min(from + more, 60)] as const);
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 12 }), (stretches) => {
        const named = new Set<number>();
        for (const [from, until] of stretches) {
          for (let number = from; number <= until; number++) named.add(number);
        }
        const text = stretches.map(([from, until]) => `${from}-${until}`).join(" ");
        expect(readRowNumbers(text, 60)).toEqual([...named].sort((a, b) => a - b));
      }),
    );
  });

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
