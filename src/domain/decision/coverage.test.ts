import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { must } from "../../../test/properties/arbitrary-objects.ts";
import { toRangeTable } from "../../../test/properties/arbitrary-registry.ts";
import { anySetting } from "../../../test/properties/arbitrary-setting.ts";
import {
  makeRegistry,
  makeWorld,
  type PlainRegistry,
  type PlainWorld,
} from "../../../test/properties/make-world.ts";
import { propertySettings } from "../../../test/properties/settings.ts";
import { findPrefix, prefixRange } from "../network/prefix.ts";
import { classOfAddress4, compileWorld } from "../world/compile-world.ts";
import { accountCoverage } from "./coverage.ts";
import { coverageOutcomes, outcomeOf } from "./coverage-counts.ts";
import { decide } from "./decide.ts";
import { usualQuestion, usualType } from "./usual-question.ts";

const at = Date.parse("2026-07-01");
const block = prefixRange(must(findPrefix("192.0.2.0/24")));

function cover(world: PlainWorld, registry: PlainRegistry, listed = 50) {
  const compiled = compileWorld(makeWorld(world), makeRegistry(registry), new Set());
  return accountCoverage(compiled, { country: "NL", at, listed });
}

test("is what asking address by address adds up to (invariant 8)", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(anySetting, ({ world, registry: drawn, deadAddresses }) => {
      const registry = {
        ...drawn,
        countries: ["NL"],
        delegated: toRangeTable([{ range: block, value: 0 }]),
      };
      const compiled = compileWorld(world, registry, deadAddresses);
      const counts = new Map<string, number>();
      for (let word = block.first[0]; word <= block.last[0]; word += 1) {
        const input = {
          ...usualQuestion(usualType("address"), at),
          addressClass: classOfAddress4(compiled, word),
          nameClass: -1,
        };
        const outcome = outcomeOf(decide(input, compiled));
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
        met.add(outcome);
      }
      const { v4, v6, gaps } = accountCoverage(compiled, { country: "NL", at });
      expect(v4.addresses).toBe(256);
      for (const outcome of coverageOutcomes) {
        expect([outcome, v4.byRung[outcome]]).toEqual([outcome, counts.get(outcome) ?? 0]);
      }
      expect(v6.addresses).toBe("0");
      const missing = gaps.reduce((sum, { addresses }) => sum + Number(addresses), 0);
      expect(missing).toBe(v4.byRung.nobody);
    }),
    { ...propertySettings, numRuns: 300 },
  );
  expect(met.size).toBeGreaterThan(8);
});

describe("of one country", () => {
  test("addresses of other countries and of none are left out", () => {
    const { v4, v6 } = cover(
      {},
      {
        announced: { "198.51.100.0/24": "AS64500" },
        delegated: { "192.0.2.0/24": "NL", "203.0.113.0/24": "DE", "2001:db8::/32": "NL" },
      },
    );
    expect(v4).toMatchObject({ addresses: 256, byRung: { nobody: 256 } });
    expect(v6).toMatchObject({
      addresses: String(2n ** 96n),
      byRung: { nobody: String(2n ** 96n) },
    });
  });

  test("IPv6 is counted to the last address", () => {
    const { v6 } = cover(
      { organisations: { a: { claims: ["2001:db8::1/128", "2001:db8:1::/48"] } } },
      { delegated: { "2001:db8::/32": "NL" } },
    );
    expect(v6.byRung.owner).toBe(String(2n ** 80n + 1n));
    expect(v6.byRung.nobody).toBe(String(2n ** 96n - 2n ** 80n - 1n));
  });
});

describe("gaps", () => {
  const registry: PlainRegistry = {
    delegated: { "192.0.2.0/24": "NL", "198.51.100.0/23": "NL", "2001:db8::/32": "NL" },
    contacts: [["192.0.2.64/26", "abuse@a.example"]],
  };

  test("largest first, IPv4 first, as prefixes where they are some", () => {
    expect(cover({}, registry).gaps).toEqual([
      { range: "198.51.100.0/23", addresses: 512 },
      { range: "192.0.2.128/25", addresses: 128 },
      { range: "192.0.2.0/26", addresses: 64 },
      { range: "2001:db8::/32", addresses: String(2n ** 96n) },
    ]);
  });

  test("neighbours of different classes are one gap", () => {
    const world = { organisations: { mute: { claims: ["192.0.2.16/28"], contacts: [] } } };
    expect(cover(world, registry).gaps.map(({ range }) => range)).toContain("192.0.2.0/26");
    const uneven = cover({}, { ...registry, contacts: [["192.0.2.255/32", "abuse@a.example"]] });
    expect(uneven.gaps[1]).toEqual({ range: "192.0.2.0 - 192.0.2.254", addresses: 255 });
  });

  test("those that are not listed are counted", () => {
    const { gaps, totals } = cover({}, registry, 1);
    expect(gaps.map(({ range }) => range)).toEqual(["198.51.100.0/23", "2001:db8::/32"]);
    expect(totals.gaps).toBe(4);
  });
});

