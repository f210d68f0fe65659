import type { Brand } from "../brand.ts";

/** Canonical text of an address: dotted IPv4, or IPv6 as RFC 5952 section 4 writes it. */
export type IpAddress = Brand<string, "IpAddress">;

/** 128 bits, most significant word first, each from 0 to 2³²−1. */
export type Words = readonly [number, number, number, number];

/** An address by value. IPv4 stands in the first word, the others are 0 (as in `RowBatch`). */
export type Address = { readonly family: 4 | 6; readonly words: Words };

/** The longest text of an address: six groups and a dotted end. */
const longestText = 45;

const colon = 58;
const dot = 46;

/**
 * Reads an address strictly; null when the text is anything else.
 *
 * No leading zeros in IPv4 (some would read octal), no zone, no prefix length, no space. IPv4-mapped IPv6 (RFC 4291,
 * section 2.5.5.2) is folded to IPv4, so that one host has one address.
 */
export function findAddress(text: string): Address | null {
  if (text.length < 2 || text.length > longestText) return null;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) return null;
    bytes[i] = code;
  }
  const words = new Uint32Array(4);
  const family = parseAddressBytes(bytes, 0, bytes.length, words, 0);
  return family === 0 ? null : toAddress(family, words, 0);
}

/** The address whose four words begin at `at`. */
export function toAddress(family: 4 | 6, words: Uint32Array, at: number): Address {
  return {
    family,
    words: [words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0],
  };
}

/** The one text of an address. */
export function formatAddress(address: Address): IpAddress {
  const { family, words } = address;
  return (family === 4 ? formatDotted(words[0]) : formatGroups(words)) as IpAddress;
}

/** IPv4 before IPv6, then by value. */
export function compareAddresses(a: Address, b: Address): number {
  return a.family - b.family || compareWords(a.words, b.words);
}

/** Order of two 128-bit values. */
export function compareWords(a: Words, b: Words): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

/**
 * Reads the address in `bytes[from..until)` into `out[at..at+3]`, as strictly as `findAddress`, without allocating.
 *
 * Answers the family, 0 when it is no address (`out` is then undefined).
 */
export function parseAddressBytes(
  bytes: Uint8Array,
  from: number,
  until: number,
  out: Uint32Array,
  at: number,
): 0 | 4 | 6 {
  const word = parseDotted(bytes, from, until);
  if (word >= 0) {
    out[at] = word;
    out[at + 1] = 0;
    out[at + 2] = 0;
    out[at + 3] = 0;
    return 4;
  }
  if (!parseGroups(bytes, from, until, out, at)) return 0;
  if (out[at] === 0 && out[at + 1] === 0 && out[at + 2] === 0xffff) {
    out[at] = out[at + 3] as number;
    out[at + 2] = 0;
    out[at + 3] = 0;
    return 4;
  }
  return 6;
}

/** The 32 bits of a dotted quad, -1 when it is none. */
function parseDotted(bytes: Uint8Array, from: number, until: number): number {
  if (until - from < 7 || until - from > 15) return -1;
  let word = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = from; i < until; i += 1) {
    const byte = bytes[i] as number;
    if (byte === dot) {
      if (digits === 0 || dots === 3) return -1;
      word = word * 256 + octet;
      octet = 0;
      digits = 0;
      dots += 1;
      continue;
    }
    const digit = byte - 48;
    if (digit < 0 || digit > 9 || (digits > 0 && octet === 0)) return -1;
    octet = octet * 10 + digit;
    if (octet > 255) return -1;
    digits += 1;
  }
  return dots === 3 && digits > 0 ? word * 256 + octet : -1;
}

/** Reads the colon form of RFC 4291 section 2.2, all three variants. */
function parseGroups(
  bytes: Uint8Array,
  from: number,
  until: number,
  out: Uint32Array,
  at: number,
): boolean {
  if (until - from < 2 || until - from > longestText) return false;
  out.fill(0, at, at + 4);
  let groups = 0;
  let gap = -1;
  let i = from;
  if (bytes[i] === colon) {
    if (bytes[i + 1] !== colon) return false;
    gap = 0;
    i += 2;
  }
  while (i < until) {
    if (groups === 8) return false;
    const end = endOfGroup(bytes, i, until);
    if (end < until && bytes[end] === dot) {
      const word = parseDotted(bytes, i, until);
      if (word < 0 || groups > 6) return false;
      setGroup(out, at, groups, word >>> 16);
      setGroup(out, at, groups + 1, word & 0xffff);
      groups += 2;
      break;
    }
    if (end === i) return false;
    setGroup(out, at, groups, hexValue(bytes, i, end));
    groups += 1;
    i = end;
    if (i === until) break;
    if (bytes[i] !== colon || i + 1 === until) return false;
    i += 1;
    if (bytes[i] === colon) {
      if (gap >= 0) return false;
      gap = groups;
      i += 1;
    }
  }
  if (gap < 0) return groups === 8;
  if (groups === 8) return false;
  openGap(out, at, gap, groups);
  return true;
}

/** Where the at most four hexadecimal digits from `from` on end. */
function endOfGroup(bytes: Uint8Array, from: number, until: number): number {
  const limit = Math.min(until, from + 4);
  let end = from;
  while (end < limit && hexDigit(bytes[end] as number) >= 0) end += 1;
  return end;
}

function hexValue(bytes: Uint8Array, from: number, until: number): number {
  let value = 0;
  for (let i = from; i < until; i += 1) value = value * 16 + hexDigit(bytes[i] as number);
  return value;
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function setGroup(out: Uint32Array, at: number, group: number, value: number): void {
  const index = at + (group >> 1);
  const word = out[index] as number;
  out[index] = group & 1 ? (word & 0xffff0000) | value : (word & 0xffff) | (value << 16);
}

function getGroup(words: ArrayLike<number>, at: number, group: number): number {
  const word = words[at + (group >> 1)] as number;
  return group & 1 ? word & 0xffff : word >>> 16;
}

/** Moves the groups behind `::` to the end and puts zeros where they stood. */
function openGap(out: Uint32Array, at: number, gap: number, groups: number): void {
  const shift = 8 - groups;
  for (let group = groups - 1; group >= gap; group -= 1) {
    setGroup(out, at, group + shift, getGroup(out, at, group));
  }
  for (let group = gap; group < gap + shift; group += 1) setGroup(out, at, group, 0);
}

function formatDotted(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

/** RFC 5952 section 4: lower case, no leading zeros, `::` for the longest run of two or more zero groups, the first of equals. */
function formatGroups(words: Words): string {
  let runAt = -1;
  let runLength = 1;
  for (let group = 0, length = 0; group < 8; group += 1) {
    length = getGroup(words, 0, group) === 0 ? length + 1 : 0;
    if (length > runLength) {
      runLength = length;
      runAt = group - length + 1;
    }
  }
  const groups = Array.from({ length: 8 }, (_, group) => getGroup(words, 0, group).toString(16));
  if (runAt < 0) return groups.join(":");
  return `${groups.slice(0, runAt).join(":")}::${groups.slice(runAt + runLength).join(":")}`;
}
