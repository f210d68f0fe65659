import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertySettings } from "../../../test/properties/settings.ts";
import { noPolicy, policyNumberOf, policyNumbers } from "./policy-number.ts";
import { decodeStanding, encodeStanding, freerStanding, isFreer, isReleased } from "./standing.ts";
import { tlpLabels } from "./tlp.ts";

const anyStanding = fc.record({
  released: fc.boolean(),
  tlp: fc.constantFrom(...tlpLabels),
  gradeSuffices: fc.boolean(),
  policy: fc.oneof(
    fc.constant(noPolicy),
    fc.integer({ min: policyNumbers.from, max: policyNumbers.until - 1 }),
  ),
});

describe("the number of a standing", () => {
  test("stands for it, fits a smallint, and says at a glance whether it is released", () => {
    fc.assert(
      fc.property(anyStanding, (standing) => {
        const code = encodeStanding(standing);
        expect(decodeStanding(code)).toEqual(standing);
        expect(isReleased(code)).toBe(standing.released);
        expect(code).toBeGreaterThanOrEqual(0);
        expect(code).toBeLessThan(2 ** 15);
      }),
      { ...propertySettings, numRuns: 2000 },
    );
  });

  test("is what it always was where no finder has a policy", () => {
    const of = (released: boolean, tlp: (typeof tlpLabels)[number], gradeSuffices: boolean) =>
      encodeStanding({ released, tlp, gradeSuffices, policy: noPolicy });
    expect([
      of(true, "CLEAR", true),
      of(false, "RED", false),
      of(true, "AMBER+STRICT", true),
    ]).toEqual([216, 0, 178]);
  });
});

describe("of several standings", () => {
  test("the freest is one of them, whatever their order: none takes a label of one and a policy of another", () => {
    fc.assert(
      fc.property(fc.array(anyStanding, { minLength: 1, maxLength: 6 }), (standings) => {
        const codes = standings.map(encodeStanding);
        const freest = codes.reduce(freerStanding);
        expect(standings).toContainEqual(decodeStanding(freest));
        expect(codes.toReversed().reduce(freerStanding)).toBe(freest);
        for (const code of codes) expect(isFreer(code, freest)).toBe(false);
      }),
      { ...propertySettings, numRuns: 2000 },
    );
  });

  test("what is released comes before what waits, and of equal labels what has no policy", () => {
    const free = { released: true, tlp: "AMBER" as const, gradeSuffices: true, policy: noPolicy };
    const under = { ...free, policy: policyNumbers.from };
    const order = [
      { ...free, tlp: "CLEAR" as const },
      free,
      { ...free, gradeSuffices: false },
      { ...under, tlp: "CLEAR" as const },
      under,
      { ...under, policy: policyNumbers.from + 1 },
      { ...free, tlp: "AMBER+STRICT" as const },
      { ...under, tlp: "AMBER+STRICT" as const },
      { ...free, released: false, tlp: "CLEAR" as const },
      { ...under, released: false, tlp: "CLEAR" as const },
    ].map(encodeStanding);
    for (const [place, code] of order.entries()) {
      for (const later of order.slice(place + 1)) expect(isFreer(code, later)).toBe(true);
    }
  });
});

test("the number of a policy depends on the finder's id alone, and is never that of none", () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      const number = policyNumberOf(id as Parameters<typeof policyNumberOf>[0]);
      expect(number).toBeGreaterThanOrEqual(policyNumbers.from);
      expect(number).toBeLessThan(policyNumbers.until);
    }),
    propertySettings,
  );
  expect(policyNumberOf("police" as Parameters<typeof policyNumberOf>[0])).toBe(91);
});
