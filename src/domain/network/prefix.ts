import { type Address, findAddress, formatAddress, type Words } from "./ip-address.ts";

/** A block of addresses that share their first `bits` bits; all others are 0. Text is canonical (`192.0.2.0/24`). */
export type Prefix = {
  readonly family: 4 | 6;
  readonly words: Words;
  readonly bits: number;
  readonly text: string;
};

/** Addresses of one family from first to last, both inclusive. */
export type AddressRange = { readonly family: 4 | 6; readonly first: Words; readonly last: Words };

/** Why a text is no prefix. */
export type PrefixFault = "not a prefix" | "host bits are set";

const bitsPattern = /^(?:0|[1-9]\d{0,2})$/;

/** Reads `192.0.2.0/24`; a bare address is a /32 or /128. Null when it is no prefix or has host bits set. */
export function findPrefix(text: string): Prefix | null {
  const read = readPrefix(text);
  return typeof read === "string" ? null : read;
}

/** What is wrong with a text that should be a prefix; null when nothing is. */
export function findPrefixFault(text: string): PrefixFault | null {
  const read = readPrefix(text);
  return typeof read === "string" ? read : null;
}

/** The prefix of so many bits that the address lies in. */
export function prefixOf(address: Address, bits: number): Prefix {
  const words = maskWords(address.words, bits, 0);
  return { family: address.family, words, bits, text: formatPrefix({ ...address, words, bits }) };
}

/** Canonical text, always with the length. */
export function formatPrefix(prefix: Omit<Prefix, "text">): string {
  return `${formatAddress(prefix)}/${prefix.bits}`;
}

/** Its first and its last address. */
export function prefixRange(prefix: Prefix): AddressRange {
  const last = maskWords(prefix.words, prefix.bits, 0xffffffff);
  return {
    family: prefix.family,
    first: prefix.words,
    last: prefix.family === 4 ? [last[0], 0, 0, 0] : last,
  };
}

/** Whether `inner` lies in `outer`; equality included. */
export function enclosesPrefix(outer: Prefix, inner: Prefix): boolean {
  return outer.bits <= inner.bits && isInPrefix(outer, inner);
}

/** Whether the address lies in the prefix. */
export function isInPrefix(prefix: Prefix, address: Address): boolean {
  if (prefix.family !== address.family) return false;
  const masked = maskWords(address.words, prefix.bits, 0);
  return masked.every((word, i) => word === prefix.words[i]);
}

/** The fewest prefixes that make up the range, in order; none when it is empty. */
export function rangeToPrefixes(range: AddressRange): Prefix[] {
  const { family } = range;
  const last = toNumber(family, range.last);
  const prefixes: Prefix[] = [];
  for (let from = toNumber(family, range.first); from <= last; ) {
    const prefix = widestFrom(family, from, last);
    prefixes.push(prefix);
    from += 1n << BigInt(widthOf(family) - prefix.bits);
  }
  return prefixes;
}

/** The largest prefix around the address inside the range; the address must lie in the range. */
export function largestPrefixWithin(range: AddressRange, address: Address): Prefix {
  const width = widthOf(range.family);
  const first = toNumber(range.family, range.first);
  const last = toNumber(range.family, range.last);
  const at = toNumber(range.family, address.words);
  let hostBits = 0n;
  while (hostBits < width) {
    const size = 1n << (hostBits + 1n);
    const start = at - (at % size);
    if (start < first || start + size - 1n > last) break;
    hostBits += 1n;
  }
  return prefixOf(address, width - Number(hostBits));
}

/** The address as a number. */
export function toNumber(family: 4 | 6, words: Words): bigint {
  if (family === 4) return BigInt(words[0]);
  return words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
}

/** The words of a number below 2³² (IPv4) or 2¹²⁸ (IPv6). */
export function toWords(family: 4 | 6, value: bigint): Words {
  if (family === 4) return [Number(value), 0, 0, 0];
  const word = (shift: bigint) => Number((value >> shift) & 0xffffffffn);
  return [word(96n), word(64n), word(32n), word(0n)];
}

function readPrefix(text: string): Prefix | PrefixFault {
  const slash = text.indexOf("/");
  const addressText = slash < 0 ? text : text.slice(0, slash);
  const address = findAddress(addressText);
  if (address === null) return "not a prefix";
  const width = widthOf(address.family);
  if (slash < 0) return prefixOf(address, width);
  const bitsText = text.slice(slash + 1);
  if (!bitsPattern.test(bitsText)) return "not a prefix";
  const isMapped = address.family === 4 && addressText.includes(":");
  const bits = Number(bitsText) - (isMapped ? 96 : 0);
  if (bits > width) return "not a prefix";
  // A mapped address has ones right before bit 96.
  if (bits < 0) return "host bits are set";
  const prefix = prefixOf(address, bits);
  return prefix.words.every((word, i) => word === address.words[i]) ? prefix : "host bits are set";
}

function widthOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

/** The words with everything behind the first `bits` bits taken from `fill` (all zeros or all ones). */
function maskWords(words: Words, bits: number, fill: 0 | 0xffffffff): Words {
  const mask = (word: number, index: number) => {
    const kept = Math.min(32, Math.max(0, bits - 32 * index));
    const hostMask = kept === 32 ? 0 : 0xffffffff >>> kept;
    return ((word & ~hostMask) | (fill & hostMask)) >>> 0;
  };
  return [mask(words[0], 0), mask(words[1], 1), mask(words[2], 2), mask(words[3], 3)];
}

function widestFrom(family: 4 | 6, from: bigint, last: bigint): Prefix {
  const width = BigInt(widthOf(family));
  let hostBits = 0n;
  while (hostBits < width) {
    const size = 1n << (hostBits + 1n);
    if (from % size !== 0n || from + size - 1n > last) break;
    hostBits += 1n;
  }
  return prefixOf({ family, words: toWords(family, from) }, Number(width - hostBits));
}
