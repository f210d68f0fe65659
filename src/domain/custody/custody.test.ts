import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { propertySettings } from "../../../test/properties/settings.ts";
import {
  type CustodyState,
  custodyAnswers,
  custodyStates,
  nextCustody,
  overdueCustody,
  passesOn,
} from "./custody.ts";

const anAnswer = fc.constantFrom(...custodyAnswers);

describe("custody", () => {
  it.each([
    ["asked", "acknowledge", "held"],
    ["asked", "decline", "declined"],
    ["asked", "forward", "forwarded"],
    ["held", "return", "returned"],
    ["held", "fixed", "fixed"],
    ["forwarded", "fixed", "fixed"],
    ["held", "decline", null],
    ["silent", "acknowledge", null],
    ["fixed", "return", null],
  ] as const)("%s, then %s: %s", (state, answer, next) => {
    expect(nextCustody(state, answer)).toBe(next);
  });

  it("ends, whatever is said, and what ended says nothing new", () => {
    fc.assert(
      fc.property(fc.array(anAnswer, { maxLength: 20 }), (answers) => {
        let state: CustodyState = "asked";
        let steps = 0;
        for (const answer of answers) {
          const next = nextCustody(state, answer);
          if (next === null) continue;
          state = next;
          steps += 1;
        }
        expect(steps).toBeLessThanOrEqual(3);
      }),
      propertySettings,
    );
  });

  it("is over by time exactly where an answer still could come", () => {
    for (const state of custodyStates) {
      const isOpen = custodyAnswers.some((answer) => nextCustody(state, answer) !== null);
      expect(overdueCustody(state) !== null).toBe(isOpen);
      if (passesOn(state)) expect(isOpen).toBe(false);
    }
  });
});
