import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { useDatabase } from "../../test/database.ts";
import { emptyTables } from "../../test/empty-tables.ts";
import { useRegistryLoader } from "../../test/registry-makers.ts";
import { findAddress } from "../domain/network/ip-address.ts";
import {
  compileRanges4,
  compileRanges6,
  findInRanges4,
  findInRanges6,
} from "../domain/network/range-index.ts";
import type { RangeTable } from "../domain/registry/registry.ts";
import { findRegistryVersions, readRegistry } from "../store/registry.ts";

const database = useDatabase();
const { load, write } = useRegistryLoader(database);

function sample(name: string): string {
  return fileURLToPath(new URL(`../../test/samples/registry/${name}`, import.meta.url));
}

/** A delegated CSV of /24s of 198.18.0.0/15, all in one country but for some. */
function delegated(count: number, countries: Readonly<Record<number, string>> = {}): string {
  const rows = Array.from(
    { length: count },
    (_, i) => `198.18.${i}.0,198.18.${i}.255,${countries[i] ?? "NL"}`,
  );
  return ["first,last,country", ...rows].join("\n");
}

function valueAt(table: RangeTable, text: string): number {
  const address = findAddress(text);
  if (address === null) throw new RangeError(text);
  return address.family === 4
    ? findInRanges4(compileRanges4(table.v4.first, table.v4.last, table.v4.value), address.words[0])
    : findInRanges6(
        compileRanges6(table.v6.first, table.v6.last, table.v6.value),
        address.words,
        0,
      );
}

async function countRows(): Promise<number[]> {
  const { rows } = await database.query<{ counts: number[] }>(
    `select array[(select count(*) from registry_versions), (select count(*) from registry_ranges),
      (select count(*) from registry_systems), (select count(*) from registry_contacts)] as counts`,
  );
  return rows[0]?.counts ?? [];
}

beforeEach(async () => {
  await emptyTables(
    database,
    "registry_versions, registry_ranges, registry_systems, registry_contacts",
  );
});

describe("a registry", () => {
  test("of samples in every format answers for each address", async () => {
    await load("announced", [sample("announced.csv")]);
    await load("delegated", [sample("delegated-extended.txt")]);
    const loaded = await load("contacts", [sample("mixed.rpsl")]);
    expect(loaded).toMatchObject({
      replaced: true,
      ranges: 2,
      systems: 1,
      withoutContact: 1,
      unknownDesks: 1,
    });
    expect(loaded.files).toEqual([
      {
        name: "mixed.rpsl",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        format: "rpsl",
        entries: 6,
        faults: 3,
        firstFaults: expect.arrayContaining([
          { line: 71, reason: "not a mail address", value: "nobody at nowhere" },
        ]),
        skipped: {
          "object of class route": 1,
          "placeholder for space of other registries": 1,
          "role without an abuse mailbox": 1,
        },
      },
    ]);

    const registry = await readRegistry(database);
    const asn = (text: string) => registry.systems[valueAt(registry.announced, text)]?.asn ?? null;
    expect(
      ["192.0.2.1", "198.51.100.1", "198.51.100.200", "203.0.113.1", "2001:db8::1"].map(asn),
    ).toEqual([64500, 64501, 64502, null, 4200000001]);
    expect(registry.systems).toEqual([
      { asn: 64500, name: "Example Network", contact: "abuse@voorbeeld.example" },
      { asn: 64501, name: 'Example, with a comma and "quotes"', contact: null },
      { asn: 64502, name: "Größe B.V.", contact: null },
      { asn: 4200000001, name: null, contact: null },
    ]);
    const country = (text: string) => registry.countries[valueAt(registry.delegated, text)] ?? null;
    expect(["192.0.4.255", "198.51.100.1", "192.0.5.0", "2001:db8:1::"].map(country)).toEqual([
      "NL",
      "BE",
      null,
      "NL",
    ]);
    const contact = (text: string) =>
      registry.contacts[valueAt(registry.contactRanges, text)] ?? null;
    expect(["192.0.2.9", "198.51.100.1", "2001:db8::1"].map(contact)).toEqual([
      "abuse@voorbeeld.example",
      null,
      "abuse@voorbeeld.example",
    ]);
    expect(registry.versions).toEqual(await findRegistryVersions(database));
  });

  test("of nothing is empty", async () => {
    const registry = await readRegistry(database);
    expect(registry.versions).toEqual({ announced: null, delegated: null, contacts: null });
    expect([registry.systems, registry.countries, registry.contacts]).toEqual([[], [], []]);
    expect(valueAt(registry.announced, "192.0.2.1")).toBe(-1);
  });

  test("takes several files as one version, packed or not, and says how far it is", async () => {
    const packed = write(gzipSync(readFileSync(sample("announced.csv"))));
    const seen: [number, number][] = [];
    const loaded = await load("announced", [packed, sample("ris-dump.txt")], {
      onProgress: (read, total) => seen.push([read, total]),
    });
    expect(loaded.files.map((file) => [file.format, file.entries])).toEqual([
      ["csv", 4],
      ["ris", 4],
    ]);
    const [read, total] = seen.at(-1) ?? [];
    expect(read).toBe(total);
    // Of equal ranges that of most peers counts.
    const { announced, systems } = await readRegistry(database);
    expect(systems[valueAt(announced, "192.0.2.1")]?.asn).toBe(64500);
    expect(systems[valueAt(announced, "198.51.100.1")]?.asn).toBe(4200000001);
  });

  test("is sorted as the index wants it, whatever the order of the file", async () => {
    const rows = [
      "first,last,asn",
      "198.51.100.0,198.51.100.127,2",
      "192.0.2.0,192.0.2.15,4",
      "192.0.2.0,192.0.2.255,1",
      "2001:db8::,2001:db8::f,3",
    ];
    await load("announced", [write(rows.join("\n"))]);
    const { announced } = await readRegistry(database);
    expect([...announced.v4.first]).toEqual([0xc0000200, 0xc0000200, 0xc6336400]);
    expect([...announced.v4.last]).toEqual([0xc00002ff, 0xc000020f, 0xc633647f]);
    expect([...announced.v4.value]).toEqual([0, 3, 1]);
    expect([...announced.v6.last]).toEqual([0x20010db8, 0, 0, 15]);
  });
});

