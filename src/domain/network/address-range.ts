import { compareAddresses, compareWords, findAddress } from "./ip-address.ts";
import { type AddressRange, findPrefix, prefixRange } from "./prefix.ts";

/** The range of two addresses, or what is wrong with them. */
export function findRange(firstText: string, lastText: string): AddressRange | string {
  const first = findAddress(firstText);
  const last = findAddress(lastText);
  if (first === null || last === null) return "not an IP address";
  if (first.family !== last.family) return "the addresses are of two families";
  if (compareAddresses(first, last) > 0) return "the last address comes before the first";
  return { family: first.family, first: first.words, last: last.words };
}

/** The range that registries write as `192.0.2.0 - 192.0.2.255` or as a prefix, or what is wrong with it. */
export function readRange(text: string): AddressRange | string {
  const ends = text.split("-");
  if (ends.length === 2) return findRange((ends[0] ?? "").trim(), (ends[1] ?? "").trim());
  const prefix = findPrefix(text);
  return prefix === null ? "not a range" : prefixRange(prefix);
}

/** Whether `inner` lies in `outer`; equality included. */
export function enclosesRange(outer: AddressRange, inner: AddressRange): boolean {
  return (
    outer.family === inner.family &&
    compareWords(outer.first, inner.first) <= 0 &&
    compareWords(outer.last, inner.last) >= 0
  );
}
