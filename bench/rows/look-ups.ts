import {
  formatAddress,
  parseAddressBytes,
  toAddress,
} from "../../src/domain/network/ip-address.ts";
import {
  compileRanges4,
  compileRanges6,
  findInRanges4,
  findInRanges6,
} from "../../src/domain/network/range-index.ts";
import { makeSubjects, type Subjects } from "../make-subjects.ts";
import { type Outcome, repeat } from "../measure.ts";
import { openBasis } from "../open-basis.ts";
import type { Bench } from "../row.ts";

const usualAddresses = 1_000_000;

/** Finds who announces an address, family by family, and reads addresses from text. */
export async function lookUps(bench: Bench): Promise<Outcome> {
  const count = bench.size ?? usualAddresses;
  const { announced } = (await openBasis(bench)).basis.registry;
  const index4 = compileRanges4(announced.v4.first, announced.v4.last, announced.v4.value);
  const index6 = compileRanges6(announced.v6.first, announced.v6.last, announced.v6.value);
  const subjects = makeSubjects(count, bench.organisations, 3);
  const words4 = wordsOf(subjects, 4);
  const words6 = wordsOf(subjects, 6);
  const texts = toTexts(subjects);
  const rate = (name: string, each: number, work: () => void) => ({
    name,
    unit: "/s",
    values: repeat(bench.repeats, work, (seconds) => each / seconds),
    goal: null,
  });
  return {
    measures: [
      rate("IPv4, longest prefix", words4.length / 4, () => {
        for (let at = 0; at < words4.length; at += 4) findInRanges4(index4, words4[at] as number);
      }),
      rate("IPv6, longest prefix", words6.length / 4, () => {
        for (let at = 0; at < words6.length; at += 4) findInRanges6(index6, words6, at);
      }),
      rate("reading an address from text, both families", texts.count, texts.parseAll),
    ],
    about: [
      `${announced.v4.value.length} IPv4 and ${announced.v6.value.length} IPv6 ranges; ${words4.length / 4} and ${words6.length / 4} random addresses`,
    ],
    profile: null,
  };
}

function wordsOf({ family, words }: Subjects, wanted: 4 | 6): Uint32Array {
  const rows = [...family.keys()].filter((row) => family[row] === wanted);
  return Uint32Array.from(rows.flatMap((row) => [...words.subarray(row * 4, row * 4 + 4)]));
}

/** All addresses as one text, one after the other. */
function toTexts({ family, words }: Subjects): { readonly count: number; parseAll(): void } {
  const rows = [...family.keys()].filter((row) => family[row] !== 0);
  const texts = rows.map((row) =>
    formatAddress(toAddress(family[row] === 4 ? 4 : 6, words, row * 4)),
  );
  const bytes = Buffer.from(texts.join(""));
  const ends: number[] = [];
  for (const text of texts) ends.push((ends.at(-1) ?? 0) + text.length);
  const out = new Uint32Array(4);
  const parseAll = (): void => {
    let from = 0;
    for (const until of ends) {
      if (parseAddressBytes(bytes, from, until, out, 0) === 0) throw new Error("not an address");
      from = until;
    }
  };
  return { count: rows.length, parseAll };
}
