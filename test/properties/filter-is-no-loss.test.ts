import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rungs } from "../../src/domain/decision/rung.ts";
import { kinds } from "../../src/domain/finding/kind.ts";
import type { OrganisationId } from "../../src/domain/ids.ts";
import { type Organisation, takesEverything, type World } from "../../src/domain/world/world.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { fastDecider, type Setting } from "./fast-decide.ts";
import { propertySettings } from "./settings.ts";

const everything = kinds.map((kind) => ({ kind, type: null }));

/** The setting with some of its organisations changed. */
function changed(
  setting: Setting,
  isMeant: (organisation: Organisation) => boolean,
  change: Partial<Organisation>,
): Setting {
  const organisations = setting.world.organisations.map((organisation) =>
    isMeant(organisation) ? { ...organisation, ...change } : organisation,
  );
  return { ...setting, world: { ...setting.world, organisations } satisfies World };
}

const isOne = (id: OrganisationId | null) => (organisation: Organisation) => organisation.id === id;

describe("invariant 5: a filter is not a loss", () => {
  test("the owner's filter ends the walk, recorded with its name, and tells nobody", () => {
    let declined = 0;
    fc.assert(
      fc.property(anySetting, anyQuestion, (setting, question) => {
        const { owner } = fastDecider(setting)(question);
        if (owner === null) return;
        const after = fastDecider(changed(setting, isOne(owner), { filters: everything }))(
          question,
        );
        expect(after).toMatchObject({ owner, primary: null, informed: [] });
        expect(after.held?.reason).toBe("declined");
        declined += 1;
      }),
      { ...propertySettings, numRuns: 800 },
    );
    expect(declined).toBeGreaterThan(100);
  });

  test("nobody else's filter changes anything", () => {
    fc.assert(
      fc.property(anySetting, anyQuestion, (setting, question) => {
        const before = fastDecider(setting)(question);
        const others = changed(setting, ({ id }) => id !== before.owner, { filters: everything });
        // Without an owner, or with two at odds, every organisation is somebody else but for those at odds.
        if (before.held?.reason === "conflict") return;
        expect(fastDecider(others)(question)).toEqual(before);
      }),
      { ...propertySettings, numRuns: 800 },
    );
  });

  test("who accepts nothing is passed: the walk goes on to a later rung or ends with a person", () => {
    let passed = 0;
    let foundAnother = 0;
    fc.assert(
      fc.property(anySetting, anyQuestion, (setting, question) => {
        const before = fastDecider(setting)(question);
        const primary = before.primary;
        if (primary === null || primary.organisation === null) return;
        const refusing = changed(setting, isOne(primary.organisation), {
          accepts: { ...takesEverything, kinds: [] },
        });
        const after = fastDecider(refusing)(question);
        passed += 1;
        expect(after.owner).toBe(before.owner);
        if (after.primary === null) {
          expect(["nobody", "tlp", "grade"]).toContain(after.held.reason);
        } else {
          foundAnother += 1;
          expect(after.primary.organisation).not.toBe(primary.organisation);
          expect(rungs.indexOf(after.primary.rung)).toBeGreaterThan(rungs.indexOf(primary.rung));
        }
      }),
      { ...propertySettings, numRuns: 1200 },
    );
    expect(passed).toBeGreaterThan(200);
    expect(foundAnother).toBeGreaterThan(50);
  });
});
