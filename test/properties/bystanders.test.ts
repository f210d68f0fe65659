import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OrganisationId } from "../../src/domain/ids.ts";
import { trusts } from "../../src/domain/world/trust.ts";
import type { Asset, Claim, Organisation, World } from "../../src/domain/world/world.ts";
import { anyAsset, anyValidity, formatAsset, toEmail } from "./arbitrary-objects.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { mailboxes } from "./arbitrary-world.ts";
import { isClaimElsewhere, isElsewhere } from "./elsewhere.ts";
import { fastDecider, type Setting } from "./fast-decide.ts";
import { makeOrganisation } from "./make-world.ts";
import { propertySettings } from "./settings.ts";

function changeWorld(setting: Setting, change: (world: World) => Partial<World>): Setting {
  return { ...setting, world: { ...setting.world, ...change(setting.world) } };
}

const anyAddition = fc.record({
  asset: anyAsset,
  claim: fc.record({
    use: fc.constantFrom("own" as const, "operate" as const),
    basis: fc.constantFrom(...trusts),
    agreed: fc.boolean(),
    informed: fc.boolean(),
    exact: fc.boolean(),
    validity: anyValidity,
  }),
  /** Which organisation it is added to: one of the world, or a newcomer. */
  place: fc.nat({ max: 6 }),
});

type Addition = typeof anyAddition extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const newcomer = makeOrganisation("newcomer", { filters: [{ kind: "vulnerability", type: null }] });

/** The world with a claim, a criterion and a stop more for each addition. */
function addTo(world: World, additions: readonly Addition[]): World {
  const organisations = [...world.organisations, newcomer].map((organisation, i) => {
    const mine = additions.filter(({ place }) => place % (world.organisations.length + 1) === i);
    return {
      ...organisation,
      claims: [...organisation.claims, ...toClaims(organisation.id, mine)],
      constituency: organisation.roles.includes("intermediary")
        ? [...organisation.constituency, ...mine.map(({ asset }) => asset)]
        : organisation.constituency,
    } satisfies Organisation;
  });
  const stops = additions.map(({ asset, place }) => ({
    asset,
    organisation: organisations[place % organisations.length]?.id ?? newcomer.id,
    since: Date.parse("2026-02-01"),
    until: Date.parse("2026-07-20"),
    reason: "bystander",
  }));
  return { ...world, organisations, stops: [...world.stops, ...stops] };
}

function toClaims(organisation: OrganisationId, additions: readonly Addition[]): Claim[] {
  const claims = additions.map(({ asset, claim: { validity, ...claim } }) => ({
    ...claim,
    ...validity,
    id: `${organisation} ${claim.use} ${formatAsset(asset)} ${validity.since} added`,
    organisation,
    asset,
    by: null,
    exact: asset.kind === "domain" && claim.exact,
  }));
  return [...new Map(claims.map((claim) => [claim.id, claim])).values()];
}

describe("invariant 10: bystanders do not matter", () => {
  test("claims, criteria and stops on other objects change nothing", () => {
    let added = 0;
    fc.assert(
      fc.property(
        anySetting,
        anyQuestion,
        fc.array(anyAddition, { minLength: 1, maxLength: 8, size: "max" }),
        (setting, question, additions) => {
          const elsewhere = additions.filter(({ asset }) => isElsewhere(asset, question, setting));
          added += elsewhere.length;
          const after = changeWorld(setting, (world) => addTo(world, elsewhere));
          expect(fastDecider(after)(question)).toEqual(fastDecider(setting)(question));
        },
      ),
      { ...propertySettings, numRuns: 800 },
    );
    expect(added).toBeGreaterThan(1000);
  });

  test("nothing is missed without all that is said about other objects", () => {
    let removed = 0;
    fc.assert(
      fc.property(anySetting, anyQuestion, (setting, question) => {
        const count = (keeps: boolean) => {
          removed += keeps ? 0 : 1;
          return keeps;
        };
        const isKept = (asset: Asset) => count(!isElsewhere(asset, question, setting));
        const after = changeWorld(setting, ({ organisations, stops, securityTxt }) => ({
          organisations: organisations.map((organisation) => ({
            ...organisation,
            claims: organisation.claims.filter((claim) =>
              count(!isClaimElsewhere(claim, question, setting)),
            ),
            constituency: organisation.constituency.filter(
              (criterion) =>
                criterion.kind === "sector" || criterion.kind === "country" || isKept(criterion),
            ),
          })),
          stops: stops.filter(({ asset }) => isKept(asset)),
          securityTxt: securityTxt.filter(({ domain }) => domain === question.name),
        }));
        expect(fastDecider(after)(question)).toEqual(fastDecider(setting)(question));
      }),
      { ...propertySettings, numRuns: 800 },
    );
    expect(removed).toBeGreaterThan(3000);
  });

  test("silencing addresses that nobody here is reached at changes no recipient", () => {
    let silenced = 0;
    fc.assert(
      fc.property(
        anySetting,
        anyQuestion,
        fc.subarray([...mailboxes, toEmail("somebody@else.example")]),
        fc.boolean(),
        (setting, question, candidates, isDead) => {
          const before = fastDecider(setting)(question);
          if (before.primary === null) return;
          const used = [before.primary, ...before.informed].map(({ address }) => address);
          const others = candidates.filter((email) => !used.includes(email));
          silenced += others.length;
          const after: Setting = isDead
            ? { ...setting, deadAddresses: new Set([...setting.deadAddresses, ...others]) }
            : changeWorld(setting, ({ suppressions }) => ({
                suppressions: [
                  ...suppressions,
                  ...others.map((email) => ({ email, since: 0, until: Infinity, reason: "x" })),
                ],
              }));
          expect(fastDecider(after)(question)).toEqual(before);
        },
      ),
      { ...propertySettings, numRuns: 800 },
    );
    expect(silenced).toBeGreaterThan(1000);
  });
});
