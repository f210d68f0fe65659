import fc from "fast-check";
import { expect, test } from "vitest";
import type { TraceStep } from "../../src/domain/decision/decision.ts";
import {
  classOfAddress4,
  classOfName,
  compileWorld,
} from "../../src/domain/world/compile-world.ts";
import type { World } from "../../src/domain/world/world.ts";
import { addresses, domains } from "./arbitrary-objects.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { fastDecider } from "./fast-decide.ts";
import { propertySettings } from "./settings.ts";

/** Puts items into an order that the salts choose; the same salts choose the same order. */
function reorder<Item>(items: readonly Item[], salts: readonly number[]): Item[] {
  return items
    .map((item, i) => ({ item, salt: salts[i % salts.length] ?? 0 }))
    .sort((a, b) => a.salt - b.salt)
    .map(({ item }) => item);
}

/** Everything of a world in another order, but for contacts, which stand in order of preference. */
function shuffleWorld(world: World, salts: readonly number[]): World {
  return {
    organisations: reorder(world.organisations, salts).map((organisation) => ({
      ...organisation,
      claims: reorder(organisation.claims, salts),
      constituency: reorder(organisation.constituency, salts),
      memberOf: reorder(organisation.memberOf, salts),
      filters: reorder(organisation.filters, salts),
      roles: reorder(organisation.roles, salts),
      ceilings: reorder(organisation.ceilings, salts),
    })),
    finders: reorder(world.finders, salts),
    designations: reorder(world.designations, salts),
    mandates: reorder(world.mandates, salts),
    mandateRequired: reorder(world.mandateRequired, salts),
    suppressions: reorder(world.suppressions, salts),
    stops: reorder(world.stops, salts),
    securityTxt: reorder(world.securityTxt, salts),
  };
}

const anySalts = fc.array(fc.nat(), { minLength: 3, maxLength: 7 });

test("invariant 9: the order in the world file changes neither decisions nor traces nor classes", () => {
  let asked = 0;
  fc.assert(
    fc.property(
      anySetting,
      anySalts,
      fc.array(anyQuestion, { minLength: 1, maxLength: 30, size: "max" }),
      (setting, salts, questions) => {
        const shuffled = { ...setting, world: shuffleWorld(setting.world, salts) };
        const before = fastDecider(setting);
        const after = fastDecider(shuffled);
        for (const question of questions) {
          asked += 1;
          const traces: [TraceStep[], TraceStep[]] = [[], []];
          expect(after(question, traces[1])).toEqual(before(question, traces[0]));
          expect(traces[1]).toEqual(traces[0]);
        }
        const compiled = compileWorld(setting.world, setting.registry, setting.deadAddresses);
        const again = compileWorld(shuffled.world, setting.registry, setting.deadAddresses);
        for (const { family, words } of addresses) {
          if (family === 6) continue;
          expect(classOfAddress4(again, words[0])).toBe(classOfAddress4(compiled, words[0]));
        }
        for (const name of domains) {
          expect(classOfName(again, name)).toBe(classOfName(compiled, name));
        }
      },
    ),
    { ...propertySettings, numRuns: 300 },
  );
  expect(asked).toBeGreaterThan(3000);
});

test("invariant 9: what was asked before changes nothing", () => {
  fc.assert(
    fc.property(
      anySetting,
      anySalts,
      fc.array(anyQuestion, { minLength: 2, maxLength: 20 }),
      (setting, salts, questions) => {
        const decide = fastDecider(setting);
        const first = questions.map((question) => decide(question));
        const order = reorder([...questions.keys()], salts);
        const again = new Map(order.map((i) => [i, decide(questions[i] as (typeof questions)[0])]));
        expect(questions.map((_, i) => again.get(i))).toEqual(first);
      },
    ),
    { ...propertySettings, numRuns: 300 },
  );
});
