import fc from "fast-check";
import { expect, test } from "vitest";
import { freedomOf } from "../finding/standing.ts";
import { addSupport, outcomeOfRecall, type Support, type Supporting } from "./recalled-finding.ts";

const supporting: fc.Arbitrary<Supporting> = fc.record({
  report: fc.integer({ min: 1, max: 9 }),
  chunk: fc.nat(3),
  offset: fc.nat(1000),
  released: fc.boolean(),
  observedAtS: fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }),
  standing: fc.constantFrom(0, 128, 160, 176, 192, 208),
});

function fold(rows: readonly Supporting[]): Support | undefined {
  return rows.reduce<Support | undefined>((support, row) => addSupport(support, row), undefined);
}

test("a finding is withdrawn when nobody shows it, and waits when nobody let go who does", () => {
  fc.assert(
    fc.property(fc.array(supporting, { maxLength: 6 }), (rows) => {
      const expected =
        rows.length === 0
          ? "withdrawn"
          : rows.some(({ released }) => released)
            ? "stands"
            : "waits";
      expect(outcomeOfRecall(fold(rows))).toBe(expected);
    }),
  );
});

test("what is left is as if only those rows had come, and nothing of what nobody let go", () => {
  fc.assert(
    fc.property(fc.array(supporting, { minLength: 1, maxLength: 6 }), (rows) => {
      const left = fold(rows);
      const released = rows.filter((row) => row.released);
      const counting = released.length > 0 ? released : rows;
      expect(left?.first).toBe(counting[0]);
      expect(left?.observedAtS).toBe(Math.min(...counting.map((row) => row.observedAtS)));
      const freest = Math.max(...counting.map(({ standing }) => freedomOf(standing)));
      expect(freedomOf(left?.standing ?? -1)).toBe(freest);
    }),
  );
});
