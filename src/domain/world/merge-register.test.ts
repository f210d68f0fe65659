import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyWorld } from "../../../test/properties/arbitrary-world.ts";
import { makeWorld } from "../../../test/properties/make-world.ts";
import { propertySettings } from "../../../test/properties/settings.ts";
import { checkWithRegister } from "./check-with-register.ts";
import { mergeRegister, type PlainEntry } from "./merge-register.ts";
import { type Entry, partyOf, toPlainEntry } from "./plain-entry.ts";
import { emptyWorld, type World } from "./world.ts";
import { toPlainWorld, toWorldText } from "./world-text.ts";

/** A world as the register would hold it, all but security.txt, which is fetched and not registered. */
function toEntries(world: World): Entry[] {
  return [
    ...world.organisations.flatMap(({ claims, memberOf, ...record }): Entry[] => [
      { section: "organisation", value: record },
      ...claims.map((value) => ({ section: "claim", value }) as const),
      ...memberOf.map((value) => ({ section: "relation", member: record.id, value }) as const),
    ]),
    ...world.finders.map((value) => ({ section: "finder", value }) as const),
    ...world.designations.map((value) => ({ section: "designation", value }) as const),
    ...world.mandates.map((value) => ({ section: "mandate", value }) as const),
    ...world.mandateRequired.map((value) => ({ section: "mandateDuty", value }) as const),
    ...world.suppressions.map((value) => ({ section: "suppression", value }) as const),
    ...world.stops.map((value) => ({ section: "stop", value }) as const),
  ];
}

const toPlain = (entry: Entry): PlainEntry => ({
  section: entry.section,
  party: partyOf(entry),
  // Through JSON, as the database keeps it.
  content: JSON.parse(JSON.stringify(toPlainEntry(entry))),
});

describe("the register beside the world file", () => {
  it("says the same as a file that says the same", () => {
    fc.assert(
      fc.property(anyWorld, (given) => {
        const world = { ...given, securityTxt: [] };
        const merged = mergeRegister(emptyWorld, toEntries(world).map(toPlain));
        // The order of keys is not kept, and says nothing.
        expect(toPlainWorld(merged)).toEqual(toPlainWorld(world));
      }),
      propertySettings,
    );
  });

  it("says the same in whatever order its entries come", () => {
    fc.assert(
      fc.property(
        anyWorld.chain((world) => {
          const entries = toEntries(world).map(toPlain);
          return fc.tuple(
            fc.constant(entries),
            fc.shuffledSubarray(entries, { minLength: entries.length }),
          );
        }),
        ([entries, shuffled]) => {
          const of = (list: readonly PlainEntry[]) => toWorldText(mergeRegister(emptyWorld, list));
          expect(of(shuffled)).toBe(of(entries));
        },
      ),
      propertySettings,
    );
  });

  const file = makeWorld({
    organisations: { alfa: { name: "Alfa by file", claims: ["192.0.2.0/24"] }, beta: {} },
  });
  const plainOf = (world: World) => toEntries(world).map(toPlain);
  const registered = plainOf(
    makeWorld({
      organisations: { alfa: { name: "Alfa by register", claims: ["198.51.100.0/24"] } },
    }),
  );

  it("takes the organisation's own word over the file's, and the claims of both", () => {
    const [alfa] = mergeRegister(file, registered).organisations;
    expect(alfa?.name).toBe("Alfa by register");
    expect(alfa?.claims.map(({ id }) => id.split(" ")[2])).toEqual([
      "192.0.2.0/24",
      "198.51.100.0/24",
    ]);
  });

  it("leaves what the file says where the register has claims only", () => {
    const claims = registered.filter(({ section }) => section === "claim");
    const [alfa] = mergeRegister(file, claims).organisations;
    expect(alfa?.name).toBe("Alfa by file");
    expect(alfa?.claims).toHaveLength(2);
  });

  it("takes no file that claims for one what another has in the register, or leaves out whom it needs", () => {
    expect(checkWithRegister(file, registered)).toEqual([]);
    const rival = makeWorld({ organisations: { beta: { claims: ["198.51.100.0/24"] } } });
    expect(checkWithRegister(rival, registered)).toEqual([
      "beta claims 198.51.100.0/24 (own), which alfa has proved in the register",
    ]);
    const claims = registered.filter(({ section }) => section === "claim");
    expect(checkWithRegister(makeWorld({ organisations: { beta: {} } }), claims)).toEqual([
      "organisation alfa has claims or relations in the register, and the file leaves it out",
    ]);
  });
});
