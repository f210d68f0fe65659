import fc from "fast-check";
import { expect, test } from "vitest";
import { anyWorld } from "../../../test/properties/arbitrary-world.ts";
import { makeWorld } from "../../../test/properties/make-world.ts";
import { propertySettings } from "../../../test/properties/settings.ts";
import { fromWorldText, toWorldText } from "./world-text.ts";

test("the text of a world is that of the world read from it", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const text = toWorldText(world);
      expect(toWorldText(fromWorldText(text))).toBe(text);
    }),
    propertySettings,
  );
});

test("the order of organisations, claims, relations and criteria leaves the text as it is", () => {
  fc.assert(
    fc.property(anyWorld, (world) => {
      const reversed = {
        ...world,
        organisations: world.organisations.toReversed().map((organisation) => ({
          ...organisation,
          claims: organisation.claims.toReversed(),
          memberOf: organisation.memberOf.toReversed(),
          constituency: organisation.constituency.toReversed(),
        })),
        designations: world.designations.toReversed(),
        suppressions: world.suppressions.toReversed(),
        stops: world.stops.toReversed(),
      };
      expect(toWorldText(reversed)).toBe(toWorldText(world));
    }),
    propertySettings,
  );
});

test("what means something is part of the text", () => {
  const worlds = [
    makeWorld({ organisations: { a: { claims: ["192.0.2.0/24"] } } }),
    makeWorld({ organisations: { a: { claims: ["192.0.2.0/25"] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", use: "operate" }] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", agreed: true }] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", informed: true }] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", until: 1 }] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", since: 0 }] } } }),
    makeWorld({ organisations: { a: { claims: ["192.0.2.0/24"], suspended: true } } }),
  ];
  expect(new Set(worlds.map(toWorldText)).size).toBe(worlds.length);
});
