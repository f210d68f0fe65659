import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FinderId, OrganisationId } from "../ids.ts";
import type { Actor } from "./actor.ts";
import { type Act, acts, scopes } from "./acts.ts";
import { type About, may } from "./may.ts";
import { houseRoles, memberRoles } from "./role.ts";

const parties = ["alfa", "beta"] as const;
const anAct = fc.constantFrom(...(Object.keys(acts) as Act[]));
const anAbout: fc.Arbitrary<About> = fc.oneof(
  fc.constant("everybody" as const),
  fc.constantFrom(...parties).map((id) => ({ organisation: id as OrganisationId })),
  fc.constantFrom(...parties).map((id) => ({ finder: id as FinderId })),
);
const someScopes = fc.option(fc.subarray([...scopes]));
const member: fc.Arbitrary<Actor & { kind: "member" }> = fc.record({
  kind: fc.constant("member" as const),
  name: fc.constant("m"),
  organisation: fc.constantFrom(...parties).map((id) => id as OrganisationId),
  role: fc.constantFrom(...memberRoles),
  scopes: someScopes,
});
const finder: fc.Arbitrary<Actor & { kind: "finder" }> = fc.record({
  kind: fc.constant("finder" as const),
  name: fc.constant("f"),
  finder: fc.constantFrom(...parties).map((id) => id as FinderId),
  scopes: someScopes,
});
const houseActor: fc.Arbitrary<Actor & { kind: "house" }> = fc.record({
  kind: fc.constant("house" as const),
  name: fc.constant("h"),
  roles: fc.subarray([...houseRoles]),
  body: fc.constant(null),
  scopes: someScopes,
});

describe("who may do what", () => {
  it("is never more about others than about oneself, for who is not of the house", () => {
    fc.assert(
      fc.property(member, anAct, anAbout, (actor, act, about) => {
        const isOwn =
          about !== "everybody" &&
          "organisation" in about &&
          about.organisation === actor.organisation;
        return isOwn || !may(actor, act, about);
      }),
    );
    fc.assert(
      fc.property(finder, anAct, anAbout, (actor, act, about) => {
        const isOwn = about !== "everybody" && "finder" in about && about.finder === actor.finder;
        return isOwn || !may(actor, act, about);
      }),
    );
  });

  it("is never more with a scope less, nor with a role less", () => {
    fc.assert(
      fc.property(
        fc.oneof(member, finder, houseActor),
        fc.subarray([...scopes]),
        anAct,
        anAbout,
        (actor, left, act, about) => {
          const narrowed = {
            ...actor,
            scopes: (actor.scopes ?? scopes).filter((scope) => left.includes(scope)),
          } as Actor;
          return !may(narrowed, act, about) || may(actor, act, about);
        },
      ),
    );
    fc.assert(
      fc.property(
        houseActor,
        fc.subarray([...houseRoles]),
        anAct,
        anAbout,
        (actor, left, act, about) => {
          const narrowed = { ...actor, roles: actor.roles.filter((role) => left.includes(role)) };
          return !may(narrowed, act, about) || may(actor, act, about);
        },
      ),
    );
  });

  it("grows with the role in an organisation", () => {
    fc.assert(
      fc.property(member, anAct, anAbout, (actor, act, about) => {
        const granted = memberRoles.map((role) => may({ ...actor, role }, act, about));
        return granted.every((may, i) => i === 0 || may || !granted[i - 1]);
      }),
    );
  });

  it("lets nobody audit who only operates, nor vet", () => {
    const actor: Actor = {
      kind: "house",
      name: "o",
      roles: ["operator"],
      body: null,
      scopes: null,
    };
    expect(may(actor, "audit.read", "everybody")).toBe(false);
    expect(may(actor, "finder.vet", "everybody")).toBe(false);
    expect(may(actor, "report.release", "everybody")).toBe(true);
  });
});
