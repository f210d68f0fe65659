import { readFileSync } from "node:fs";
import type { AsNumber } from "../src/domain/network/as-number.ts";
import { findAddress, type Words } from "../src/domain/network/ip-address.ts";

/** Dutch address space from the shipped registry snapshot, for inputs that fall where findings fall. */
export type DutchRanges = {
  /** IPv4, in order. */
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  /** How many IPv4 addresses lie in the ranges up to each, itself included. */
  readonly ends: Float64Array;
  /** First addresses of the IPv6 ranges, of which each is a /48 or larger. */
  readonly first6: readonly Words[];
  /** AS numbers that announce Dutch space, each once, ascending. */
  readonly systems: readonly AsNumber[];
};

const folder = new URL("../data/registry/", import.meta.url);

/** Reads the ranges of both families. */
export function readDutchRanges(): DutchRanges {
  const lines = readLines("nl-delegated-ranges.csv").map((line) => line.split(",", 2));
  const ranges = lines
    .filter(([first]) => first?.includes(":") === false)
    .map((range) => range.map(toWord) as [number, number])
    .sort(([a], [b]) => a - b);
  const ends = new Float64Array(ranges.length);
  let addresses = 0;
  for (const [i, [first, last]] of ranges.entries()) ends[i] = addresses += last - first + 1;
  return {
    first: Uint32Array.from(ranges, ([first]) => first),
    last: Uint32Array.from(ranges, ([, last]) => last),
    ends,
    first6: lines.flatMap(([first = "", last = ""]) => {
      const large = last.endsWith(":ffff:ffff:ffff:ffff:ffff");
      return first.includes(":") && large ? [(findAddress(first) as { words: Words }).words] : [];
    }),
    systems: readSystems(),
  };
}

function readSystems(): AsNumber[] {
  const numbers = readLines("nl-announced-ranges.csv").map((line) => Number(line.split(",", 3)[2]));
  return [...new Set(numbers)].sort((a, b) => a - b) as AsNumber[];
}

function readLines(file: string): string[] {
  return readFileSync(new URL(file, folder), "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line !== "");
}

function toWord(text: string): number {
  return text.split(".").reduce((word, part) => word * 256 + Number(part), 0);
}

/** The text of an IPv4 address. */
export function toText(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

/** A Dutch IPv4 address by a number from 0 to below 1, every address alike. */
export function pickAddress({ last, ends }: DutchRanges, number: number): number {
  const place = Math.floor(number * (ends.at(-1) as number));
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) > place) high = middle;
    else low = middle + 1;
  }
  return (last[low] as number) - ((ends[low] as number) - 1 - place);
}

/** A Dutch IPv6 address by two numbers from 0 to below 1: some range, and one of 2³² networks of 64 bits at its start. */
export function pickAddress6({ first6 }: DutchRanges, range: number, network: number): Words {
  const [a, b] = first6[Math.floor(range * first6.length)] as Words;
  return [a, (b | Math.floor(network * 65536)) >>> 0, 0, 1];
}
