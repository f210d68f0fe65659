import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCsvRow } from "./csv-writer.ts";

const read = (text: string): string[] => (parse(text) as string[][])[0] ?? [];

const unit = fc.oneof(
  fc.constantFrom("=", "\r", "\n", "\t", "@", '"', ";", " "),
  fc.nat(0x10ffff).map((code) => String.fromCodePoint(code)),
);

describe("toCsvRow", () => {
  it("writes plain values plainly", () => {
    expect(toCsvRow(["192.0.2.7", "443", "", "a b", 'say "x"'])).toBe(
      '192.0.2.7,443,,"a b","say ""x"""\r\n',
    );
  });

  it.each(["=1+1", "+31", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1", "|cmd", "%0A"])(
    "disarms %j",
    (value) => {
      expect(read(toCsvRow([value]))[0]?.[0]).toBe("'");
    },
  );

  it("keeps one row one line, and gives back what is harmless", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit, maxLength: 12 }), { minLength: 2, maxLength: 6 }),
        (values) => {
          const line = toCsvRow(values);
          expect(line.slice(0, -2)).not.toMatch(/[\r\n]/);
          const back = read(line);
          expect(back).toHaveLength(values.length);
          values.forEach((value, i) => {
            if (/^[\p{L}\p{N} ,;"']*$/u.test(value)) expect(back[i]).toBe(value);
          });
        },
      ),
    );
  });
});
