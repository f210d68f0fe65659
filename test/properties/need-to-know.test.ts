import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision, Primary } from "../../src/domain/decision/decision.ts";
import type { OrganisationId } from "../../src/domain/ids.ts";
import type { Asset, Claim, MandateScope, Organisation } from "../../src/domain/world/world.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { anyMandate } from "./arbitrary-world.ts";
import { isClaimElsewhere, isElsewhere } from "./elsewhere.ts";
import { fastDecider, type Setting } from "./fast-decide.ts";
import { countryOf, numberOf, rangesOf, systemOf } from "./naive-objects.ts";
import { holdsSometime, holdsThroughout, type Question } from "./naive-question.ts";
import { propertySettings, questionsPerWorld } from "./settings.ts";

/** Objects that the question names, whatever the kind makes of them: nobody may be told on account of any other. */
function isCovered(asset: Asset, question: Question, setting: Setting): boolean {
  return !isElsewhere(asset, question, setting);
}

function hasClaim(
  organisation: Organisation,
  use: Claim["use"],
  question: Question,
  setting: Setting,
): boolean {
  return organisation.claims.some(
    (claim) =>
      claim.use === use &&
      holdsThroughout(claim, question) &&
      !isClaimElsewhere(claim, question, setting),
  );
}

function isMember(
  organisation: Organisation,
  intermediary: OrganisationId | null,
  question: Question,
): boolean {
  return organisation.memberOf.some(
    (relation) => relation.intermediary === intermediary && holdsThroughout(relation, question),
  );
}

/** Why the primary may know: a claim, a relation with whoever claims, a criterion, or a published contact. */
function isEntitled(
  { rung, organisation: id, address }: Primary,
  owner: Organisation | null,
  question: Question,
  setting: Setting,
): boolean {
  const { world, registry } = setting;
  const organisation = world.organisations.find((other) => other.id === id) ?? null;
  const system = question.address === null ? null : systemOf(registry, question.address);
  const serves = (criterion: Organisation["constituency"][number]) => {
    if (criterion.kind === "sector") return criterion.sector === owner?.sector;
    if (criterion.kind === "country") {
      const country = question.address === null ? null : countryOf(registry, question.address);
      return criterion.country === country;
    }
    return isCovered(criterion, question, setting);
  };
  switch (rung) {
    case "chosen-path":
    case "designated":
    case "sole-intermediary":
    case "owner":
      if (owner === null || !hasClaim(owner, "own", question, setting)) return false;
      return id === owner.id || isMember(owner, id, question);
    case "network-operator":
      return world.organisations.some(
        (operator) =>
          hasClaim(operator, "operate", question, setting) &&
          (operator.id === id || isMember(operator, id, question)),
      );
    case "constituency":
    case "network-constituency":
    case "catch-all":
    case "foreign-csirt":
      return organisation?.constituency.some(serves) ?? false;
    case "security-txt":
      return world.securityTxt.some(
        ({ domain, contact }) => domain === question.name && contact === address,
      );
    case "abuse-contact":
      return system?.contact === address || rangeContacts(question, setting).includes(address);
  }
}

function rangeContacts({ address }: Question, { registry }: Setting) {
  if (address === null) return [];
  const at = numberOf(address);
  return rangesOf(registry.contactRanges, address.family)
    .filter(({ first, last }) => first <= at && at <= last)
    .map(({ value }) => registry.contacts[value]);
}

/** Why each informed party may know: a relation with the owner, or the network, and both consents on record. */
function isInformedEntitled(
  informed: Decision["informed"][number],
  owner: Organisation | null,
  question: Question,
  setting: Setting,
): boolean {
  const isRelated = owner?.memberOf.some(
    (relation) =>
      relation.informed &&
      relation.intermediary === informed.organisation &&
      holdsThroughout(relation, question),
  );
  const operator = setting.world.organisations.find(({ id }) => id === informed.organisation);
  const operates = operator?.claims.some(
    (claim) =>
      claim.use === "operate" &&
      claim.informed &&
      holdsThroughout(claim, question) &&
      !isClaimElsewhere(claim, question, setting),
  );
  return isRelated === true || operates === true;
}

