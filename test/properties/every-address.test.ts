import fc from "fast-check";
import { expect, test } from "vitest";
import type { TraceStep } from "../../src/domain/decision.ts";
import { toWords } from "../../src/domain/prefix.ts";
import type { Registry } from "../../src/domain/registry.ts";
import { holdReasons, rungs } from "../../src/domain/rung.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { fastDecider } from "./fast-decide.ts";
import { rangesOf } from "./naive-objects.ts";
import type { Question } from "./naive-question.ts";
import { propertySettings } from "./settings.ts";

/** First, last and middle of each range of every layer, and what lies right outside of it. */
function addressesOf(registry: Registry): NonNullable<Question["address"]>[] {
  return ([4, 6] as const).flatMap((family) => {
    const highest = (1n << (family === 4 ? 32n : 128n)) - 1n;
    const edges = [registry.announced, registry.delegated, registry.contactRanges]
      .flatMap((table) => rangesOf(table, family))
      .flatMap(({ first, last }) => [first - 1n, first, (first + last) / 2n, last, last + 1n])
      .filter((edge) => edge >= 0n && edge <= highest);
    return [...new Set(edges)].map((edge) => ({ family, words: toWords(family, edge) }));
  });
}

test("invariant 8: every address has a rung or a hold with its reason, and a trace that says so", () => {
  let asked = 0;
  fc.assert(
    fc.property(anySetting, anyQuestion, (setting, question) => {
      const decide = fastDecider(setting);
      for (const address of addressesOf(setting.registry)) {
        const about = { ...question, address, name: null };
        const trace: TraceStep[] = [];
        const decision = decide(about, trace);
        expect(decide(about)).toEqual(decision);
        asked += 1;
        const walked = trace.flatMap((step) => (step.step === "rung" ? [step] : []));
        const taken = walked.filter(({ outcome }) => outcome === "taken");
        if (decision.primary !== null) {
          expect(decision.held).toBeNull();
          const until = rungs.indexOf(decision.primary.rung) + 1;
          expect(walked.map(({ rung }) => rung)).toEqual(rungs.slice(0, until));
          expect(taken.map(({ rung }) => rung)).toEqual([decision.primary.rung]);
        } else {
          expect(holdReasons).toContain(decision.held.reason);
          expect(decision.held.detail).not.toBe("");
          expect(taken).toEqual([]);
        }
        expect(trace.every(({ outcome }) => outcome !== "")).toBe(true);
      }
    }),
    { ...propertySettings, numRuns: 400 },
  );
  expect(asked).toBeGreaterThan(5000);
});
