import { readRange } from "../domain/network/address-range.ts";
import { findAsNumber } from "../domain/network/as-number.ts";
import { findEmailAddress } from "../domain/network/email-address.ts";
import type { AddressRange } from "../domain/network/prefix.ts";
import type { RegistryReadOptions } from "../domain/registry/registry-source.ts";
import type { RpslObject } from "../platform/rpsl-scanner.ts";
import { fault, type Statement, skipped } from "./batch.ts";

/** The attributes that say who answers for what. */
export const rpslAttributes: ReadonlySet<string> = new Set([
  "netname",
  "country",
  "org",
  "abuse-c",
  "abuse-mailbox",
  "nic-hdl",
  "as-name",
  "source",
]);

/** Objects that stand for space which another registry manages; what they name is nobody's contact. */
const placeholderNames = new Set(["NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK", "IANA-BLK"]);

const countryPattern = /^[A-Z]{2}$/;

/** Turns an object into an entry, a fault or one left out. */
export function readRpslObject(object: RpslObject, options: RegistryReadOptions): Statement {
  const isNetwork = object.class === "inetnum" || object.class === "inet6num";
  if (isNetwork && options.layer === "contacts") return readNetwork(object);
  if (isNetwork && options.layer === "delegated") return readCountry(object, options);
  if (options.layer === "contacts") {
    if (object.class === "aut-num") return readSystem(object);
    if (object.class === "organisation") return readOrganisation(object);
    if (object.class === "role") return readRole(object);
  }
  return skipped(`object of class ${object.class}`);
}

function readNetwork(object: RpslObject): Statement {
  const range = findNetworkRange(object);
  if ("kind" in range) return range;
  return {
    kind: "network",
    source: sourceOf(object),
    range,
    country: null,
    holder: findHandle(object, "org"),
    desk: findHandle(object, "abuse-c"),
  };
}

function readCountry(object: RpslObject, options: RegistryReadOptions): Statement {
  const range = findNetworkRange(object);
  if ("kind" in range) return range;
  const written = object.values.get("country")?.toUpperCase() ?? "";
  const country = written === "" || written === "ZZ" ? options.country : written;
  if (country === null) return skipped("range without a country");
  if (!countryPattern.test(country)) return fault("not a country", written);
  return { kind: "range", range, asn: null, name: null, country, peers: 0 };
}

function readSystem(object: RpslObject): Statement {
  const written = mainValue(object);
  const asn = findAsNumber(written);
  if (asn === null) return fault("not an AS number", written);
  return {
    kind: "system",
    source: sourceOf(object),
    asn,
    name: object.values.get("as-name") ?? null,
    holder: findHandle(object, "org"),
    desk: findHandle(object, "abuse-c"),
  };
}

function readOrganisation(object: RpslObject): Statement {
  const handle = mainValue(object).toUpperCase();
  if (handle === "") return fault("an organisation without a handle", "");
  const desk = findHandle(object, "abuse-c");
  return { kind: "organisation", source: sourceOf(object), handle, desk };
}

function readRole(object: RpslObject): Statement {
  const written = object.values.get("abuse-mailbox");
  if (written === undefined) return skipped("role without an abuse mailbox");
  const handle = findHandle(object, "nic-hdl");
  if (handle === null) return fault("a role without nic-hdl", mainValue(object));
  const mailbox = findEmailAddress(written);
  if (mailbox === null) return fault("not a mail address", written);
  return { kind: "role", source: sourceOf(object), handle, mailbox };
}

function findNetworkRange(object: RpslObject): AddressRange | Statement {
  if (placeholderNames.has(object.values.get("netname")?.toUpperCase() ?? "")) {
    return skipped("placeholder for space of other registries");
  }
  const written = mainValue(object);
  const range = readRange(written);
  if (typeof range === "string") {
    return fault(range, written);
  }
  if ((range.family === 4) !== (object.class === "inetnum")) {
    return fault(`not what ${object.class} holds`, written);
  }
  return range;
}

function mainValue(object: RpslObject): string {
  return object.values.get(object.class) ?? "";
}

function sourceOf(object: RpslObject): string {
  return object.values.get("source")?.toUpperCase() ?? "";
}

function findHandle(object: RpslObject, attribute: string): string | null {
  const handle = object.values.get(attribute)?.toUpperCase();
  return handle === undefined || handle === "" ? null : handle;
}
