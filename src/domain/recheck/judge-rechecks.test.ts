import fc from "fast-check";
import { expect, it } from "vitest";
import { apartMs, judgeRechecks, type Recheck, recheckOutcomes } from "./judge-rechecks.ts";

const look = (outcome: Recheck["outcome"], checkedAt: number, isStated = false): Recheck => ({
  outcome,
  checkedAt,
  isStated,
});

it.each<[string, Recheck[], boolean, string]>([
  ["nobody looked", [], false, "undecided"],
  ["we saw it gone once", [look("gone", 0)], false, "undecided"],
  ["its finder states that it is gone", [look("gone", 0, true)], false, "fixed"],
  ["the same of a host that comes and goes", [look("gone", 0, true)], true, "undecided"],
  ["we saw it gone twice within the hour", [look("gone", 0), look("gone", 1)], false, "undecided"],
  ["we saw it gone twice, hours apart", [look("gone", 0), look("gone", apartMs)], true, "fixed"],
  [
    "it was there in between",
    [look("gone", 0), look("still-open", 1), look("gone", apartMs)],
    false,
    "undecided",
  ],
  ["it is there after all", [look("gone", 0, true), look("still-open", 1)], false, "still-open"],
  ["the host does not answer", [look("unclear", 0), look("unclear", apartMs)], false, "undecided"],
])("%s", (_name, looks, isFlapping, verdict) => {
  expect(judgeRechecks(looks, isFlapping).kind).toBe(verdict);
});

it("does not depend on the order in which looks come in, and silence never fixes anything", () => {
  const anyLook = fc.record({
    outcome: fc.constantFrom(...recheckOutcomes),
    checkedAt: fc.integer({ min: 0, max: 3 * apartMs }),
    isStated: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyLook), fc.boolean(), (looks, isFlapping) => {
      const verdict = judgeRechecks(looks, isFlapping);
      expect(judgeRechecks(looks.toReversed(), isFlapping)).toEqual(verdict);
      const telling = looks.filter(({ outcome }) => outcome !== "unclear");
      expect(judgeRechecks(telling, isFlapping)).toEqual(verdict);
      if (verdict.kind === "fixed") {
        for (const { outcome, checkedAt } of telling)
          if (checkedAt > verdict.at) expect(outcome).toBe("gone");
      }
    }),
  );
});
