import { findPrefix, findPrefixFault, type Prefix, type PrefixFault } from "./prefix.ts";

/** A line that is no prefix; lines count from 1. */
export type PrefixListFault = {
  readonly line: number;
  readonly text: string;
  readonly fault: PrefixFault;
};

/**
 * Reads a prefix or an address a line; empty lines and what follows a `#` are passed over. All prefixes, or all that is
 * wrong: a list with a mistake is no list.
 */
export function readPrefixList(
  lines: readonly string[],
): { readonly prefixes: readonly Prefix[] } | { readonly faults: readonly PrefixListFault[] } {
  const prefixes: Prefix[] = [];
  const faults: PrefixListFault[] = [];
  for (const [i, whole] of lines.entries()) {
    const text = whole.replace(/#.*$/, "").trim();
    if (text === "") continue;
    const prefix = findPrefix(text);
    if (prefix !== null) prefixes.push(prefix);
    else faults.push({ line: i + 1, text, fault: findPrefixFault(text) ?? "not a prefix" });
  }
  return faults.length > 0 ? { faults } : { prefixes };
}
