import { describe, expect, test } from "vitest";
import { decideCase } from "./decision-case.ts";
import { fastDecider, naiveDecider } from "./fast-decide.ts";
import { finderPolicyCases } from "./finder-policy-cases.ts";
import { ladderCases } from "./ladder-cases.ts";
import { mandateCases } from "./mandate-cases.ts";
import { ownerCases } from "./owner-cases.ts";
import { policyCases } from "./policy-cases.ts";

describe.each([
  ["fast", fastDecider],
  ["naive", naiveDecider],
] as const)("the %s decision", (_, toDecider) => {
  describe.each([
    ["owner", ownerCases],
    ["ladder", ladderCases],
    ["policy", policyCases],
    ["mandate", mandateCases],
    ["finder policy", finderPolicyCases],
  ])("%s", (_section, cases) => {
    test.each(cases)("%s", (_sentence, expected, given) => {
      expect(decideCase(given, toDecider)).toBe(expected);
    });
  });
});
