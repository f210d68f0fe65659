import { type DomainName, findDomainName } from "./domain-name.ts";

/** What a URL says about the network object: its host as written, and its port, by scheme where it names none; 0 when neither. */
export type UrlParts = { readonly scheme: string; readonly host: string; readonly port: number };

const longestUrl = 8192;
const urlPattern =
  /^([a-z][a-z0-9+.-]{0,30}):\/\/(?:[^/?#@\\]*@)?(\[[0-9a-f:.]+\]|[^/?#:@[\]\\\s]+)(?::(\d{0,5}))?(?=[/?#]|$)/i;

/**
 * Reads the start of an absolute URL (RFC 3986, section 3.2); null when it is none.
 *
 * The host is taken as it is written: browsers read `0x7f.1` as an address, we do not. Brackets of IPv6 are taken off.
 */
export function findUrlParts(text: string): UrlParts | null {
  if (text.length > longestUrl) return null;
  const match = urlPattern.exec(text);
  const scheme = match?.[1]?.toLowerCase();
  const host = match?.[2];
  if (scheme === undefined || host === undefined) return null;
  const port = match?.[3] ? Number(match[3]) : defaultPort(scheme);
  if (port > 65535) return null;
  return { scheme, host: host.startsWith("[") ? host.slice(1, -1) : host, port };
}

/** The port of a scheme that names none; 0 for schemes whose port nobody can tell. */
function defaultPort(scheme: string): number {
  if (scheme === "http" || scheme === "ws") return 80;
  return scheme === "https" || scheme === "wss" ? 443 : 0;
}

/** The name that was asked for, of a URL, of a `Host` header with or without port, or of a bare name; null when there is none. */
export function findAskedName(text: string): DomainName | null {
  if (text.includes("://")) {
    const parts = findUrlParts(text);
    return parts === null ? null : findDomainName(parts.host);
  }
  const end = /^[^/:?#]{1,254}(?=$|[/?#]|:\d{1,5}(?:$|[/?#]))/.exec(text)?.[0];
  return end === undefined ? null : findDomainName(end);
}
