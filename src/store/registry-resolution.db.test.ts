import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { databasePropertySettings } from "../../test/properties/settings.ts";
import { useRegistryLoader } from "../../test/registry-makers.ts";
import { formatAddress, type Words } from "../domain/network/ip-address.ts";
import {
  compileRanges4,
  compileRanges6,
  findInRanges4,
  findInRanges6,
} from "../domain/network/range-index.ts";
import { readRegistry } from "./registry.ts";

const database = useDatabase();
const { load, write } = useRegistryLoader(database);

/** What a small registry knows; handles are one letter, mailboxes `<letter><source>@desk.example`. */
type Network = {
  readonly family: 4 | 6;
  readonly first: number;
  readonly size: number;
  readonly source: string;
  readonly holder: string | null;
  readonly desk: string | null;
};
type Holder = { readonly source: string; readonly handle: string; readonly desk: string | null };
type Desk = { readonly source: string; readonly handle: string };
type World = {
  readonly networks: readonly Network[];
  readonly holders: readonly Holder[];
  readonly desks: readonly Desk[];
};

const space = 24;
const source = fc.constantFrom("ONE", "TWO");
const desk = fc.option(fc.constantFrom("D1", "D2", "D3", "D4", "GONE"), { freq: 1 });
const network: fc.Arbitrary<Network> = fc.record({
  family: fc.constantFrom<4 | 6>(4, 6),
  first: fc.nat(space - 1),
  size: fc.integer({ min: 1, max: space }),
  source,
  holder: fc.option(fc.constantFrom("H1", "H2", "H3"), { freq: 4 }),
  desk: fc.option(fc.constantFrom("D1", "D2", "D3", "D4", "GONE"), { freq: 1, nil: null }),
});
const world: fc.Arbitrary<World> = fc.record({
  networks: fc.array(network, { minLength: 1, maxLength: 14 }),
  holders: fc.uniqueArray(fc.record({ source, handle: fc.constantFrom("H1", "H2", "H3"), desk }), {
    selector: (holder) => holder.source + holder.handle,
  }),
  desks: fc.uniqueArray(fc.record({ source, handle: fc.constantFrom("D1", "D2", "D3", "D4") }), {
    selector: (each) => each.source + each.handle,
  }),
});

/** The contact of a range, by the words of 2-domain.md. */
function contactOf(world: World, range: Network): string | null {
  const own = mailboxOf(world, range.source, range.desk);
  if (own !== null) return own;
  const around = world.networks
    .filter(
      (other) =>
        other.family === range.family &&
        other.source === range.source &&
        other.holder === range.holder,
    )
    .filter((other) => range.holder !== null && other.size > range.size)
    .filter(
      (other) => other.first <= range.first && other.first + other.size >= range.first + range.size,
    )
    .flatMap((other) => ({
      size: other.size,
      mailbox: mailboxOf(world, other.source, other.desk) ?? [],
    }))
    .flatMap(({ size, mailbox }) => (typeof mailbox === "string" ? [{ size, mailbox }] : []))
    .sort((a, b) => a.size - b.size || (a.mailbox < b.mailbox ? -1 : 1));
  if (around[0] !== undefined) return around[0].mailbox;
  const holder = world.holders.find(
    (each) => each.source === range.source && each.handle === range.holder,
  );
  return holder === undefined ? null : mailboxOf(world, holder.source, holder.desk);
}

function mailboxOf(world: World, inSource: string, handle: string | null): string | null {
  const found = world.desks.some((each) => each.source === inSource && each.handle === handle);
  return found ? `${handle}${inSource}@desk.example`.toLowerCase() : null;
}

/** Who answers for an address: the smallest range around it that has a contact, of equal ones the alphabetically first. */
function naive(world: World, family: 4 | 6, at: number): string | null {
  const found = world.networks
    .filter(
      (range) => range.family === family && at >= range.first && at < range.first + range.size,
    )
    .flatMap((range) => ({ size: range.size, contact: contactOf(world, range) }))
    .filter(({ contact }) => contact !== null)
    .sort((a, b) => a.size - b.size || ((a.contact ?? "") < (b.contact ?? "") ? -1 : 1));
  return found[0]?.contact ?? null;
}

