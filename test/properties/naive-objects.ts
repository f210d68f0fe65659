import type { DomainName } from "../../src/domain/network/domain-name.ts";
import type { EmailAddress } from "../../src/domain/network/email-address.ts";
import type { Address, Words } from "../../src/domain/network/ip-address.ts";
import type { Prefix } from "../../src/domain/network/prefix.ts";
import type { AutonomousSystem, RangeTable, Registry } from "../../src/domain/registry/registry.ts";
import type { Asset } from "../../src/domain/world/world.ts";
import type { Question } from "./naive-question.ts";

/** What a claim, a criterion or a stop may cover. */
export type Subject =
  | { readonly kind: "address"; readonly address: Address }
  | { readonly kind: "name"; readonly name: DomainName };

type Range = { readonly first: bigint; readonly last: bigint; readonly value: number };

/**
 * "vulnerability, misconfiguration: name (if about a name), then address; compromise: address, then name;
 * leaked credential: mail domain only".
 */
export function subjectsOf(question: Question): readonly Subject[] {
  const address: Subject[] =
    question.address === null ? [] : [{ kind: "address", address: question.address }];
  const name: Subject[] = question.name === null ? [] : [{ kind: "name", name: question.name }];
  switch (question.type.kind) {
    case "vulnerability":
    case "misconfiguration":
      return isAboutName(question) ? [...name, ...address] : address;
    case "compromise":
      return [...address, ...name];
    case "leaked-credential":
      return name;
  }
}

/** "The object is the most specific that the kind is about": where there is no address, only the name is left. */
export function isAboutName(question: Question): boolean {
  return question.name !== null && (question.type.about !== "address" || question.address === null);
}

/** The network object that the finding's key is made of. */
export function objectOf(question: Question): Subject | null {
  if (question.name !== null && isAboutName(question)) return { kind: "name", name: question.name };
  return question.address === null ? null : { kind: "address", address: question.address };
}

/** The subject that is an address; null when none is. */
export function addressOf(question: Question): Address | null {
  for (const subject of subjectsOf(question)) {
    if (subject.kind === "address") return subject.address;
  }
  return null;
}

/** The subject that is a name; null when none is. */
export function nameOf(question: Question): DomainName | null {
  for (const subject of subjectsOf(question)) if (subject.kind === "name") return subject.name;
  return null;
}

/**
 * "A name is covered by a claim on itself or on any parent at a label boundary; an address by prefixes and by the
 * AS that announces it."
 */
export function covers(asset: Asset, subject: Subject, registry: Registry): boolean {
  switch (asset.kind) {
    case "domain":
      return subject.kind === "name" && isAtOrBelow(subject.name, asset.domain);
    case "prefix":
      return subject.kind === "address" && isInside(asset.prefix, subject.address);
    case "asn":
      return subject.kind === "address" && systemOf(registry, subject.address)?.asn === asset.asn;
  }
}

/** "Inside: prefix in prefix, name at or below name, equality included; an AS number encloses nothing." */
export function isInsideAsset(inner: Asset, outer: Asset): boolean {
  if (inner.kind === "prefix" && outer.kind === "prefix") {
    return inner.prefix.bits >= outer.prefix.bits && isInside(outer.prefix, inner.prefix);
  }
  if (inner.kind === "domain" && outer.kind === "domain") {
    return isAtOrBelow(inner.domain, outer.domain);
  }
  return false;
}

/** "Number of labels for names; prefix length for addresses, any prefix above any AS number." */
export function specificityOf(asset: Asset): number {
  switch (asset.kind) {
    case "domain":
      return labelsOf(asset.domain).length;
    case "prefix":
      return asset.prefix.bits + (asset.prefix.family === 4 ? 96 : 0);
    case "asn":
      return -1;
  }
}

export function labelsOf(name: DomainName): readonly string[] {
  return name.split(".");
}

/** Whether the one name is the other or lies below it. */
export function isAtOrBelow(name: DomainName, parent: DomainName): boolean {
  const inner = labelsOf(name).toReversed();
  const outer = labelsOf(parent).toReversed();
  return outer.every((label, i) => inner[i] === label);
}

/** Whether an address, or the first address of a block, lies in the prefix. */
export function isInside(prefix: Prefix, address: { family: 4 | 6; words: Words }): boolean {
  if (prefix.family !== address.family) return false;
  const hostBits = BigInt((prefix.family === 4 ? 32 : 128) - prefix.bits);
  return numberOf(prefix) >> hostBits === numberOf(address) >> hostBits;
}

/** The AS that announces the address: "nested ranges: the most specific counts"; null when nobody does. */
export function systemOf(registry: Registry, address: Address): AutonomousSystem | null {
  const range = smallest(rangesAround(registry.announced, address));
  return range === null ? null : (registry.systems[range.value] ?? null);
}

/** "Country comes from the delegated layer." */
export function countryOf(registry: Registry, address: Address): string | null {
  const range = smallest(rangesAround(registry.delegated, address));
  return range === null ? null : (registry.countries[range.value] ?? null);
}

/** "The smallest registered range that has a contact […]; among equal ranges the alphabetically first." */
export function rangeContactOf(registry: Registry, address: Address): EmailAddress | null {
  let best: { size: bigint; contact: EmailAddress } | null = null;
  for (const range of rangesAround(registry.contactRanges, address)) {
    const contact = registry.contacts[range.value];
    if (contact === undefined) continue;
    const size = range.last - range.first;
    if (best === null || size < best.size || (size === best.size && contact < best.contact)) {
      best = { size, contact };
    }
  }
  return best?.contact ?? null;
}

function smallest(ranges: readonly Range[]): Range | null {
  let best: Range | null = null;
  for (const range of ranges) {
    if (best === null || range.last - range.first < best.last - best.first) best = range;
  }
  return best;
}

function rangesAround(table: RangeTable, address: Address): Range[] {
  const at = numberOf(address);
  return rangesOf(table, address.family).filter(({ first, last }) => first <= at && at <= last);
}

/** Tables that were turned into numbers before; a whole registry takes a second. */
const knownRanges = new WeakMap<object, Range[]>();

/** Every range of a family as numbers. */
export function rangesOf(table: RangeTable, family: 4 | 6): readonly Range[] {
  const columns = family === 4 ? table.v4 : table.v6;
  const known = knownRanges.get(columns) ?? toRanges(columns, family);
  knownRanges.set(columns, known);
  return known;
}

function toRanges({ first, last, value }: RangeTable["v4"], family: 4 | 6): Range[] {
  const words = family === 4 ? 1 : 4;
  return Array.from(value, (rangeValue, row) => ({
    first: joinWords(first.subarray(row * words, (row + 1) * words)),
    last: joinWords(last.subarray(row * words, (row + 1) * words)),
    value: rangeValue,
  }));
}

/** An address as a number of 32 or 128 bits. */
export function numberOf({ family, words }: { family: 4 | 6; words: Words }): bigint {
  return joinWords(family === 4 ? words.slice(0, 1) : words);
}

function joinWords(words: ArrayLike<number>): bigint {
  let value = 0n;
  for (const word of Array.from(words)) value = value * 4294967296n + BigInt(word);
  return value;
}
