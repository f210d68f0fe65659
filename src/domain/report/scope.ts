import { type DomainName, findDomainName } from "../network/domain-name.ts";
import { findPrefix, formatPrefix } from "../network/prefix.ts";

/** What a scan covered: prefixes, and names with everything below them. */
export type Scope = { readonly prefixes: readonly string[]; readonly names: readonly DomainName[] };

/** A line of a scope file that is neither a prefix nor a name. */
export type ScopeProblem = { readonly line: number; readonly text: string };

/**
 * Reads a scope: a prefix, address or name a line; empty lines and what follows `#` do not count.
 *
 * Answers the problems instead when there are any, since a scope that is read in part closes too much or too little.
 */
export function readScope(text: string): Scope | readonly ScopeProblem[] {
  const prefixes: string[] = [];
  const names: DomainName[] = [];
  const problems: ScopeProblem[] = [];
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/#.*$/, "").trim();
    if (line === "") continue;
    const prefix = findPrefix(line);
    const name = prefix === null ? findDomainName(line) : null;
    if (prefix !== null) prefixes.push(formatPrefix(prefix));
    else if (name !== null) names.push(name);
    else problems.push({ line: i + 1, text: line.slice(0, 200) });
  }
  return problems.length > 0 ? problems : { prefixes, names };
}
