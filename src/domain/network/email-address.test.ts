import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findEmailAddress, mailDomainOf } from "./email-address.ts";

describe("mail addresses", () => {
  test.each([
    ["abuse@net.example", "abuse@net.example"],
    ["Abuse.Desk+NL@Net.Example", "abuse.desk+nl@net.example"],
    ["cert@bücher.example", "cert@xn--bcher-kva.example"],
    ["b+delivery=x@meldpunt.example", "b+delivery=x@meldpunt.example"],
    [`${"a".repeat(64)}@net.example`, `${"a".repeat(64)}@net.example`],
  ])("%s is %s", (text, canonical) => {
    const found = findEmailAddress(text);
    expect(found).toBe(canonical);
    expect(found && mailDomainOf(found)).toBe(canonical.slice(canonical.lastIndexOf("@") + 1));
  });

  test.each([
    "",
    "@",
    "abuse",
    "abuse@",
    "@net.example",
    "abuse@net",
    "abuse@@net.example",
    "a@b@net.example",
    "abuse@[192.0.2.7]",
    "abuse@192.0.2.7",
    '"abuse"@net.example',
    "abuse (desk)@net.example",
    "<abuse@net.example>",
    "Desk <abuse@net.example>",
    ".abuse@net.example",
    "abuse.@net.example",
    "a..b@net.example",
    "abuse@net.example\r\nBcc: x@y.example",
    "a\0b@net.example",
    " abuse@net.example",
    "abuse@net.example ",
    "abuse@net.example.",
    "user%other.example@net.example",
    "a!b@net.example",
    "|sh@net.example",
    "abuse@my_net.example",
    "abuse,desk@net.example",
    "abuse;x@net.example",
    "\u212a@net.example",
    "é@net.example",
    "abuse\\@net.example",
    `${"a".repeat(65)}@net.example`,
    `a@${"a.".repeat(123)}example`,
  ])("%j is none", (text) => {
    expect(findEmailAddress(text)).toBeNull();
  });

  test("hold nothing that SMTP or a header could misread, and are the same when read again", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary-ascii" }),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("a", "abuse.desk", "net.example", "b.c"),
    );
    fc.assert(
      fc.property(piece, piece, (local, domain) => {
        const found = findEmailAddress(`${local}@${domain}`);
        if (found === null) return;
        expect(found).toMatch(/^[\x21-\x7e]+$/);
        expect(found).not.toMatch(/[\s"(),:;<>@[\\\]].*@/);
        expect(findEmailAddress(found)).toBe(found);
      }),
      { numRuns: 2000 },
    );
  });
});
