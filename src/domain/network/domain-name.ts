import type { Brand } from "../brand.ts";

/** Canonical name: lower case, punycode, no trailing dot, no wildcard, never an address. */
export type DomainName = Brand<string, "DomainName">;

/** RFC 1035 section 2.3.4: 255 octets on the wire are 253 characters of text. */
const longestName = 253;
const longestLabel = 63;

const hyphen = 45;
const dot = 46;
const underscore = 95;

/**
 * Reads a domain name as people and scanners write it; null when it is none.
 *
 * Upper case, one trailing dot and Unicode (UTS 46, as browsers do it) are folded. Labels are letters, digits and
 * inner hyphens; any but the last may have underscores, because names in DNS do; `xn--` labels are taken as they are,
 * as DNS takes them. The last label begins with a letter, so that no spelling of an address is a name. `*.` is refused: what a wildcard means is for the caller to say.
 */
export function findDomainName(text: string, minLabels = 2): DomainName | null {
  if (text.length === 0 || text.length > longestName + 1) return null;
  const absolute = text.charCodeAt(text.length - 1) === dot ? text.slice(0, -1) : text;
  const ascii = isPlain(absolute) ? absolute : toAscii(absolute);
  return ascii !== null && isCanonical(ascii, minLabels) ? (ascii as DomainName) : null;
}

/** The name without its first label; null for the last label alone. */
export function parentDomain(name: DomainName): DomainName | null {
  const at = name.indexOf(".");
  return at < 0 ? null : (name.slice(at + 1) as DomainName);
}

/** Whether the name is the other or ends in it at the boundary of a label. */
export function isAtOrBelow(name: DomainName, parent: DomainName): boolean {
  if (name.length === parent.length) return name === parent;
  return name.charCodeAt(name.length - parent.length - 1) === dot && name.endsWith(parent);
}

/** How many labels the name has. */
export function countLabels(name: DomainName): number {
  let labels = 1;
  for (let i = 0; i < name.length; i += 1) if (name.charCodeAt(i) === dot) labels += 1;
  return labels;
}

/** Whether nothing needs folding: lower case letters, digits, hyphens, underscores and dots. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const isPlainCode =
      (code >= 97 && code <= 122) ||
      (code >= 45 && code <= 57 && code !== 47) ||
      code === underscore;
    if (!isPlainCode) return false;
  }
  return true;
}

function toAscii(text: string): string | null {
  // A URL's host ends at some ASCII characters and loses others; only names may reach the parser.
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const isNameCode =
      code > 127 ||
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 45 && code <= 57 && code !== 47) ||
      code === underscore;
    if (!isNameCode) return null;
  }
  const ascii = URL.parse(`http://${text}`)?.hostname;
  // Full-width signs fold to ASCII that URLs permit and names do not.
  return ascii !== undefined && isPlain(ascii) ? ascii : null;
}

/** Whether lower case ASCII text keeps the limits of names and labels. */
function isCanonical(text: string, minLabels: number): boolean {
  if (text.length > longestName) return false;
  let labels = 1;
  let labelAt = 0;
  let underscores = false;
  for (let i = 0; i <= text.length; i += 1) {
    const code = i === text.length ? dot : text.charCodeAt(i);
    if (code === underscore) underscores = true;
    if (code !== dot) continue;
    const length = i - labelAt;
    if (length === 0 || length > longestLabel) return false;
    if (text.charCodeAt(labelAt) === hyphen || text.charCodeAt(i - 1) === hyphen) return false;
    if (i === text.length) break;
    labels += 1;
    labelAt = i + 1;
    underscores = false;
  }
  const first = text.charCodeAt(labelAt);
  return labels >= minLabels && !underscores && first >= 97 && first <= 122;
}
