import { readFileSync } from "node:fs";
import ipaddr from "ipaddr.js";

/** A range of addresses of one family, inclusive; `asn` is null where nobody announces it. */
export type AddressRange = {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly asn: number | null;
};

/** The folder of what ships. */
export const dataFolder = new URL("../../data/", import.meta.url);

/** Reads a CSV of ranges (`first,last[,asn,as_name]`), in its order. */
export function readRanges(file: URL): AddressRange[] {
  const [, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const [first = "", last = "", asn] = line.split(",");
    const range = { family: familyOf(first), first: toNumber(first), last: toNumber(last) };
    return { ...range, asn: asn === undefined ? null : Number(asn) };
  });
}

/** 4 or 6, by how the text of an address or prefix looks. */
export function familyOf(text: string): 4 | 6 {
  return text.includes(":") ? 6 : 4;
}

/** The address as a number, most significant byte first. */
export function toNumber(address: string): bigint {
  return ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** The canonical text of an address: RFC 5952 for IPv6. */
export function toAddress(family: 4 | 6, value: bigint): string {
  const bytes = Array.from({ length: family === 4 ? 4 : 16 }, (_, index) => index)
    .reverse()
    .map((index) => Number((value >> BigInt(8 * index)) & 255n));
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

/** First and last address of a prefix in CIDR notation. */
export function prefixRange(prefix: string): AddressRange {
  const [address = "", bits = ""] = prefix.split("/");
  const family = familyOf(prefix);
  const size = 1n << BigInt((family === 4 ? 32 : 128) - Number(bits));
  const first = (toNumber(address) / size) * size;
  return { family, first, last: first + size - 1n, asn: null };
}

/**
 * Cuts the delegated ranges where the AS that announces them changes, so that each piece has one AS or none.
 * Both lists are sorted and free of overlap within a family.
 */
export function cutByAs(
  delegated: readonly AddressRange[],
  announced: readonly AddressRange[],
): AddressRange[] {
  return ([4, 6] as const).flatMap((family) => {
    const routes = announced.filter((range) => range.family === family);
    let start = 0;
    return delegated
      .filter((range) => range.family === family)
      .flatMap((range) => {
        while ((routes[start]?.last ?? range.first) < range.first) start += 1;
        let end = start;
        while ((routes[end]?.first ?? range.last + 1n) <= range.last) end += 1;
        return cutRange(range, routes.slice(start, end));
      });
  });
}

/** The pieces of one range, given the routes that overlap it in order. */
function cutRange(range: AddressRange, routes: readonly AddressRange[]): AddressRange[] {
  const { family } = range;
  const pieces: AddressRange[] = [];
  let from = range.first;
  for (const route of routes) {
    const first = laterOf(route.first, from);
    const last = earlierOf(route.last, range.last);
    if (first > from) pieces.push({ family, first: from, last: first - 1n, asn: null });
    pieces.push({ family, first, last, asn: route.asn });
    from = last + 1n;
  }
  if (from <= range.last) pieces.push({ family, first: from, last: range.last, asn: null });
  return pieces;
}

function laterOf(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

function earlierOf(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

/**
 * Whether the invented AS holder published no abuse contact at all, neither on its ranges nor on its AS: the rung
 * catch-all needs some. Some fifty small ones, and none that a demonstration organisation operates.
 */
export function isSilentAs(asn: number): boolean {
  return asn % 41 === 6;
}

/** Whether the holder's ranges have no contact but its AS has one. */
export function isRangeSilentAs(asn: number): boolean {
  return asn % 17 === 7;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
