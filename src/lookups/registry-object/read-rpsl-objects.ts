import { readRange } from "../../domain/network/address-range.ts";
import { findAsNumber } from "../../domain/network/as-number.ts";
import type { RegistryObject } from "../../domain/proof/judge-registry-objects.ts";
import { makeRpslScanner, type RpslObject } from "../../platform/rpsl-scanner.ts";

const attributes: ReadonlySet<string> = new Set(["source"]);
const repeated: ReadonlySet<string> = new Set(["remarks"]);

/** A whois answer has a handful of objects; more text than this is not read. */
const mostCharacters = 262_144;

/**
 * The objects of an RPSL text that hold something: inetnum, inet6num, aut-num, route, route6. Others, and what does not
 * parse, are left out. Only `remarks:` is searched for tokens, so a description that quotes one proves nothing.
 */
export function readRpslObjects(text: string): RegistryObject[] {
  const objects: RegistryObject[] = [];
  const take = (object: RpslObject) => {
    const read = toRegistryObject(object);
    if (read !== null) objects.push(read);
  };
  const scanner = makeRpslScanner(attributes, take, repeated);
  const lines = text.slice(0, mostCharacters).split(/\r?\n/);
  for (const [i, line] of lines.entries()) scanner.line(line, i + 1);
  scanner.end();
  return objects;
}

function toRegistryObject(object: RpslObject): RegistryObject | null {
  const value = object.values.get(object.class) ?? "";
  const common = {
    title: `${object.class} ${value}`,
    // Without a source nobody stands for what it says.
    source: object.values.get("source")?.toUpperCase() ?? "",
    remarks: object.values.get("remarks")?.split("\n") ?? [],
  };
  switch (object.class) {
    case "inetnum":
    case "inet6num":
    case "route":
    case "route6": {
      const range = readRange(value);
      if (typeof range === "string") return null;
      const kind = object.class.startsWith("route") ? "route" : "network";
      return { ...common, kind, range };
    }
    case "aut-num": {
      const asn = findAsNumber(value);
      return asn === null ? null : { ...common, kind: "system", asn };
    }
    default:
      return null;
  }
}
