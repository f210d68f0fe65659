import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TraceStep } from "../../src/domain/decision/decision.ts";
import type { OrganisationId } from "../../src/domain/ids.ts";
import type { Claim, World } from "../../src/domain/world/world.ts";
import { instants } from "./arbitrary-objects.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { isClaimElsewhere } from "./elsewhere.ts";
import { fastDecider, type Setting } from "./fast-decide.ts";
import { makeOrganisation } from "./make-world.ts";
import { propertySettings, questionsPerWorld } from "./settings.ts";

const someQuestions = fc.array(anyQuestion, {
  minLength: 1,
  maxLength: questionsPerWorld,
  size: "max",
});

const rival = "rival" as OrganisationId;

/** What can happen to a claim. */
const changes = {
  lapse: (claim: Claim, at: number): Claim[] =>
    claim.since < at ? [{ ...claim, until: Math.min(claim.until, at) }] : [],
  removal: (): Claim[] => [],
  dispute: (claim: Claim): Claim[] => [
    claim,
    { ...claim, organisation: rival, by: null, id: `${claim.id} of its rival` },
  ],
  proof: (claim: Claim): Claim[] => [{ ...claim, basis: "proved", by: null }],
} as const;

/** The world in which that happened to the claim. */
function changeClaim(world: World, changed: Claim, into: readonly Claim[]): World {
  const keep = (claims: readonly Claim[], id: OrganisationId): Claim[] => [
    ...claims.filter((claim) => claim !== changed),
    ...into.filter(({ organisation }) => organisation === id),
  ];
  return {
    ...world,
    organisations: [...world.organisations, makeOrganisation(rival, {})].map((organisation) => ({
      ...organisation,
      claims: keep(organisation.claims, organisation.id),
    })),
  };
}

describe("claims", () => {
  test("two organisations are never both owner of one finding: where two are equal, none is", () => {
    let owned = 0;
    let disputed = 0;
    fc.assert(
      fc.property(anySetting, someQuestions, (setting, questions) => {
        const decide = fastDecider(setting);
        for (const question of questions) {
          const trace: TraceStep[] = [];
          const { owner, primary, informed, held } = decide(question, trace);
          const named = (outcome: string) =>
            trace
              .filter((step) => step.step === "claim" && step.outcome === outcome)
              .map(({ candidate }) => candidate?.split(" ")[0]);
          if (held?.reason === "conflict") {
            disputed += 1;
            expect(new Set(named("conflict")).size).toBeGreaterThan(1);
            expect([owner, primary, informed, named("owner")]).toEqual([null, null, [], []]);
          } else {
            owned += owner === null ? 0 : 1;
            expect(named("owner")).toEqual(owner === null ? [] : [owner]);
            expect(named("conflict")).toEqual([]);
          }
        }
      }),
      { ...propertySettings, numRuns: 400 },
    );
    expect(owned).toBeGreaterThan(1000);
    expect(disputed).toBeGreaterThan(20);
  });

  test.each(Object.entries(changes))(
    "a %s of a claim changes only decisions about what it covers",
    (_, change) => {
      let untouched = 0;
      let touched = 0;
      fc.assert(
        fc.property(
          anySetting,
          fc.nat(),
          fc.constantFrom(...instants),
          someQuestions,
          (setting, place, at, questions) => {
            const claims = setting.world.organisations.flatMap(
              (organisation) => organisation.claims,
            );
            const claim = claims[place % Math.max(1, claims.length)];
            if (claim === undefined) return;
            const world = changeClaim(setting.world, claim, change(claim, at));
            const after: Setting = { ...setting, world };
            const [before, now] = [fastDecider(setting), fastDecider(after)];
            for (const question of questions) {
              const same = JSON.stringify(now(question)) === JSON.stringify(before(question));
              if (isClaimElsewhere(claim, question, setting)) {
                untouched += 1;
                expect(now(question)).toEqual(before(question));
              } else if (!same) {
                touched += 1;
              }
            }
          },
        ),
        { ...propertySettings, numRuns: 300 },
      );
      expect(untouched).toBeGreaterThan(1000);
      expect(touched).toBeGreaterThan(20);
    },
  );
});