function wordsOf(family: 4 | 6, at: number): Words {
  // Across a border of words, so that carries matter.
  return family === 4
    ? [0xc6120000 + at, 0, 0, 0]
    : [0x20010db8, 0, at < 12 ? 0 : 1, at < 12 ? 0xfffffff4 + at : at - 12];
}

function toRpsl({ networks, holders, desks }: World): string[] {
  const line = (name: string, value: string | null) =>
    value === null ? [] : [`${name}: ${value}`];
  const text = (family: 4 | 6, at: number) => formatAddress({ family, words: wordsOf(family, at) });
  return [
    ...networks.map(({ family, first, size, source, holder, desk }) => [
      `${family === 4 ? "inetnum" : "inet6num"}: ${text(family, first)} - ${text(family, first + size - 1)}`,
      ...line("org", holder),
      ...line("abuse-c", desk),
      `source: ${source}`,
    ]),
    ...holders.map(({ source, handle, desk }) => [
      `organisation: ${handle}`,
      ...line("abuse-c", desk),
      `source: ${source}`,
    ]),
    ...desks.map(({ source, handle }) => [
      "role: A desk",
      `nic-hdl: ${handle.toLowerCase()}`,
      `abuse-mailbox: ${handle}${source}@desk.example`,
      `source: ${source}`,
    ]),
  ].map((lines) => lines.join("\n"));
}

describe("abuse contacts", () => {
  test("are inherited as a slow reading of the rules says, in any order and any files", async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.infiniteStream(fc.nat(99)), async (small, chance) => {
        const objects = toRpsl(small)
          .map((text) => ({ text, rank: chance.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ text }) => text);
        const middle = Math.max(1, Math.floor(objects.length / 2));
        const files = [objects.slice(0, middle), objects.slice(middle)].filter(
          (part) => part.length > 0,
        );
        const expected = ([4, 6] as const).map((family) =>
          Array.from({ length: space * 2 }, (_, at) => naive(small, family, at)),
        );
        const loading = load(
          "contacts",
          files.map((part) => write(part.join("\n\n"))),
          { force: true },
        );
        if (expected.flat().every((contact) => contact === null)) {
          await expect(loading).rejects.toMatchObject({ code: "input-refused" });
          return;
        }
        const answer = await loading;
        const { contacts, contactRanges } = await readRegistry(database);
        const { v4, v6 } = contactRanges;
        const index4 = compileRanges4(v4.first, v4.last, v4.value);
        const index6 = compileRanges6(v6.first, v6.last, v6.value);
        const find = {
          4: (at: number) => findInRanges4(index4, wordsOf(4, at)[0]),
          6: (at: number) => findInRanges6(index6, wordsOf(6, at), 0),
        };
        const found = ([4, 6] as const).map((family) =>
          Array.from({ length: space * 2 }, (_, at) => contacts[find[family](at)] ?? null),
        );
        expect(found).toEqual(expected);
        expect(contacts).toEqual([...new Set(contacts)].sort());
        expect(answer.ranges).toBe(v4.value.length + v6.value.length);
      }),
      { ...databasePropertySettings, numRuns: 60 },
    );
  });

  test("of an AS are its own desk's, else its organisation's", async () => {
    const text = [
      "aut-num: AS64500\nas-name: ONE\nabuse-c: D1\norg: H1\nsource: T",
      "aut-num: AS64501\norg: H1\nsource: T",
      "aut-num: AS64502\nabuse-c: GONE\norg: H2\nsource: T",
      "organisation: H1\nabuse-c: D2\nsource: T",
      "role: A\nnic-hdl: D1\nabuse-mailbox: one@desk.example\nsource: T",
      "role: B\nnic-hdl: D2\nabuse-mailbox: two@desk.example\nsource: T",
    ].join("\n\n");
    const answer = await load("contacts", [write(text)], { force: true });
    expect(answer).toMatchObject({ ranges: 0, systems: 2, unknownDesks: 1 });
    expect((await readRegistry(database)).systems).toEqual([
      { asn: 64500, name: "ONE", contact: "one@desk.example" },
      { asn: 64501, name: null, contact: "two@desk.example" },
      { asn: 64502, name: null, contact: null },
    ]);
  });
});
