import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findRegisterNumber } from "./register-number.ts";

describe("findRegisterNumber", () => {
  it.each([
    ["kvk", "12 34 56 78", "12345678"],
    ["kvk", "00000001", "00000001"],
    ["rsin", "111222333", "111222333"],
    ["rsin", "1112.22.333", "111222333"],
    ["btw", "NL 111222333 B01", "NL111222333B01"],
    ["btw", "nl000099998b57", "NL000099998B57"],
  ] as const)("takes %s %s", (register, text, number) => {
    expect(findRegisterNumber(register, text)).toEqual({ register, number });
  });

  it.each([
    ["kvk", "1234567"],
    ["kvk", "123456789"],
    ["kvk", "00000000"],
    ["kvk", "1234567a"],
    ["rsin", "111222334"],
    ["rsin", "000000000"],
    ["rsin", "11122233"],
    ["btw", "NL111222334B01"],
    ["btw", "NL000099998B58"],
    ["btw", "BE0123456789"],
    ["btw", ""],
    ["kvk", `${" ".repeat(100)}12345678`],
  ] as const)("refuses %s %s", (register, text) => {
    expect(findRegisterNumber(register, text)).toBeNull();
  });

  it("notices every single digit that is typed wrong in an RSIN", () => {
    fc.assert(
      fc.property(fc.nat(8), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const right = "111222333";
        const wrong = [...right]
          .map((digit, i) => (i === at ? String((Number(digit) + by) % 10) : digit))
          .join("");
        return findRegisterNumber("rsin", wrong) === null;
      }),
    );
  });
});
