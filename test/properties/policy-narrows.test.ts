import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/domain/decision/decision.ts";
import { rungs } from "../../src/domain/decision/rung.ts";
import { noPolicy, policyNumberOf } from "../../src/domain/finding/policy-number.ts";
import { tlpLabels, tlpRank } from "../../src/domain/finding/tlp.ts";
import type { FinderId } from "../../src/domain/ids.ts";
import type { Finder, Organisation } from "../../src/domain/world/world.ts";
import { anyValidity } from "./arbitrary-objects.ts";
import { anyQuestion, finderIds } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { anyPolicy } from "./arbitrary-world.ts";
import { type Decider, fastDecider, type Setting } from "./fast-decide.ts";
import type { Question } from "./naive-question.ts";
import { propertySettings } from "./settings.ts";

/**
 * Whoever is told under the stricter policy could be told at that rung under the wider one too, and no less.
 *
 * Policies pass rungs, so a stricter one may well choose a later recipient than the wider; it must not make one.
 */
function expectNarrower(strict: Decision, wide: Decider, question: Question): boolean {
  if (strict.primary === null) {
    expect(strict.informed).toEqual([]);
    return false;
  }
  const { rung, organisation, address, tier } = strict.primary;
  const tried = rungs.filter((other) => other !== rung);
  const same = wide({ ...question, tried });
  expect(same.primary).toMatchObject({ rung, organisation, address });
  expect(tier).toBeLessThanOrEqual(same.primary?.tier ?? -1);
  for (const informed of strict.informed) expect(same.informed).toContainEqual(informed);
  return true;
}

const someQuestions = fc.array(anyQuestion, { minLength: 1, maxLength: 24, size: "max" });

const anyCeiling = fc.record({
  tlp: fc.constantFrom(...tlpLabels),
  maxTier: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
  spared: fc.constantFrom("mike", "alfa", "zulu", null),
});

describe("invariant 6: policy only narrows", () => {
  test("a stricter label makes no recipient and raises no tier", () => {
    let compared = 0;
    fc.assert(
      fc.property(anySetting, someQuestions, (setting, questions) => {
        const decide = fastDecider(setting);
        for (const question of questions) {
          for (const tlp of tlpLabels.slice(tlpRank(question.tlp) + 1)) {
            if (expectNarrower(decide({ ...question, tlp }), decide, question)) compared += 1;
          }
        }
      }),
      { ...propertySettings, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  test("nor does a worse grade", () => {
    let compared = 0;
    fc.assert(
      fc.property(anySetting, someQuestions, (setting, questions) => {
        const decide = fastDecider(setting);
        for (const question of questions) {
          const graded = { ...question, gradeSuffices: true };
          const strict = decide({ ...question, gradeSuffices: false });
          if (expectNarrower(strict, decide, graded)) compared += 1;
        }
      }),
      { ...propertySettings, numRuns: 450 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  test("nor does the policy of a finder, or one line more of it", () => {
    let compared = 0;
    fc.assert(
      fc.property(anySetting, someQuestions, anyPolicy, (setting, questions, line) => {
        const [finder] = finderIds;
        const finders = setting.world.finders.filter(({ id }) => id !== finder);
        const known = setting.world.finders.find(({ id }) => id === finder);
        const policies = [...(known?.policies ?? []), line];
        const more = { id: finder, name: null, trusted: true, tlp: null, policies };
        const stricter = { ...setting.world, finders: [...finders, more as Finder] };
        const strict = fastDecider({ ...setting, world: stricter });
        const wide = fastDecider(setting);
        for (const question of questions) {
          const under = { ...question, policy: policyNumberOf(finder as FinderId) };
          if (expectNarrower(strict(under), wide, under)) compared += 1;
          expectNarrower(wide(under), wide, { ...question, policy: noPolicy });
        }
      }),
      { ...propertySettings, numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  test("nor does the duty to have a mandate", () => {
    let compared = 0;
    fc.assert(
      fc.property(anySetting, someQuestions, anyValidity, (setting, questions, validity) => {
        const required = [...setting.world.mandateRequired, { reference: null, ...validity }];
        const stricter = { ...setting.world, mandateRequired: required };
        const strict = fastDecider({ ...setting, world: stricter });
        const wide = fastDecider(setting);
        for (const question of questions) {
          if (expectNarrower(strict(question), wide, question)) compared += 1;
        }
      }),
      { ...propertySettings, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  test("nor does a lower ceiling of an organisation, on the label or the tier", () => {
    let compared = 0;
    fc.assert(
      fc.property(anySetting, someQuestions, anyCeiling, (setting, questions, ceiling) => {
        const organisations = setting.world.organisations.map((organisation) =>
          ceiling.spared === organisation.id ? organisation : lower(organisation, ceiling),
        );
        const lowered: Setting = { ...setting, world: { ...setting.world, organisations } };
        const strict = fastDecider(lowered);
        const wide = fastDecider(setting);
        for (const question of questions) {
          if (expectNarrower(strict(question), wide, question)) compared += 1;
        }
      }),
      { ...propertySettings, numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  test("RED tells nobody, AMBER+STRICT the owner or its security.txt alone, and no ceiling is passed", () => {
    let strict = 0;
    fc.assert(
      fc.property(anySetting, someQuestions, (setting, questions) => {
        const decide = fastDecider(setting);
        for (const question of questions) {
          const { owner, primary, informed, held } = decide(question);
          if (question.tlp === "RED") {
            expect(primary).toBeNull();
            expect(["tlp", "declined", "stopped", "conflict"]).toContain(held?.reason);
          }
          if (question.tlp === "AMBER+STRICT") {
            expect(informed).toEqual([]);
            if (primary === null) continue;
            strict += 1;
            expect(["chosen-path", "owner", "security-txt"]).toContain(primary.rung);
            expect(primary.organisation).toBe(primary.rung === "security-txt" ? null : owner);
          }
          for (const { organisation: id, tier } of primary === null ? [] : [primary, ...informed]) {
            const recipient = setting.world.organisations.find((other) => other.id === id);
            expect(tlpRank(question.tlp)).toBeLessThanOrEqual(tlpRank(recipient?.tlp ?? "RED"));
            expect(tier).toBeLessThanOrEqual(recipient?.maxTier ?? 3);
            expect(tier).toBeLessThanOrEqual(question.type.tier);
          }
        }
      }),
      { ...propertySettings, numRuns: 300 },
    );
    expect(strict).toBeGreaterThan(25);
  });
});

/** The organisation with ceilings at most as high as these. */
function lower(
  organisation: Organisation,
  { tlp, maxTier }: Pick<Organisation, "tlp"> & { readonly maxTier: 0 | 1 | 2 | 3 },
): Organisation {
  const isHigher = tlp !== null && tlpRank(tlp) >= tlpRank(organisation.tlp ?? "RED");
  const most = organisation.maxTier;
  return {
    ...organisation,
    tlp: isHigher ? organisation.tlp : tlp,
    // Absent may mean 2: only a number at or below 2 is surely lower.
    maxTier: most === null ? (maxTier <= 2 ? maxTier : null) : maxTier < most ? maxTier : most,
  };
}
