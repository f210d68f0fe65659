import fc from "fast-check";
import { expect, test } from "vitest";
import type { TraceStep } from "../../src/domain/decision/decision.ts";
import { holdReasons, rungs } from "../../src/domain/decision/rung.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { registryEdges } from "./edges.ts";
import { fastDecider } from "./fast-decide.ts";
import { propertySettings } from "./settings.ts";

test("invariant 8: every address has a rung or a hold with its reason, and a trace that says so", () => {
  let asked = 0;
  fc.assert(
    fc.property(anySetting, anyQuestion, (setting, question) => {
      const decide = fastDecider(setting);
      for (const address of registryEdges(setting.registry)) {
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
          // A rung may name several candidates: the contact of the range, then that of the AS.
          expect([...new Set(walked.map(({ rung }) => rung))]).toEqual(rungs.slice(0, until));
          expect(walked.at(-1)).toBe(taken[0]);
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
