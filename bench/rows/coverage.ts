import { type AccountCoverageInput, accountCoverage } from "../../src/actions/account-coverage.ts";
import { readPublicCoverage } from "../../src/actions/read-public-coverage.ts";
import { coverageSplits } from "../../src/domain/decision/coverage-groups.ts";
import { formatAddress, toAddress } from "../../src/domain/network/ip-address.ts";
import { prefixOf } from "../../src/domain/network/prefix.ts";
import { makeSubjects } from "../make-subjects.ts";
import type { Measure, Outcome } from "../measure.ts";
import { decidedAt, openBasis } from "../open-basis.ts";
import type { Bench } from "../row.ts";

const usualPrefixes = 10_000;
const by = [...coverageSplits, "overlap"] as const;
const smallCells = { organisations: 10, addresses: 4096 };

/** Accounts for every Dutch address, in groups and coarsely, and for a long list, through the actions. */
export async function coverage(bench: Bench): Promise<Outcome> {
  const prefixes = toPrefixes(bench.size ?? usualPrefixes, bench.organisations);
  const { basis } = await openBasis(bench);
  const clock = (): Date => new Date(decidedAt);
  const readBasis = async () => basis;
  const account = (input: AccountCoverageInput) => async (): Promise<unknown> =>
    accountCoverage({ context: { readBasis, clock }, input });
  const instance = { homeCountry: "NL", smallCells };
  const goal = { atMost: 5 };
  const timed = async (name: string, work: () => Promise<unknown>): Promise<Measure> => {
    return { name, unit: "s", values: await repeatAsync(bench.repeats, work), goal };
  };
  return {
    measures: [
      await timed("all Dutch addresses by rung", account({ country: "NL" })),
      await timed("in all breakdowns and pairs", account({ country: "NL", by })),
      await timed("in the public form", () =>
        readPublicCoverage({ context: { readBasis, clock, instance } }),
      ),
      await timed("the addresses of a list, in all breakdowns", account({ prefixes, by })),
    ],
    about: [
      `${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry: ${basis.compiled.addressClasses.length} classes of addresses; the list has ${prefixes.length} prefixes`,
    ],
    profile: null,
  };
}

async function repeatAsync(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const values: number[] = [];
  for (let time = 0; time < times; time++) {
    const from = performance.now();
    await work();
    values.push((performance.now() - from) / 1000);
  }
  return values;
}

/** Prefixes around random addresses: IPv4 /24, IPv6 /48. */
function toPrefixes(count: number, organisations: number): string[] {
  const { family, words } = makeSubjects(count, organisations, 8);
  return [...family.keys()].flatMap((i) => {
    if (family[i] === 0) return [];
    const address = toAddress(family[i] === 4 ? 4 : 6, words, i * 4);
    const { bits, ...first } = prefixOf(address, address.family === 4 ? 24 : 48);
    return [`${formatAddress(first)}/${bits}`];
  });
}