describe("replacing a layer", () => {
  test("answers the difference address by address, however the ranges are cut", async () => {
    const first = await load("delegated", [write(delegated(40))]);
    expect(first.difference).toMatchObject({
      ranges: { before: 0, after: 40 },
      v4: { before: 0, after: 10240, added: 10240, removed: 0, changed: 0 },
      v6: { before: "0", after: "0" },
      changedShare: 0,
    });
    const merged = [
      "first,last,country",
      "198.18.0.0,198.18.38.255,NL",
      "198.18.2.0,198.18.2.255,BE",
      "198.18.40.0,198.18.40.9,NL",
      "2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,NL",
    ];
    const second = await load("delegated", [write(merged.join("\n"))]);
    expect(second.difference).toEqual({
      ranges: { before: 40, after: 4 },
      v4: { before: 10240, after: 9994, added: 10, removed: 256, changed: 256 },
      v6: {
        before: "0",
        after: String(2n ** 96n),
        added: String(2n ** 96n),
        removed: "0",
        changed: "0",
      },
      changedShare: 522 / 10240,
      examples: [
        { range: "198.18.2.0/24", before: "NL", after: "BE" },
        { range: "198.18.39.0/24", before: "NL", after: null },
        { range: "198.18.40.0 - 198.18.40.9", before: null, after: "NL" },
        { range: "2001:db8::/32", before: null, after: "NL" },
      ],
    });
    expect((await countRows()).slice(0, 2)).toEqual([2, 4]);
    const { rows } = await database.query(
      "select replaced_at is null as current, difference->'v4'->>'removed' as removed from registry_versions order by loaded_at, id",
    );
    expect(rows).toEqual([
      { current: false, removed: "0" },
      { current: true, removed: "256" },
    ]);
  });

  test("with the same content keeps the version, so that decisions stay shared", async () => {
    const first = await load("announced", [sample("announced.csv")]);
    const again = await load("announced", [sample("announced.csv")]);
    expect(again).toMatchObject({ version: first.version, replaced: false });
    expect(await countRows()).toEqual([1, 4, 4, 0]);
    const renamed = readFileSync(sample("announced.csv"), "utf8").replace(
      "Example Network",
      "Renamed",
    );
    const third = await load("announced", [write(renamed)]);
    expect(third).toMatchObject({ replaced: true, difference: { changedShare: 0 } });
    expect(await countRows()).toEqual([2, 4, 4, 0]);
  });

  test("stops at the brake when more than a tenth of the addresses would change", async () => {
    const first = await load("delegated", [write(delegated(40))]);
    const before = await countRows();
    await load("delegated", [write(delegated(40, { 0: "BE", 1: "BE", 2: "BE", 3: "BE" }))]);
    await load("delegated", [write(delegated(40))]);
    for (const text of [
      delegated(40, { 0: "BE", 1: "BE", 2: "BE", 3: "BE", 4: "BE" }),
      delegated(35),
      delegated(45),
    ]) {
      await expect(load("delegated", [write(text)])).rejects.toMatchObject({
        code: "brake",
        details: { layer: "delegated" },
      });
    }
    expect((await countRows())[1]).toEqual(before[1]);
    expect((await readRegistry(database)).versions.delegated).not.toBe(first.version);
    const forced = await load("delegated", [write(delegated(35))], { force: true });
    expect(forced.difference.changedShare).toBe(0.125);
    expect((await findRegistryVersions(database)).delegated).toBe(forced.version);
  });

  test("brakes on IPv6 alone too", async () => {
    const row = (i: number) => `2001:db8:${i}::,2001:db8:${i}:ffff:ffff:ffff:ffff:ffff,NL`;
    const text = (six: readonly number[]) => [delegated(40), ...six.map(row)].join("\n");
    await load("delegated", [write(text([1, 2, 3, 4, 5]))]);
    await expect(load("delegated", [write(text([1, 2, 3, 4]))])).rejects.toMatchObject({
      code: "brake",
    });
  });

  const many = gzipSync(
    `first,last,asn\n${Array.from({ length: 30_000 }, (_, i) => `10.${i >> 8}.${i & 255}.0,10.${i >> 8}.${i & 255}.255,64500`).join("\n")}`,
  );

  test("from a file that is cut off leaves the present version", async () => {
    const { version } = await load("announced", [sample("announced.csv")]);
    const before = await countRows();
    const half = write(many.subarray(0, many.length / 2));
    await expect(load("announced", [half], { force: true })).rejects.toMatchObject({
      code: "input-refused",
    });
    expect(await countRows()).toEqual(before);
    expect((await readRegistry(database)).versions.announced).toBe(version);
  });

  test.each([
    ["fails", "raise 'refused'"],
    ["loses its connection", "perform pg_terminate_backend(pg_backend_pid())"],
  ])("that %s at its last step leaves the present version", async (_, trouble) => {
    const { version } = await load("announced", [sample("announced.csv")]);
    const before = await countRows();
    await database.query(
      `create or replace function trouble() returns trigger language plpgsql as $$ begin ${trouble}; return new; end $$;
       create trigger trouble before insert on registry_versions for each row execute function trouble()`,
    );
    const path = write(many);
    await expect(load("announced", [path], { force: true })).rejects.toThrow();
    await database.query("drop trigger trouble on registry_versions");
    expect(await countRows()).toEqual(before);
    const registry = await readRegistry(database);
    expect(registry.versions.announced).toBe(version);
    expect(registry.systems).toHaveLength(4);
    await expect(load("announced", [path], { force: true })).resolves.toMatchObject({
      ranges: 30_000,
    });
  });

  test("by two at once does one after the other", async () => {
    const loads = [
      load("delegated", [write(delegated(40))]),
      load("delegated", [write(delegated(41))], { force: true }),
    ];
    await Promise.all(loads);
    const { rows } = await database.query(
      "select id from registry_versions where replaced_at is null",
    );
    expect(rows).toHaveLength(1);
    expect((await countRows())[0]).toBe(2);
    const { delegated: table } = await readRegistry(database);
    expect([40, 41]).toContain(table.v4.value.length);
  });

  test("makes older versions unreadable rather than wrong", async () => {
    await load("delegated", [write(delegated(40))]);
    const { versions } = await readRegistry(database);
    await load("delegated", [write(delegated(41))]);
    await expect(readRegistry(database, versions)).rejects.toMatchObject({ code: "not-found" });
    await expect(
      readRegistry(database, await findRegistryVersions(database)),
    ).resolves.toMatchObject({ countries: ["NL"] });
  });
});

