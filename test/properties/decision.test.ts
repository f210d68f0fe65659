import fc from "fast-check";
import { expect, test } from "vitest";
import { holdReasons, rungs } from "../../src/domain/decision/rung.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { comparable } from "./comparable.ts";
import { nameEdges, registryEdges, worldEdges } from "./edges.ts";
import { fastDecider, naiveDecider } from "./fast-decide.ts";
import { propertySettings, questionsPerWorld } from "./settings.ts";

const settings = 1200;

test("the fast decision is the naive one, on every rung and for every reason to hold", () => {
  const met = new Map<string, number>();
  let asked = 0;
  fc.assert(
    fc.property(
      anySetting,
      fc.array(anyQuestion, { minLength: 1, maxLength: questionsPerWorld, size: "max" }),
      (setting, questions) => {
        const fast = fastDecider(setting);
        const naive = naiveDecider(setting);
        for (const question of questions) {
          const decision = fast(question);
          expect(comparable(decision)).toEqual(comparable(naive(question)));
          const outcome = decision.primary?.rung ?? decision.held?.reason ?? "neither";
          met.set(outcome, (met.get(outcome) ?? 0) + 1);
          asked += 1;
        }
      },
    ),
    { ...propertySettings, numRuns: settings },
  );
  expect(asked).toBeGreaterThan(20_000);
  const possible = [...rungs, ...holdReasons.filter((reason) => reason !== "brake")];
  expect(possible.filter((outcome) => (met.get(outcome) ?? 0) < 10)).toEqual([]);
  expect([...met.keys()].toSorted()).toEqual(possible.toSorted());
});

test("they agree at the edges of every range, prefix and name", () => {
  let asked = 0;
  fc.assert(
    fc.property(anySetting, anyQuestion, (setting, question) => {
      const fast = fastDecider(setting);
      const naive = naiveDecider(setting);
      const addresses = [...registryEdges(setting.registry), ...worldEdges(setting.world)];
      const names = nameEdges(setting.world);
      const variants = [
        ...addresses.map((address) => ({ ...question, address, tried: [] })),
        ...names.map((name) => ({ ...question, name, tried: [] })),
      ];
      for (const variant of variants) {
        asked += 1;
        expect(comparable(fast(variant))).toEqual(comparable(naive(variant)));
      }
    }),
    { ...propertySettings, numRuns: 250 },
  );
  expect(asked).toBeGreaterThan(10_000);
});
