import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toSafeText } from "./safe-text.ts";

const unit = fc.oneof(
  fc.constantFrom("=", "\r", "\n", "\t", "@", '"', ";", " "),
  fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)),
);

describe("toSafeText", () => {
  it.each([
    ["Apache/2.4.49 (Unix)", "Apache/2.4.49 (Unix)"],
    ["http://evil.example/x?y=1", "hxxp://evil[.]example/x?y=1"],
    ["HTTPS://Evil.Example", "hxxps://Evil[.]Example"],
    ["see https://a.b.example/c.d/e", "see hxxps://a[.]b[.]example/c.d/e"],
    ["ftp://files.example/", "ftp[:]//files[.]example/"],
    ["www.evil.example", "www[.]evil[.]example"],
    ["mailto:someone", "mailto[:]someone"],
    ["hxxp://evil[.]example", "hxxp[:]//evil[.]example"],
    ["two\r\nlines\tand\u2028more", "two lines and more"],
    ["\u202egnp.exe\u202c", "gnp.exe"],
    ["zero\u200bwidth\ufeff", "zerowidth"],
    ["\u001b[31mred", "[31mred"],
    ["log in at evil.example/login", "log in at evil[.]example/login"],
    ["(a.b.Evil.Example?x)", "(a[.]b[.]Evil[.]Example?x)"],
    ["nginx/1.2.3 on /usr/lib/x.so/y", "nginx/1.2.3 on /usr/lib/x.so/y"],
    ["hid\u{e0101}den\ufe01\u3164\u034f", "hidden"],
  ])("writes %j as %j", (text, expected) => {
    expect(toSafeText(text)).toBe(expected);
  });

  it("cuts long text and says so", () => {
    expect(toSafeText("x".repeat(500))).toBe(`${"x".repeat(199)}…`);
    expect(toSafeText("abcdef", 4)).toBe("abc…");
    expect(toSafeText("ab😀cdef", 4)).toBe("ab…");
  });

  it("never leaves a live link, a control character or more than was asked for", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "http://",
        "https://",
        "HtTp://",
        "www.",
        "\r\n",
        "\u202e",
        "\u200b",
        "evil.example",
        "/",
        " ",
      ),
      fc.string({ unit, maxLength: 5 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.integer({ min: 2, max: 60 }),
        (pieces, maxLength) => {
          const safe = toSafeText(pieces.join(""), maxLength);
          expect(safe.length).toBeLessThanOrEqual(maxLength);
          expect(safe).not.toMatch(/https?:\/\//i);
          expect(safe).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
          expect(safe.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  it("does not take long over hostile text", () => {
    for (const text of [
      "a".repeat(1e6),
      "a.".repeat(5e5),
      "a://".repeat(3e5),
      "www.".repeat(3e5),
      `${"a.".repeat(9)}1/ `.repeat(1e5),
    ]) {
      expect(toSafeText(text, 2000).length).toBeLessThanOrEqual(2000);
    }
  });
});
