import fc from "fast-check";
import { expect, test } from "vitest";
import { accountCoverage } from "../../src/domain/decision/coverage.ts";
import type { CoverageCounts } from "../../src/domain/decision/coverage-counts.ts";
import {
  type CoverageGroup,
  type CoverageSplit,
  coverageSplits,
} from "../../src/domain/decision/coverage-groups.ts";
import { tallyCoverage } from "../../src/domain/decision/coverage-tallies.ts";
import { toPublicCoverage } from "../../src/domain/decision/public-coverage.ts";
import type { Address } from "../../src/domain/network/ip-address.ts";
import { compileWorld } from "../../src/domain/world/compile-world.ts";
import type { World } from "../../src/domain/world/world.ts";
import { anyPrefix, countries, instants } from "./arbitrary-objects.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { type NaiveStretch, naiveStretches } from "./naive-coverage.ts";
import { countryOf, isInside } from "./naive-objects.ts";
import { propertySettings } from "./settings.ts";

const families = [4, 6] as const;
const ofFamily = (counts: CoverageCounts, family: 4 | 6) => (family === 4 ? counts.v4 : counts.v6);

function toBig(counts: Record<string, number | string>): Record<string, bigint> {
  const some = Object.entries(counts).map(([rung, count]) => [rung, BigInt(count)] as const);
  return Object.fromEntries(some.filter(([, count]) => count > 0n));
}

function sumByRung(stretches: readonly NaiveStretch[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { outcome, size } of stretches) sums[outcome] = (sums[outcome] ?? 0n) + size;
  return sums;
}

/** The group of a stretch, slowly. */
function keyOf(by: CoverageSplit, stretch: NaiveStretch, world: World): string | null {
  const find = (id: string | null) => world.organisations.find((one) => one.id === id);
  switch (by) {
    case "rung":
      return stretch.outcome;
    case "as":
      return stretch.asn === null ? null : `AS${stretch.asn}`;
    case "intermediary":
      return find(stretch.organisation)?.roles.includes("intermediary")
        ? stretch.organisation
        : null;
    case "sector":
      return find(stretch.owner)?.sector ?? null;
    case "organisation":
      return stretch.organisation;
  }
}

const anyList = fc.array(anyPrefix, { minLength: 1, maxLength: 6 });

test("a list is accounted for, each address once, and every breakdown adds up to it", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(
      anySetting,
      anyList,
      fc.constantFrom(...instants),
      fc.integer({ min: 1, max: 4 }),
      (setting, prefixes, at, listed) => {
        const { world, registry, deadAddresses } = setting;
        const compiled = compileWorld(world, registry, deadAddresses, "NL");
        const options = { prefixes, at, by: coverageSplits };
        const whole = accountCoverage(compiled, { ...options, listed: 1_000_000 }, registry);
        const short = accountCoverage(compiled, { ...options, listed }, registry);
        for (const family of families) {
          const isListed = (address: Address) =>
            prefixes.some((prefix) => isInside(prefix, address));
          const stretches = naiveStretches(setting, family, isListed, at, prefixes);
          const all = sumByRung(stretches);
          expect(toBig(ofFamily(whole, family).byRung)).toEqual(all);
          for (const { by, groups, others } of whole.breakdowns ?? []) {
            expect(others).toBeNull();
            const wanted = Map.groupBy(stretches, (stretch) => keyOf(by, stretch, world));
            const found = groups.filter((group) => Number(ofFamily(group, family).addresses) > 0);
            expect(new Set(found.map(({ key }) => key))).toEqual(new Set(wanted.keys()));
            for (const group of found) {
              const naive = sumByRung(wanted.get(group.key) ?? []);
              expect([by, group.key, toBig(ofFamily(group, family).byRung)]).toEqual([
                by,
                group.key,
                naive,
              ]);
              met.add(`${by} ${group.key === null ? "none" : "some"}`);
            }
          }
          for (const { by, groups, others } of short.breakdowns ?? []) {
            const parts: (CoverageGroup | CoverageCounts)[] = [...groups];
            if (others !== null) parts.push(others);
            if (others !== null) met.add(`${by} others`);
            const sum: Record<string, bigint> = {};
            for (const part of parts) {
              const counts = toBig(ofFamily(part, family).byRung);
              for (const [rung, count] of Object.entries(counts)) {
                sum[rung] = (sum[rung] ?? 0n) + count;
              }
            }
            expect([by, sum]).toEqual([by, all]);
            expect(groups.length).toBeLessThanOrEqual(listed);
          }
        }
      },
    ),
    { ...propertySettings, numRuns: 250 },
  );
  for (const by of coverageSplits) expect([...met]).toContain(`${by} some`);
  for (const by of ["as", "intermediary", "sector", "organisation"]) {
    expect([...met]).toContain(`${by} none`);
  }
  expect([...met].filter((what) => what.endsWith("others")).length).toBeGreaterThan(3);
});