describe("overlaps name the rule that settles them", () => {
  const delegated = { "192.0.2.0/24": "NL" };
  const network = { announced: { "192.0.2.0/24": "AS64500" }, delegated };

  test.each<[string, PlainWorld, unknown]>([
    [
      "claims: specificity",
      { organisations: { b: { claims: ["192.0.2.0/24"] }, a: { claims: ["192.0.2.0/25"] } } },
      { range: "192.0.2.0/25", rung: "owner", candidates: ["a", "b"], settledBy: "specificity" },
    ],
    [
      "claims: trust",
      {
        organisations: {
          a: { claims: [{ of: "192.0.2.0/24", basis: "registry" }] },
          b: { claims: ["192.0.2.0/24"] },
        },
      },
      { range: "192.0.2.0/24", rung: "owner", candidates: ["b", "a"], settledBy: "trust" },
    ],
    [
      "claims: the earlier",
      {
        organisations: {
          a: { claims: [{ of: "192.0.2.0/24", since: 2 }] },
          b: { claims: [{ of: "192.0.2.0/24", since: 1 }] },
        },
      },
      { rung: "owner", candidates: ["b", "a"], settledBy: "earliest claim" },
    ],
    [
      "claims: nobody but a person",
      { organisations: { a: { claims: ["192.0.2.0/24"] }, b: { claims: ["192.0.2.0/24"] } } },
      { rung: "owner", candidates: ["a", "b"], settledBy: "a person" },
    ],
    [
      "operators",
      {
        organisations: {
          a: { claims: [{ of: "AS64500", use: "operate" }] },
          b: { claims: [{ of: "192.0.2.0/24", use: "operate" }] },
        },
      },
      { rung: "network-operator", candidates: ["b", "a"], settledBy: "specificity" },
    ],
    [
      "constituencies by prefix",
      { organisations: { b: { serves: ["192.0.2.0/24"] }, a: { serves: ["192.0.0.0/16"] } } },
      { rung: "constituency", candidates: ["b", "a"], settledBy: "specificity" },
    ],
    [
      "constituencies of one prefix",
      { organisations: { b: { serves: ["192.0.2.0/24"] }, a: { serves: ["192.0.2.0/24"] } } },
      { rung: "constituency", candidates: ["a", "b"], settledBy: "lower id" },
    ],
    [
      "constituencies by sector",
      {
        organisations: {
          owner: { sector: "education", claims: ["192.0.2.0/24"] },
          a: { serves: ["sector:education"] },
          b: { serves: ["sector:education"] },
        },
      },
      { rung: "constituency", candidates: ["a", "b"], settledBy: "lower id" },
    ],
    [
      "catch-alls",
      { organisations: { a: { serves: ["country:NL"] }, b: { serves: ["country:NL"] } } },
      { rung: "catch-all", candidates: ["a", "b"], settledBy: "lower id" },
    ],
    [
      "networks",
      { organisations: { a: { serves: ["AS64500"] }, b: { serves: ["AS64500"] } } },
      { rung: "network-constituency", candidates: ["a", "b"], settledBy: "lower id" },
    ],
  ])("%s", (_, world, overlap) => {
    expect(cover(world, network).overlaps).toEqual([expect.objectContaining(overlap)]);
  });

  test("what the suspended, the expired and other roles say is none", () => {
    const { overlaps } = cover(
      {
        organisations: {
          a: { serves: ["country:NL", "192.0.2.0/24"], claims: ["192.0.2.0/24"] },
          b: { serves: ["country:NL"], suspended: true, claims: ["192.0.2.0/24"] },
          c: { serves: ["192.0.2.0/24"], roles: ["owner"] },
          d: { claims: [{ of: "192.0.2.0/24", until: 1 }] },
        },
      },
      network,
    );
    expect(overlaps).toEqual([]);
  });
});

describe("pairs name who is asked first, who could too, and why", () => {
  const network = {
    announced: { "192.0.2.0/24": "AS64500" },
    delegated: { "192.0.2.0/24": "NL" },
  };
  const pairsOf = (world: PlainWorld) => {
    const compiled = compileWorld(makeWorld(world), makeRegistry(network), new Set());
    return accountCoverage(compiled, { country: "NL", at, by: ["overlap"] }).overlapPairs?.pairs;
  };

  test("the law before a constituency", () => {
    const world: PlainWorld = {
      organisations: {
        school: { sector: "education", claims: ["192.0.2.0/25"], memberOf: ["legal", "other"] },
        legal: {},
        other: { serves: ["192.0.2.0/24"] },
      },
      designations: [{ of: "legal" }],
    };
    expect(pairsOf(world)).toEqual([
      {
        first: "legal",
        second: "other",
        rung: "designated",
        secondRung: "constituency",
        settledBy: "designation by law",
        v4: { addresses: 128 },
        v6: { addresses: "0" },
      },
    ]);
  });

  test("of three on one rung each with its own rule", () => {
    const world: PlainWorld = {
      organisations: {
        a: { serves: ["192.0.2.0/24"] },
        b: { serves: ["192.0.2.0/24"] },
        c: { serves: ["192.0.0.0/16"] },
      },
    };
    expect(
      pairsOf(world)?.map(({ first, second, settledBy }) => [first, second, settledBy]),
    ).toEqual([
      ["a", "b", "lower id"],
      ["a", "c", "specificity"],
    ]);
  });
});
