import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPublicNumber, makePublicNumber } from "./public-number.ts";

const random = fc.uint8Array({ minLength: 8, maxLength: 8 });
const signs = "23456789CDFHJKMNPQRTWXY";

describe("public number", () => {
  it("has the form that people are told of", () => {
    expect(makePublicNumber("NSM-", new Uint8Array(8))).toBe("NSM-2222-2222");
    fc.assert(
      fc.property(random, (bytes) => {
        expect(makePublicNumber("NSM-", bytes)).toMatch(/^NSM-[2-9C-Y]{4}-[2-9C-Y]{4}$/);
      }),
    );
  });

  it("is read back however it is written", () => {
    fc.assert(
      fc.property(random, (bytes) => {
        const number = makePublicNumber("NSM-", bytes);
        expect(findPublicNumber("NSM-", number)).toBe(number);
        expect(findPublicNumber("NSM-", ` ${number.toLowerCase().replaceAll("-", " ")} `)).toBe(
          number,
        );
        expect(findPublicNumber("NSM-", number.slice(4))).toBe(number);
      }),
    );
  });

  it("shows every wrong sign and every two exchanged", () => {
    fc.assert(
      fc.property(random, fc.nat(7), fc.nat(7), fc.nat(22), (bytes, a, b, sign) => {
        const text = makePublicNumber("", bytes).replace("-", "");
        const wrong = [...text];
        wrong[a] = signs.charAt(sign);
        if (wrong.join("") !== text) expect(findPublicNumber("", wrong.join(""))).toBeNull();
        const exchanged = [...text];
        [exchanged[a], exchanged[b]] = [exchanged[b] as string, exchanged[a] as string];
        if (exchanged.join("") !== text)
          expect(findPublicNumber("", exchanged.join(""))).toBeNull();
      }),
    );
  });

  it("refuses what is no number", () => {
    for (const text of [
      "",
      "NSM-",
      "NSM-7K3F-92Q",
      "NSM-7K3F-92Q0",
      "7K3F92QDD",
      "x".repeat(1000),
    ]) {
      expect(findPublicNumber("NSM-", text)).toBeNull();
    }
  });
});