describe("files are refused", () => {
  test.each([
    ["that hold nothing", "announced", "", "the file is empty"],
    ["of no known format", "announced", "hello", "the format is not known"],
    ["in binary", "announced", "\0\0\0", "MMDB"],
    [
      "of a format that says nothing about the layer",
      "contacts",
      "first,last,asn\n192.0.2.0,192.0.2.1,1",
      "says nothing about the layer contacts",
    ],
    ["with a header alone", "announced", "first,last,asn\n", "nothing for the layer announced"],
    [
      "of other classes alone",
      "contacts",
      "route: 192.0.2.0/24\norigin: AS1\n",
      "1 × object of class route",
    ],
    [
      "with more faults than sense",
      "announced",
      `first,last,asn\n${"192.0.2.0,192.0.2.1,1\n".repeat(50)}${"x,y,z\n".repeat(4)}`,
      "4 of 54 statements do not parse; the first: line 52: not an IP address",
    ],
    [
      "in which no desk is known",
      "contacts",
      "inetnum: 192.0.2.0/24\nabuse-c: AR1-TEST\nsource: TEST\n",
      "None of 1 ranges has an abuse contact (1 desks unknown)",
    ],
  ] as const)("%s", async (_, layer, text, message) => {
    await expect(load(layer, [write(text)])).rejects.toMatchObject({
      code: "input-refused",
      message: expect.stringContaining(message),
    });
    expect(await countRows()).toEqual([0, 0, 0, 0]);
  });

  test("delegated ranges without a country ask for --country", async () => {
    await expect(
      load("delegated", [sample("delegated-without-country.csv")]),
    ).rejects.toMatchObject({ remedy: expect.stringContaining("--country") });
    await load("delegated", [sample("delegated-without-country.csv")], { country: "NL" });
    expect((await readRegistry(database)).countries).toEqual(["NL"]);
    await expect(
      load("delegated", [sample("delegated-without-country.csv")], { country: "nl" }),
    ).rejects.toMatchObject({ code: "wrong-usage" });
  });

  test("with three faults are not", async () => {
    const loaded = await load("announced", [
      write("first,last,asn\n192.0.2.0,192.0.2.1,1\nx,y,1\nx,y,1\nx,y,1\n"),
    ]);
    expect(loaded.files[0]).toMatchObject({ entries: 1, faults: 3 });
  });
});

