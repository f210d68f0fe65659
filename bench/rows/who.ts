import { accountCoverage } from "../../src/actions/account-coverage.ts";
import { explainObject } from "../../src/actions/explain-object.ts";
import type { FindingType } from "../../src/domain/finding/finding-type.ts";
import { formatAddress, toAddress } from "../../src/domain/network/ip-address.ts";
import { makeSubjects, type Subjects } from "../make-subjects.ts";
import { measured, type Outcome, repeat } from "../measure.ts";
import { decidedAt, openBasis } from "../open-basis.ts";
import type { Bench } from "../row.ts";

const usualObjects = 100_000;

/** Explains objects one after the other, and accounts for every Dutch address, through the actions. */
export async function who(bench: Bench): Promise<Outcome> {
  const objects = toTexts(makeSubjects(bench.size ?? usualObjects, bench.organisations, 6));
  const { basis, seconds } = await openBasis(bench);
  const clock = (): Date => new Date(decidedAt);
  const readBasis = async () => basis;
  const catalogue = { types: [] as FindingType[], findType: () => null };
  const explain = await explainObject({
    context: { readBasis, clock, catalogue },
    input: { type: null, at: null },
  });
  const explained = repeat(
    bench.repeats,
    () => {
      for (const object of objects) explain(object);
    },
    (each) => objects.length / each,
  );
  const accounted: number[] = [];
  for (let time = 0; time < bench.repeats; time++) {
    const from = performance.now();
    await accountCoverage({ context: { readBasis, clock }, input: { country: "NL" } });
    accounted.push((performance.now() - from) / 1000);
  }
  return {
    measures: [
      { name: "objects explained, with trace", unit: "/s", values: explained, goal: null },
      { name: "accounting for all Dutch addresses", unit: "s", values: accounted, goal: null },
      measured("reading and compiling world and registry before", "s", seconds),
    ],
    about: [
      `${objects.length} random addresses and names; ${bench.organisations} organisations, ${bench.claims} claims, the Dutch registry`,
    ],
    profile: null,
  };
}

function toTexts({ count, family, words, names }: Subjects): string[] {
  return Array.from(
    { length: count },
    (_, i) => names[i] ?? formatAddress(toAddress(family[i] === 4 ? 4 : 6, words, i * 4)),
  );
}
