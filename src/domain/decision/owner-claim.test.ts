import { describe, expect, test } from "vitest";
import { fastDecider } from "../../../test/properties/fast-decide.ts";
import {
  makeQuestion,
  makeRegistry,
  makeWorld,
  type PlainOrganisation,
} from "../../../test/properties/make-world.ts";
import type { TraceStep } from "./decision.ts";
import { findOwnerClaim } from "./owner-claim.ts";

/** Read from what the decision itself wrote, so that a change of its words shows. */
function ownerClaimIn(organisations: Readonly<Record<string, PlainOrganisation>>) {
  const world = makeWorld({ organisations });
  const decide = fastDecider({ world, registry: makeRegistry({}), deadAddresses: new Set() });
  const trace: TraceStep[] = [];
  decide(makeQuestion({ address: "192.0.2.7", name: "www.uni.example" }), trace);
  return findOwnerClaim(trace);
}

describe("the claim that makes an owner", () => {
  test.each(["attested", "vouched", "registry", "proved"] as const)(
    "is read with its trust, %s, and its object",
    (basis) => {
      const claims = [{ of: "192.0.2.0/24", basis }];
      const expected = { object: "192.0.2.0/24", trust: basis };
      expect(ownerClaimIn({ uni: { claims } })).toEqual(expected);
    },
  );

  test("is the one that counts, also where it is for one name exactly", () => {
    const claims = [
      { of: "192.0.2.0/28", basis: "vouched" as const, exact: false },
      { of: "192.0.2.0/24", basis: "proved" as const },
    ];
    expect(ownerClaimIn({ uni: { claims } })?.object).toBe("192.0.2.0/28");
  });

  test("is not there where nobody owns it", () => {
    expect(ownerClaimIn({ uni: {} })).toBeNull();
    expect(findOwnerClaim([])).toBeNull();
  });
});
