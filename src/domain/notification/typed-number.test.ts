import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makePublicNumber, type PublicNumber } from "./public-number.ts";
import { findTypedNumber } from "./typed-number.ts";
import { findVerificationCode, toVerificationCode } from "./verification-code.ts";

const prefix = "NSM-";
const numbers = fc
  .uint8Array({ minLength: 8, maxLength: 8 })
  .map((random) => makePublicNumber(prefix, random));
const codes = fc.uint8Array({ minLength: 8, maxLength: 32 }).map(toVerificationCode);

describe("a number as people type it", () => {
  test("is read in any case, with or without prefix, hyphens, spaces and dots", () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const bare = number.slice(prefix.length);
        const written = [number, bare, number.toLowerCase(), number.replaceAll("-", " ")];
        const more = [bare.replace("-", ""), ` ${bare} `, `nsm ${bare}`, [...bare].join(" ")];
        for (const text of [...written, ...more]) {
          expect(findTypedNumber(prefix, text)).toBe(number);
        }
      }),
    );
  });

  test.each([
    ["8", "B"],
    ["5", "S"],
    ["2", "Z"],
    ["6", "G"],
    ["4", "A"],
    ["3", "E"],
    ["W", "U"],
    ["Y", "V"],
  ])("is read where %s was taken for %s", (sign, typed) => {
    fc.assert(
      fc.property(numbers, (number) => {
        const bare = number.slice(prefix.length).replaceAll(sign, typed);
        expect(findTypedNumber(prefix, bare)).toBe(number);
      }),
    );
  });

  test("with a sign that looks like several is the one that the check sign allows, or none", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 7 }), (number, at) => {
        const signs = [...number.slice(prefix.length).replace("-", "")];
        fc.pre(["Q", "D", "C", "7", "J", "T"].includes(signs[at] ?? ""));
        signs[at] = ["Q", "D", "C"].includes(signs[at] ?? "") ? "O" : "1";
        expect([number, null]).toContain(findTypedNumber(prefix, signs.join("")));
        // A weight that is not 0 modulo 23 leaves one of three signs at most.
        expect(findTypedNumber(prefix, signs.join(""))).toBe(number);
      }),
    );
  });

  test("is none where a sign is wrong, two are exchanged, one is missing, or the prefix is another's", () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 6 }), (number, at) => {
        const signs = [...number.slice(prefix.length).replace("-", "")];
        const exchanged = [...signs];
        [exchanged[at], exchanged[at + 1]] = [signs[at + 1] ?? "", signs[at] ?? ""];
        if (signs[at] !== signs[at + 1]) {
          expect(findTypedNumber(prefix, exchanged.join(""))).toBeNull();
        }
        expect(findTypedNumber(prefix, signs.slice(1).join(""))).toBeNull();
        expect(findTypedNumber(prefix, `XYZ-${signs.join("")}`)).toBeNull();
      }),
    );
  });

  test("whatever is typed has an answer, and soon", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
        const found: PublicNumber | null = findTypedNumber(prefix, text);
        expect(found === null || found.startsWith(prefix)).toBe(true);
      }),
    );
    expect(findTypedNumber(prefix, "O1O1O1O1")).toBeNull();
  });
});

describe("a code as people type it", () => {
  test("is read in any case, with or without hyphen and spaces, and with signs that look alike", () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(code).toMatch(/^[2-9CDFHJKMNPQRTWXY]{3}-[2-9CDFHJKMNPQRTWXY]{3}$/);
        for (const text of [code, code.toLowerCase(), code.replace("-", ""), ` ${code} `]) {
          expect(findVerificationCode(text)).toBe(code);
        }
        expect(findVerificationCode(code.replaceAll("8", "B").replaceAll("5", "s"))).toBe(code);
      }),
    );
  });

  test.each(["", "7K3", "7K3-F9", "7K3-F922", "7K3-F9!", "x".repeat(1000)])("%s is none", (text) =>
    expect(findVerificationCode(text)).toBeNull(),
  );
});
