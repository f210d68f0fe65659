import { readFileSync } from "node:fs";

/** Dutch IPv4 ranges from the shipped registry snapshot, for inputs that fall where findings fall. */
export type DutchRanges = {
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  readonly addresses: number;
};

const file = new URL("../data/registry/nl-delegated-ranges.csv", import.meta.url);

/** Reads the IPv4 ranges, in order. */
export function readDutchRanges(): DutchRanges {
  const ranges = readFileSync(file, "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line !== "" && !line.includes(":"))
    .map((line) => line.split(",").slice(0, 2).map(toWord) as [number, number])
    .sort(([a], [b]) => a - b);
  const first = Uint32Array.from(ranges, ([word]) => word);
  const last = Uint32Array.from(ranges, ([, word]) => word);
  return { first, last, addresses: ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0) };
}

function toWord(text: string): number {
  return text.split(".").reduce((word, part) => word * 256 + Number(part), 0);
}

/** The text of an IPv4 address. */
export function toText(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

/** A Dutch address by a number from 0 to below 1, every address alike. */
export function pickAddress(ranges: DutchRanges, number: number): number {
  let left = Math.floor(number * ranges.addresses);
  for (let i = 0; i < ranges.first.length; i++) {
    const size = (ranges.last[i] as number) - (ranges.first[i] as number) + 1;
    if (left < size) return (ranges.first[i] as number) + left;
    left -= size;
  }
  throw new RangeError("the number is not below 1");
}
