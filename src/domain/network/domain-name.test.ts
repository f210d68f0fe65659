import { domainToASCII } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countLabels,
  type DomainName,
  findDomainName,
  isAtOrBelow,
  parentDomain,
} from "./domain-name.ts";

const labelCharacters = [..."abcdefghijklmnopqrstuvwxyz0123456789"];
const label = fc
  .string({ unit: fc.constantFrom(...labelCharacters, "-"), minLength: 1, maxLength: 63 })
  .filter((text) => !text.startsWith("-") && !text.endsWith("-") && !text.startsWith("xn--"));
const name = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 5 }), fc.constantFrom("example", "nl", "co"))
  .map(([labels, last]) => [...labels, last].join("."))
  .filter((text) => text.length <= 253);

describe("domain names", () => {
  test("in canonical form stay as they are, in any case and with a trailing dot too", () => {
    fc.assert(
      fc.property(name, (text) => {
        expect(findDomainName(text)).toBe(text);
        expect(findDomainName(`${text.toUpperCase()}.`)).toBe(text);
      }),
    );
  });

  test("never leave the alphabet and are the same when read again", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "grapheme" }),
          name,
          fc.tuple(fc.string({ unit: "grapheme" }), name).map((parts) => parts.join(".")),
        ),
        (text) => {
          const found = findDomainName(text);
          if (found === null) return;
          expect(found).toMatch(
            /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
          );
          expect(findDomainName(found)).toBe(found);
          if (/[^\0-\x7f]/.test(text))
            expect(`${found}.`.startsWith(domainToASCII(text).replace(/\.?$/, "."))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["Bücher.Example", "xn--bcher-kva.example"],
    ["faß.example", "xn--fa-hia.example"],
    ["ＡＢＣ。example", "abc.example"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example"],
    ["XN--BCHER-KVA.example", "xn--bcher-kva.example"],
    ["_meldpunt.uni-x.example", "_meldpunt.uni-x.example"],
    ["my_host.uni-x.example", "my_host.uni-x.example"],
    ["r3---sn-5hne.example", "r3---sn-5hne.example"],
    ["4.3.2.1.in-addr.arpa", "4.3.2.1.in-addr.arpa"],
    ["www.xn--p1ai", "www.xn--p1ai"],
  ])("%s is %s", (text, canonical) => {
    expect(findDomainName(text)).toBe(canonical);
  });

  test.each([
    "",
    ".",
    "..",
    "a..example",
    ".a.example",
    "a.example..",
    "example",
    "localhost",
    "*.a.example",
    "a b.example",
    " a.example",
    "a.example ",
    "a.example\n",
    "a\t.example",
    "-a.example",
    "a-.example",
    "a.exam_ple",
    "192.0.2.7",
    "192.0.2.07",
    "0x7f.0x1",
    "1.2.3.4.5",
    "a.1",
    "2001:db8::1",
    "[::1]",
    "a.example:80",
    "a@b.example",
    "a.example/x",
    "a.example?x",
    "a.example#x",
    "a.example\\x",
    "a%2eb.example",
    "a．１",
    "xn--.example",
    "！.a.example",
    "a＠b.example",
    "a\u3000b.example",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(124)}example`,
    "é".repeat(300),
  ])("%j is none", (text) => {
    expect(findDomainName(text)).toBeNull();
  });

  test("have 253 characters at most", () => {
    const text = `${"a.".repeat(123)}example`;
    expect(text).toHaveLength(253);
    expect(findDomainName(text)).toBe(text);
    expect(findDomainName(`${text}.`)).toBe(text);
  });

  test("of one label are for those who ask", () => {
    expect(findDomainName("nl", 1)).toBe("nl");
    expect(findDomainName("nl")).toBeNull();
  });

  test("lie below one another at label boundaries only", () => {
    const [top, sub, lookalike] = ["x.example", "a.x.example", "ax.example"] as DomainName[];
    if (!top || !sub || !lookalike) throw new Error("bad sample");
    expect([
      isAtOrBelow(top, top),
      isAtOrBelow(sub, top),
      isAtOrBelow(lookalike, top),
      isAtOrBelow(top, sub),
    ]).toEqual([true, true, false, false]);
    expect(parentDomain(sub)).toBe(top);
    expect(parentDomain("example" as DomainName)).toBeNull();
    expect(countLabels(sub)).toBe(3);
  });
});
