import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { findAddress } from "../../src/domain/network/ip-address.ts";
import { parseWorldFile } from "../../src/registry/world-file/parse-world-file.ts";
import { readRegistry } from "../../src/store/registry.ts";
import { useDatabase } from "../database.ts";
import { useRegistryLoader } from "../registry-makers.ts";
import { anyQuestion } from "./arbitrary-question.ts";
import { comparable } from "./comparable.ts";
import { nameEdges, registryEdges, worldEdges } from "./edges.ts";
import { type Decider, fastDecider, naiveDecider, type Setting } from "./fast-decide.ts";
import { makeQuestion } from "./make-world.ts";
import { propertySettings } from "./settings.ts";

const database = useDatabase();
const { load } = useRegistryLoader(database);

function shipped(name: string): string {
  return fileURLToPath(new URL(`../../data/${name}`, import.meta.url));
}

let setting: Setting;
let fast: Decider;
let naive: Decider;

beforeAll(async () => {
  const delegated = ["registry/nl-delegated-ranges.csv", "demo/foreign-delegated.csv"].map(shipped);
  const announced = ["registry/nl-announced-ranges.csv", "demo/foreign-announced.csv"].map(shipped);
  const contacts = ["demo/contacts.db.gz", "demo/foreign-contacts.db"].map(shipped);
  await load("delegated", delegated, { country: "NL" });
  await load("announced", announced);
  await load("contacts", contacts);
  const read = parseWorldFile(readFileSync(shipped("demo/world.yaml"), "utf8"));
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  const registry = await readRegistry(database);
  setting = { world: read.world, registry, deadAddresses: new Set() };
  fast = fastDecider(setting);
  naive = naiveDecider(setting);
});

function anyOf<Item>(items: readonly Item[]): fc.Arbitrary<Item> {
  return fc.nat({ max: items.length - 1 }).map((at) => items[at] as Item);
}

/** Addresses and names of the demonstration, by the rung that it shows them for (data/demo/README.md). */
const shown: readonly (readonly [rung: string, objects: readonly string[]])[] = [
  ["chosen-path", ["145.192.10.20", "www.uni-voorbeeldstad.example", "2001:610:20::10"]],
  ["designated", ["37.153.200.10", "waterdorp.example"]],
  ["sole-intermediary", ["145.196.1.10", "lumen-elektronica.example"]],
  ["owner", ["62.45.16.10"]],
  ["constituency", ["157.97.240.1", "tickets.haven.example", "46.144.20.10", "80.95.168.10"]],
  ["security-txt", ["fietsenwinkel.example"]],
  ["network-operator", ["37.48.70.1", "62.45.120.1"]],
  ["network-constituency", ["84.35.1.1"]],
  ["abuse-contact", ["2.16.43.1"]],
  ["catch-all", ["87.76.18.1"]],
  ["foreign-csirt", ["198.51.100.25"]],
  ["nobody", ["203.0.113.25", "verlopen-winkel.example"]],
  ["stopped", ["145.197.16.66"]],
];

test.each(shown)("the demonstration shows %s", (rung, objects) => {
  const at = Date.parse("2026-11-22T00:00:00Z");
  for (const object of objects) {
    const place = findAddress(object) === null ? { name: object } : { address: object };
    const question = makeQuestion({ ...place, observedAt: at, decidedAt: at });
    for (const decide of [fast, naive]) {
      const { primary, held } = decide(question);
      expect([object, primary?.rung ?? held?.reason]).toEqual([object, rung]);
    }
  }
});

test("the fast decision is the naive one in the demonstration's world and the Dutch registry", () => {
  const claimed = worldEdges(setting.world);
  const registered = registryEdges(setting.registry);
  const names = nameEdges(setting.world);
  const met = new Set<string>();
  fc.assert(
    fc.property(
      anyQuestion,
      fc.oneof(anyOf(claimed), anyOf(registered)),
      fc.option(anyOf(names)),
      fc.constantFrom("2026-11-22T00:00:00Z", "2026-03-01T00:00:00Z"),
      (drawn, address, name, day) => {
        const observedAt = Date.parse(day);
        const decidedAt = observedAt + 3_600_000;
        const question = { ...drawn, address, name, observedAt, decidedAt, tried: [] };
        const decision = fast(question);
        expect(comparable(decision)).toEqual(comparable(naive(question)));
        met.add(decision.primary?.rung ?? "held");
      },
    ),
    { ...propertySettings, numRuns: 500 },
  );
  expect(met.size).toBeGreaterThan(8);
});