/** Whether one of its mandates that hold at both instants is about this: only ever asked where it has some. */
function isMandated(
  organisation: Organisation,
  owner: Organisation | null,
  question: Question,
  setting: Setting,
): boolean {
  return setting.world.mandates.some(
    (mandate) =>
      mandate.organisation === organisation.id &&
      holdsThroughout(mandate, question) &&
      (mandate.kinds === null || mandate.kinds.includes(question.type.kind)) &&
      isAbout(mandate.about, organisation, owner, question, setting),
  );
}

function isAbout(
  about: MandateScope,
  organisation: Organisation,
  owner: Organisation | null,
  question: Question,
  setting: Setting,
): boolean {
  const { world, registry } = setting;
  switch (about.kind) {
    case "own":
      return hasClaim(organisation, "operate", question, setting);
    case "members":
      return world.organisations.some(
        (member) =>
          isMember(member, organisation.id, question) &&
          (member === owner || hasClaim(member, "operate", question, setting)),
      );
    case "sector":
      return owner?.sector === about.sector;
    case "country":
      return question.address !== null && countryOf(registry, question.address) === about.country;
    case "anyone":
      return true;
  }
}

test("no recipient without a mandate gets a row: but the owner, published contacts, and by default who never had one", () => {
  let asked = 0;
  let required = 0;
  fc.assert(
    fc.property(
      anySetting,
      fc.array(anyMandate, { minLength: 6, maxLength: 12 }),
      fc.array(anyQuestion, { minLength: 1, maxLength: questionsPerWorld, size: "max" }),
      ({ world: drawn, ...rest }, more, questions) => {
        const world = { ...drawn, mandates: [...drawn.mandates, ...more] };
        const setting = { ...rest, world };
        const decide = fastDecider(setting);
        for (const question of questions) {
          const { owner: ownerId, primary, informed } = decide(question);
          const owner = world.organisations.find(({ id }) => id === ownerId) ?? null;
          const isRequired = world.mandateRequired.some((duty) => holdsSometime(duty, question));
          for (const { organisation: id, tier } of primary === null ? [] : [primary, ...informed]) {
            const organisation = world.organisations.find((other) => other.id === id);
            if (organisation === undefined || organisation === owner) continue;
            const recorded = world.mandates.filter((mandate) => mandate.organisation === id);
            if (recorded.length === 0) {
              expect(isRequired).toBe(false);
              continue;
            }
            asked += 1;
            required += isRequired ? 1 : 0;
            expect(isMandated(organisation, owner, question, setting)).toBe(true);
            expect(tier).toBeLessThanOrEqual(
              Math.max(...recorded.map(({ maxTier }) => maxTier ?? 3)),
            );
          }
        }
      },
    ),
    { ...propertySettings, numRuns: 500 },
  );
  expect(asked).toBeGreaterThan(500);
  expect(required).toBeGreaterThan(20);
});

test("invariant 3: nobody is told without a claim, a relation, a criterion or a published contact", () => {
  let told = 0;
  let toldAside = 0;
  fc.assert(
    fc.property(
      anySetting,
      fc.array(anyQuestion, { minLength: 1, maxLength: questionsPerWorld, size: "max" }),
      (setting, questions) => {
        const decide = fastDecider(setting);
        for (const question of questions) {
          const { owner: ownerId, primary, informed } = decide(question);
          const standing = setting.world.organisations.filter(({ suspended }) => !suspended);
          const owner = standing.find(({ id }) => id === ownerId) ?? null;
          expect(owner?.id ?? null).toBe(ownerId);
          if (primary !== null) {
            told += 1;
            expect(isEntitled(primary, owner, question, setting)).toBe(true);
            expect(
              primary.organisation === null ||
                standing.some(({ id }) => id === primary.organisation),
            ).toBe(true);
          }
          for (const party of informed) {
            toldAside += 1;
            expect(primary).not.toBeNull();
            expect(party.organisation).not.toBe(primary?.organisation);
            expect(party.tier).toBe(0);
            expect(standing.some(({ id }) => id === party.organisation)).toBe(true);
            expect(isInformedEntitled(party, owner, question, setting)).toBe(true);
          }
        }
      },
    ),
    { ...propertySettings, numRuns: 400 },
  );
  expect(told).toBeGreaterThan(2000);
  expect(toldAside).toBeGreaterThan(100);
});
