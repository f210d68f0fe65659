import { expect, test } from "vitest";
import { toAmount, toCount, toPairs, toTable } from "./table.ts";

test("values stand under their titles, numbers to the right", () => {
  const columns = [
    { title: "name" },
    { title: "rows", align: "right" },
    { title: "note" },
  ] as const;
  expect(
    toTable(columns, [
      ["a", "1 000", ""],
      ["longer", "7", "x"],
    ]),
  ).toBe("name     rows  note\na       1 000\nlonger      7  x\n");
});

test("a value breaks neither line nor screen", () => {
  expect(toTable([{ title: "value" }], [["a\nb\u001b[31mc\u202ed"]])).toBe("value\na b [31mc d\n");
  expect(toPairs([["name", "two\r\nlines"]])).toBe("name  two lines\n");
});

test("counts are read by people", () => {
  expect(toCount(1_234_567)).toBe("1 234 567");
  expect(toCount(2n ** 80n)).toBe("1 208 925 819 614 629 174 706 176");
  expect([0, 1, 2].map((count) => toAmount(count, "mail"))).toEqual([
    "0 mails",
    "1 mail",
    "2 mails",
  ]);
});