test("pairs: two that differ, a rule that fits their rungs, never more addresses than there are", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(anySetting, anyList, fc.constantFrom(...instants), (setting, prefixes, at) => {
      const { world, registry, deadAddresses } = setting;
      const compiled = compileWorld(world, registry, deadAddresses, "NL");
      const { overlapPairs, v4, v6 } = accountCoverage(
        compiled,
        { prefixes, at, by: ["overlap"], listed: 1_000_000 },
        registry,
      );
      for (const pair of overlapPairs?.pairs ?? []) {
        expect(pair.first).not.toBe(pair.second);
        expect(pair.v4.addresses).toBeLessThanOrEqual(v4.addresses);
        expect(BigInt(pair.v6.addresses)).toBeLessThanOrEqual(BigInt(v6.addresses));
        if (pair.settledBy === "designation by law") expect(pair.rung).toBe("designated");
        if (pair.settledBy === "earlier rung") expect(pair.rung).not.toBe(pair.secondRung);
        met.add(pair.settledBy);
      }
      expect(overlapPairs?.total).toBe(overlapPairs?.pairs.length);
    }),
    { ...propertySettings, numRuns: 400 },
  );
  expect(met.size).toBeGreaterThan(5);
});

const small = { organisations: 2, addresses: 4 };

test("T13: the public form tells no name and no group under the threshold", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(
      anySetting,
      fc.constantFrom(...countries),
      fc.constantFrom(...instants),
      (...drawn) => {
        const [setting, country, at] = drawn;
        const { world, registry, deadAddresses } = setting;
        const compiled = compileWorld(world, registry, deadAddresses, "NL");
        const tallies = tallyCoverage(compiled, { at, area: { country }, registry: null });
        const told = toPublicCoverage(tallies, small);
        for (const family of families) {
          const shares = family === 4 ? told.v4 : told.v6;
          if (shares === null) continue;
          const isHome = (address: Address) => countryOf(registry, address) === country;
          const stretches = naiveStretches(setting, family, isHome, at);
          const named = shares.map(({ rung }) => rung);
          for (const { rung, percent } of shares) {
            expect(Number.isInteger(percent) && percent >= 0 && percent <= 100).toBe(true);
            const cell = stretches.filter(({ outcome }) =>
              rung === "others" ? !named.some((name) => name === outcome) : outcome === rung,
            );
            const size = cell.reduce((sum, stretch) => sum + stretch.size, 0n);
            const units = family === 4 ? size : size >> 80n;
            expect(units).toBeGreaterThanOrEqual(BigInt(small.addresses));
            const aboutNobody = /security-txt|abuse-contact|catch-all|foreign-csirt|nobody/;
            const about = cell.filter(({ outcome }) => !aboutNobody.test(outcome));
            const parties = new Set(about.map((one) => one.owner ?? one.organisation));
            parties.delete(null);
            if (!aboutNobody.test(rung)) {
              expect(parties.size).toBeGreaterThanOrEqual(small.organisations);
            }
            met.add(`${rung} ${family}`);
          }
          expect(named.at(-1)).toBe("others");
          expect(named).not.toContain("declined");
          expect(named).not.toContain("stopped");
          expect(named).not.toContain("held");
        }
        const text = JSON.stringify(told);
        for (const { id, name } of world.organisations) {
          expect(text).not.toContain(`"${id}"`);
          expect(text).not.toContain(`"${name}"`);
        }
      },
    ),
    { ...propertySettings, numRuns: 1200 },
  );
  expect(met.size).toBeGreaterThan(5);
});