function repository(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

const shared = repository("../shared/data/registry/");

describe.each([
  ["as it ships", repository("data/registry/")],
  ["of ../shared/data (skipped where that folder is absent)", shared],
])("the Dutch snapshot %s", (_, folder) => {
  test.skipIf(!existsSync(folder))("loads completely", async () => {
    const announced = await load("announced", [`${folder}nl-announced-ranges.csv`]);
    expect(announced).toMatchObject({ ranges: 26475, systems: 2895, files: [{ faults: 0 }] });
    const delegatedLoad = await load("delegated", [`${folder}nl-delegated-ranges.csv`], {
      country: "NL",
    });
    expect(delegatedLoad).toMatchObject({ ranges: 24044, files: [{ faults: 0 }] });
    const registry = await readRegistry(database);
    expect(registry.announced.v4.value.length + registry.announced.v6.value.length).toBe(26475);
    expect(Math.round(announced.difference.v4.after / 1e5)).toBe(486);
    expect(Math.round(delegatedLoad.difference.v4.after / 1e5)).toBe(544);
  });
});

test("the contacts of the demonstration load without a fault and refer to nothing that is not there", async () => {
  const paths = ["data/demo/contacts.db.gz", "data/demo/foreign-contacts.db"].map(repository);
  const loaded = await load("contacts", paths);
  expect(loaded.unknownDesks).toBe(0);
  for (const file of loaded.files)
    expect(file).toMatchObject({ format: "rpsl", faults: 0, skipped: {} });
  expect(loaded.systems).toBeGreaterThan(2000);
});
