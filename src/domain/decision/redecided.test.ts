import { describe, expect, it } from "vitest";
import { makeRegistry, makeWorld } from "../../../test/properties/make-world.ts";
import type { OrganisationId } from "../ids.ts";
import type { EmailAddress } from "../network/email-address.ts";
import { compileWorld } from "../world/compile-world.ts";
import type { Decision } from "./decision.ts";
import { isToldParty, placeRedecided, type RoundState, type ToldParty } from "./redecided.ts";
import type { Rung } from "./rung.ts";

const world = compileWorld(
  makeWorld({
    organisations: {
      uni: {
        contacts: ["first", "second"].map((name) => ({
          role: "findings",
          email: mail(name),
          language: null,
          pgp: null,
          reader: null,
          hours: null,
          format: null,
          digests: null,
        })),
      },
    },
  }),
  makeRegistry({}),
  new Set(),
);

function mail(name: string): EmailAddress {
  return `${name}@uni.example` as EmailAddress;
}

function decide(organisation: string | null, owner = organisation, address = "first"): Decision {
  return {
    owner: owner as OrganisationId | null,
    informed: [],
    held: null,
    primary: {
      rung: "owner" as Rung,
      organisation: organisation as OrganisationId | null,
      address: mail(address),
      tier: 1,
    },
  };
}

const held: Decision = {
  owner: null,
  informed: [],
  primary: null,
  held: { reason: "nobody", detail: "" },
};

const told = (organisation: string | null, round = 1, owner = organisation): ToldParty => ({
  round,
  owner: owner as OrganisationId | null,
  organisation: organisation as OrganisationId | null,
  address: mail("first"),
});
const state = (more: Partial<RoundState>): RoundState => ({
  round: 1,
  nextRound: 2,
  told: null,
  triedAddresses: [],
  isReminder: false,
  ...more,
});
const both = (decision: Decision) => ({ walkedOn: decision, afresh: decision });

describe("isToldParty", () => {
  it("goes by organisation, and by any address that is still one of its own", () => {
    expect(isToldParty(told("uni"), decide("uni"), world)).toBe(true);
    expect(isToldParty(told("uni"), decide("uni", "uni", "second"), world)).toBe(true);
    const left = { ...told("uni"), address: mail("left") };
    expect(isToldParty(left, decide("uni"), world)).toBe(false);
    expect(isToldParty(told("uni"), decide("firm"), world)).toBe(false);
    expect(isToldParty(told("uni"), held, world)).toBe(false);
  });

  it("goes by the address where there is no organisation", () => {
    expect(isToldParty(told(null), decide(null), world)).toBe(true);
    expect(isToldParty(told(null), decide(null, null, "second"), world)).toBe(false);
    expect(isToldParty(told(null), decide("uni", null), world)).toBe(false);
  });

  it("is not for another owner, but for one that nobody knew of", () => {
    expect(isToldParty(told("cert", 1, "uni"), decide("cert", "firm"), world)).toBe(false);
    expect(isToldParty(told("cert", 1, null), decide("cert", "firm"), world)).toBe(true);
    expect(isToldParty(told("cert", 1, "uni"), decide("cert", null), world)).toBe(true);
  });
});

describe("placeRedecided", () => {
  it("keeps who was told, moves to who was not, and stays where nobody was told", () => {
    const wasTold = state({ told: told("uni") });
    expect(placeRedecided(both(decide("uni")), wasTold, world)).toMatchObject({
      kind: "keep",
      round: 1,
    });
    expect(placeRedecided(both(decide("firm")), wasTold, world)).toEqual({
      ...{ kind: "move", round: 2, by: "afresh" },
    });
    expect(placeRedecided(both(held), wasTold, world)).toEqual({ kind: "stay", by: "walkedOn" });
    expect(placeRedecided(both(decide("firm")), state({}), world).kind).toBe("stay");
  });

  it("goes back to the round in which it was told", () => {
    const later = state({ round: 3, nextRound: 4, told: told("uni", 2) });
    expect(placeRedecided(both(decide("uni")), later, world)).toMatchObject({
      kind: "keep",
      round: 2,
    });
    expect(placeRedecided(both(decide("firm")), later, world).kind).toBe("stay");
  });

  it("begins anew where the ladder had ended and there is an address that was not tried", () => {
    const ended = state({ triedAddresses: [mail("first")] });
    const decisions = { walkedOn: held, afresh: decide("uni", "uni", "second") };
    expect(placeRedecided(decisions, ended, world)).toMatchObject({ kind: "move", round: 2 });
    const same = { walkedOn: held, afresh: decide("uni") };
    expect(placeRedecided(same, ended, world).kind).toBe("stay");
  });
});
