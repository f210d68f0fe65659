import fc from "fast-check";
import { expect, it } from "vitest";
import { type FateCounts, fates, leastFindings, showFates } from "./finding-fates.ts";

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((a, b) => a + b, 0);
const none = Object.fromEntries(fates.map((fate) => [fate, 0])) as FateCounts;

it("adds up, and tells of no few owners what they said", () => {
  const anyCounts = fc
    .tuple(...fates.map(() => fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }))))
    .map((values) => Object.fromEntries(fates.map((fate, i) => [fate, values[i]])) as FateCounts);
  fc.assert(
    fc.property(anyCounts, (counts) => {
      const shown = showFates(counts);
      expect(sum(shown as Record<string, number>)).toBe(sum(counts));
      for (const word of ["acknowledged", "saidFixed", "disputed", "answered"] as const) {
        const count = shown[word] ?? leastFindings;
        expect(count).toBeGreaterThanOrEqual(leastFindings);
      }
    }),
  );
});

it("shows what is no owner's word as it is", () => {
  expect(showFates({ ...none, fixed: 1, bounced: 2, withdrawn: 3 })).toEqual({
    fixed: 1,
    bounced: 2,
    withdrawn: 3,
  });
  expect(showFates({ ...none, delivered: 7, acknowledged: 1 })).toEqual({ told: 8 });
  expect(showFates({ ...none, delivered: 7, acknowledged: 4, disputed: 1 })).toEqual({
    delivered: 7,
    answered: 5,
  });
});
