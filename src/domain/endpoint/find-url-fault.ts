import { findDomainName } from "../network/domain-name.ts";

const longest = 2000;

/**
 * Why an address cannot be that of a webhook; null when it can. `https` of a name of the Internet, with a certificate for it:
 * no user or password, no fragment, no address in place of a name, and none of the low ports but 443.
 *
 * Where the name leads to is looked at each time that it is called (`src/lookups/guard`).
 */
export function findUrlFault(text: string): string | null {
  if (text.length > longest) return `is longer than ${longest} signs`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  if (/[\s\u0000-\u001f\u007f-\u009f\\]/.test(text)) return "holds spaces or control characters";
  const [, scheme = "", authority = ""] = /^([a-z]+):\/\/([^/?#]+)/i.exec(text) ?? [];
  if (scheme.toLowerCase() !== "https") return "does not begin with https://";
  if (text.includes("#")) return "has a fragment";
  if (authority.includes("@")) return "holds a user or password";
  const [, host = "", port] = /^([^:[\]]+)(?::(\d{1,5}))?$/.exec(authority) ?? [];
  if (findDomainName(host) === null) return "names no host of the Internet";
  const number = port === undefined ? 443 : Number(port);
  if (number !== 443 && (number < 1024 || number > 65_535)) return `names port ${number}`;
  return null;
}
