import fc from "fast-check";
import { expect, test } from "vitest";
import { accountCoverage } from "../../src/domain/decision/coverage.ts";
import { usualType } from "../../src/domain/decision/usual-question.ts";
import { toWords } from "../../src/domain/network/prefix.ts";
import { compileWorld } from "../../src/domain/world/compile-world.ts";
import type { World } from "../../src/domain/world/world.ts";
import { countries, instants } from "./arbitrary-objects.ts";
import { anySetting } from "./arbitrary-setting.ts";
import { naiveDecider, type Setting } from "./fast-decide.ts";
import { makeQuestion } from "./make-world.ts";
import { countryOf, numberOf, rangesOf } from "./naive-objects.ts";
import { propertySettings } from "./settings.ts";

/** First addresses of all stretches in which no range and no prefix begins or ends. */
function stretchStarts({ world, registry }: Setting, family: 4 | 6): bigint[] {
  const ranges = [registry.announced, registry.delegated, registry.contactRanges].flatMap((table) =>
    rangesOf(table, family),
  );
  const starts = [0n, ...ranges.flatMap(({ first, last }) => [first, last + 1n])];
  for (const prefix of prefixesOf(world)) {
    if (prefix.family !== family) continue;
    const first = numberOf(prefix);
    starts.push(first, first + (1n << BigInt((family === 4 ? 32 : 128) - prefix.bits)));
  }
  return [...new Map(starts.map((start) => [String(start), start])).values()].sort((a, b) =>
    a < b ? -1 : 1,
  );
}

function prefixesOf({ organisations, stops }: World) {
  const assets = [
    ...organisations.flatMap(({ claims }) => claims.map(({ asset }) => asset)),
    ...organisations.flatMap(({ constituency }) => constituency),
    ...stops.map(({ asset }) => asset),
  ];
  return assets.flatMap((asset) => (asset.kind === "prefix" ? [asset.prefix] : []));
}

/** How many addresses of the country end where, one question for each stretch. */
function naiveCoverage(setting: Setting, family: 4 | 6, country: string, at: number) {
  const decide = naiveDecider(setting);
  const byRung: Record<string, bigint> = {};
  let addresses = 0n;
  const end = 1n << (family === 4 ? 32n : 128n);
  const starts = stretchStarts(setting, family).filter((start) => start < end);
  for (const [i, start] of starts.entries()) {
    const address = { family, words: toWords(family, start) };
    if (countryOf(setting.registry, address) !== country) continue;
    const usual = { type: usualType("address"), observedAt: at, decidedAt: at };
    const question = { ...makeQuestion(usual), address };
    const { primary, held } = decide(question);
    const isOwn = ["nobody", "declined", "stopped"].includes(held?.reason ?? "");
    const outcome = primary?.rung ?? (isOwn ? (held?.reason ?? "") : "held");
    const size = (starts[i + 1] ?? end) - start;
    byRung[outcome] = (byRung[outcome] ?? 0n) + size;
    addresses += size;
  }
  return { addresses, byRung };
}

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
          expect(account).toEqual(naiveCoverage(setting, family, country, at));
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
