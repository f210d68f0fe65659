import { makeKnownFindings } from "../../src/domain/finding/known-findings.ts";
import { type Measure, medianOf, type Outcome } from "../measure.ts";
import type { Bench } from "../row.ts";
import { makeRandom } from "../seeded-random.ts";

const usualFindings = 1_000_000;

/** Adds findings to the compact set and finds them again, as many as usual and ten times as many. */
export async function known(bench: Bench): Promise<Outcome> {
  const findings = bench.size ?? usualFindings;
  const few = measureSet(findings, bench.repeats);
  const many = measureSet(findings * 10, bench.repeats);
  return {
    measures: [
      toRate(`adding ${findings.toLocaleString("en")}`, few.addSeconds, findings),
      toRate(`finding them, in another order`, few.findSeconds, findings),
      toRate(`adding ${(findings * 10).toLocaleString("en")}`, many.addSeconds, findings * 10),
      toRate(`finding those, in another order`, many.findSeconds, findings * 10),
      {
        name: "time to find one among ten times as many",
        unit: "times",
        values: [medianOf(many.findSeconds) / medianOf(few.findSeconds) / 10],
        goal: null,
      },
      {
        name: "memory of a finding",
        unit: "bytes",
        values: [many.bytes / (findings * 10)],
        goal: { atMost: 32 },
      },
    ],
    about: ["random keys, no database"],
    profile: null,
  };
}

function toRate(name: string, seconds: readonly number[], count: number): Measure {
  return { name, unit: "/s", values: seconds.map((each) => count / each), goal: null };
}

function measureSet(
  findings: number,
  times: number,
): { readonly addSeconds: number[]; readonly findSeconds: number[]; readonly bytes: number } {
  const keys = makeKeys(findings);
  const addSeconds: number[] = [];
  const findSeconds: number[] = [];
  let bytes = 0;
  // Once to warm up.
  for (let time = 0; time <= times; time++) {
    globalThis.gc?.();
    const before = process.memoryUsage().arrayBuffers;
    const from = performance.now();
    const set = makeKnownFindings(findings);
    for (let i = 0; i < findings; i++) {
      const entry = { id: i, standing: 0, severity: 2, observedAtS: 1_795_000_000, closed: false };
      set.add(keys, i * 4, entry);
    }
    const added = performance.now();
    let found = 0;
    for (let i = 0; i < findings; i++) {
      // Any step without a common factor visits all of them, far from one another.
      if (set.find(keys, ((i * 7_368_787) % findings) * 4) >= 0) found++;
    }
    const ended = performance.now();
    if (found !== findings) throw new Error(`${found} of ${findings} findings were found.`);
    bytes = process.memoryUsage().arrayBuffers - before;
    if (time === 0) continue;
    addSeconds.push((added - from) / 1000);
    findSeconds.push((ended - added) / 1000);
  }
  return { addSeconds, findSeconds, bytes };
}

function makeKeys(findings: number): Uint32Array {
  const random = makeRandom(5);
  const keys = new Uint32Array(findings * 4);
  for (let word = 0; word < keys.length; word++) keys[word] = Math.floor(random() * 2 ** 32);
  return keys;
}
