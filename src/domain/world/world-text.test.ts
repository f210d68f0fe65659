import fc from "fast-check";
import { expect, test } from "vitest";
import { anyWorld } from "../../../test/properties/arbitrary-world.ts";
import { makeWorld } from "../../../test/properties/make-world.ts";
import { propertySettings } from "../../../test/properties/settings.ts";
import { takesEverything } from "./world.ts";
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
        mandates: world.mandates.toReversed(),
        mandateRequired: world.mandateRequired.toReversed(),
        suppressions: world.suppressions.toReversed(),
        stops: world.stops.toReversed(),
      };
      expect(toWorldText(reversed)).toBe(toWorldText(world));
    }),
    propertySettings,
  );
});

test("the text of a world that uses nothing new is what it always was, and is read as before", () => {
  const world = makeWorld({ organisations: { a: {} }, designations: [{ of: "a" }] });
  const text = toWorldText(world);
  const old =
    '{"organisations":[{"id":"a","name":"a","kvk":null,"sector":null,"roles":["owner","intermediary"],' +
    '"constituency":[],"contacts":[{"role":"findings","email":"findings@a.example","language":null,"pgp":null}],' +
    '"claims":[],"memberOf":[],"path":null,"filters":[],"accepts":{"kinds":null,"minSeverity":null},' +
    '"custodyWithinMs":{"now":null,"day":null,"week":null},"maxTier":null,"tlp":null,"suspended":false}],' +
    '"finders":[],"designations":[{"intermediary":"a","sector":"education","reference":null}],' +
    '"suppressions":[],"stops":[],"securityTxt":[]}';
  expect(text).toBe(old);
  expect(fromWorldText(old)).toEqual(world);
});

test("what means something is part of the text", () => {
  const worlds = [
    makeWorld({ organisations: { a: { claims: ["192.0.2.0/24"] } } }),
    makeWorld({ organisations: { a: { claims: ["192.0.2.0/25"] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", use: "operate" }] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", agreed: true }] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", informed: true }] } } }),
    makeWorld({ organisations: { a: { claims: ["a.example"] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "a.example", exact: true }] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", until: 1 }] } } }),
    makeWorld({ organisations: { a: { claims: [{ of: "192.0.2.0/24", since: 0 }] } } }),
    makeWorld({ organisations: { a: { claims: ["192.0.2.0/24"], suspended: true } } }),
    makeWorld({ organisations: { a: { claims: ["192.0.2.0/24"], government: true } } }),
    makeWorld({ organisations: { a: { claims: ["192.0.2.0/24"], country: "NL" } } }),
    makeWorld({
      organisations: {
        a: { claims: ["192.0.2.0/24"], ceilings: [{ label: "AMBER", since: 0, until: 1 }] },
      },
    }),
    makeWorld({
      organisations: {
        a: { claims: ["192.0.2.0/24"], accepts: { ...takesEverything, lanes: ["now"] } },
      },
    }),
    makeWorld({ organisations: { a: { claims: ["192.0.2.0/24"] } }, mandateRequired: [{}] }),
    makeWorld({
      organisations: { a: { claims: ["192.0.2.0/24"] } },
      mandates: [{ of: "a", about: "members" }],
    }),
    makeWorld({
      organisations: { a: { claims: ["192.0.2.0/24"] } },
      mandates: [{ of: "a", about: "country:NL" }],
    }),
  ];
  expect(new Set(worlds.map(toWorldText)).size).toBe(worlds.length);
});
