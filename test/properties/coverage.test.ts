import fc from "fast-check";
import { expect, test } from "vitest";
import { accountCoverage } from "../../src/domain/decision/coverage.ts";
import { compileWorld } from "../../src/domain/world/compile-world.ts";
import { countries, instants } from "./arbitrary-objects.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { naiveCoverage } from "./naive-coverage.ts";
import { countryOf } from "./naive-objects.ts";
import { propertySettings } from "./settings.ts";

/** The account of a family as numbers, what is 0 left out. */
function counted(family: { addresses: number | string; byRung: Record<string, number | string> }) {
  const byRung = Object.entries(family.byRung).map(
    ([rung, count]) => [rung, BigInt(count)] as const,
  );
  return {
    addresses: BigInt(family.addresses),
    byRung: Object.fromEntries(byRung.filter(([, count]) => count > 0n)),
  };
}

test("invariant 8: coverage accounts for every address of the country, once", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(
      anySetting,
      fc.constantFrom(...countries),
      fc.constantFrom(...instants),
      (setting, country, at) => {
        const { world, registry, deadAddresses } = setting;
        const compiled = compileWorld(world, registry, deadAddresses, "NL");
        const coverage = accountCoverage(compiled, { country, at, listed: 1_000_000 });
        for (const family of [4, 6] as const) {
          const account = counted(family === 4 ? coverage.v4 : coverage.v6);
          expect(account).toEqual(
            naiveCoverage(
              setting,
              family,
              (address) => countryOf(registry, address) === country,
              at,
            ),
          );
          const sum = Object.values(account.byRung).reduce((a, b) => a + b, 0n);
          expect(sum).toBe(account.addresses);
          const gaps = coverage.gaps.filter(({ range }) => range.includes(":") === (family === 6));
          const gapSum = gaps.reduce((total, gap) => total + BigInt(gap.addresses), 0n);
          expect(gapSum).toBe(account.byRung.nobody ?? 0n);
          for (const outcome of Object.keys(account.byRung)) met.add(`${outcome} ${family}`);
        }
        expect(coverage.totals.gaps).toBe(coverage.gaps.length);
      },
    ),
    { ...propertySettings, numRuns: 600 },
  );
  // Nearly every outcome in both families; a question about an address never ends at a security.txt.
  expect(met.size).toBeGreaterThan(20);
});
