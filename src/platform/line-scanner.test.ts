import fc from "fast-check";
import { expect, test } from "vitest";
import { makeLineScanner } from "./line-scanner.ts";

/** Lines with the numbers of the lines that they stand on, from text handed over up to each of the ends. */
function scanAll(text: string, cuts: readonly number[]): [number, string][] {
  const bytes = Buffer.from(text);
  const scanner = makeLineScanner();
  const found: [number, string][] = [];
  let at = 0;
  let line = 1;
  for (const end of [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort(
    (a, b) => a - b,
  )) {
    for (;;) {
      const code = scanner.scan(bytes, at, end, end === bytes.length);
      if (code === 2) break;
      line += scanner.linesBefore;
      if (code === 1) {
        at = scanner.start;
        break;
      }
      found.push([line, bytes.toString("utf8", scanner.start, scanner.end)]);
      line += scanner.lines;
      at = scanner.next;
    }
  }
  return found;
}

test("finds the lines that are not blank, in pieces of any size", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r", " ", "\t"), maxLength: 80 });
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 120 }), { maxLength: 6 }), (all, cuts) => {
      const expected = all
        .split("\n")
        .map((line, i): [number, string] => [i + 1, line.replace(/\r$/, "")])
        .filter(([, line]) => line.trim() !== "");
      expect(scanAll(all, cuts)).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});
