import type { DomainName } from "../src/domain/network/domain-name.ts";
import { pickAddress, pickAddress6, readDutchRanges } from "./dutch-ranges.ts";
import { makeRandom } from "./seeded-random.ts";

/** Things that findings are about, column by column. */
export type Subjects = {
  readonly count: number;
  /** 4, 6, or 0 for a name. */
  readonly family: Uint8Array;
  /** Four words an address, as in `RowBatch`. */
  readonly words: Uint32Array;
  readonly names: readonly (DomainName | null)[];
};

/** Of ten, seven Dutch IPv4 addresses, one IPv6 address and two names: one claimed or below a claimed one, one of nobody. */
export function makeSubjects(count: number, organisations: number, seed: number): Subjects {
  const random = makeRandom(seed);
  const ranges = readDutchRanges();
  const family = new Uint8Array(count);
  const words = new Uint32Array(count * 4);
  const names: (DomainName | null)[] = new Array(count).fill(null);
  for (let i = 0; i < count; i++) {
    const sort = random();
    if (sort < 0.7) {
      family[i] = 4;
      words[i * 4] = pickAddress(ranges, random());
    } else if (sort < 0.8) {
      family[i] = 6;
      words.set(pickAddress6(ranges, random(), random()), i * 4);
    } else {
      names[i] = toName(sort < 0.9, organisations, random) as DomainName;
    }
  }
  return { count, family, words, names };
}

/** Most claims of an organisation are not names, so that of these some are claimed and some not. */
function toName(isClaimed: boolean, organisations: number, random: () => number): string {
  const number = Math.floor(random() * organisations);
  const host = random() < 0.5 ? "www." : "";
  return isClaimed
    ? `${host}d${Math.floor(random() * 10)}.org-${number}.example`
    : `${host}nobody-${number}.example`;
}
