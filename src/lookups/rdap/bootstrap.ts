import { z } from "zod";
import type { RegisteredObject } from "../../domain/contacts/contact-lookup.ts";
import { findPrefix, isInPrefix } from "../../domain/network/prefix.ts";

/** The bootstrap files of IANA (RFC 9224 section 3), by the sort of object that they lead for. */
export type BootstrapFile = "ipv4" | "ipv6" | "asn" | "dns";

/** Which servers answer for which entries, in the order of the file. */
export type Bootstrap = readonly {
  readonly entries: readonly string[];
  /** Begin with `https://` and end in `/`. */
  readonly servers: readonly string[];
}[];

const text = z.string().max(1000);
const file = z.object({
  version: z.literal("1.0"),
  services: z.array(z.tuple([z.array(text), z.array(text)])).max(10_000),
});

/** The services of a bootstrap file; null when it is none. What cannot be asked over https is left out. */
export function readBootstrap(value: unknown): Bootstrap | null {
  const parsed = file.safeParse(value);
  if (!parsed.success) return null;
  return parsed.data.services.map(([entries, urls]) => ({
    entries,
    servers: urls.filter((url) => url.startsWith("https://") && URL.canParse(url)).map(withSlash),
  }));
}

/** Which of the files leads to the server for an object. */
export function bootstrapFileOf(object: RegisteredObject): BootstrapFile {
  switch (object.kind) {
    case "address":
      return object.address.family === 4 ? "ipv4" : "ipv6";
    case "asn":
      return "asn";
    case "name":
      return "dns";
  }
}

/** Servers for an object by the longest match (RFC 9224 sections 4 and 5); none when no registry is responsible. */
export function findServers(bootstrap: Bootstrap, object: RegisteredObject): readonly string[] {
  let best: { readonly length: number; readonly servers: readonly string[] } | null = null;
  for (const { entries, servers } of bootstrap) {
    for (const entry of entries) {
      const length = matchLength(entry, object);
      if (length !== null && (best === null || length > best.length)) best = { length, servers };
    }
  }
  return best?.servers ?? [];
}

/** How closely an entry fits, greater for closer; null when it does not. */
function matchLength(entry: string, object: RegisteredObject): number | null {
  switch (object.kind) {
    case "address": {
      const prefix = findPrefix(entry);
      return prefix !== null && isInPrefix(prefix, object.address) ? prefix.bits : null;
    }
    case "asn": {
      const [first, last = first] = entry.split("-").map(Number);
      if (first === undefined || last === undefined) return null;
      return first <= object.asn && object.asn <= last ? -(last - first) : null;
    }
    case "name": {
      const suffix = entry.toLowerCase();
      const isAtOrBelow = object.name === suffix || object.name.endsWith(`.${suffix}`);
      return suffix !== "" && isAtOrBelow ? suffix.split(".").length : null;
    }
  }
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}
