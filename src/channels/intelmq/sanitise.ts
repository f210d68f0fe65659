import { findAsNumber } from "../../domain/network/as-number.ts";
import { findDomainName } from "../../domain/network/domain-name.ts";
import { findAddress, formatAddress } from "../../domain/network/ip-address.ts";
import { findPrefix, formatPrefix } from "../../domain/network/prefix.ts";
import { findUrlParts } from "../../domain/network/url-parts.ts";
import { findInstant } from "../../domain/report/instant-reader.ts";
import { classes, type HarmonisedType } from "./harmonised-keys.ts";

export type EventValue = string | number | boolean;

/** Transports that IntelMQ knows by name, of those that occur. */
const transports = [
  "ah",
  "esp",
  "gre",
  "icmp",
  "igmp",
  "ipip",
  "ipv6",
  "ipv6-icmp",
  "sctp",
  "tcp",
  "udp",
];
const registries = ["AFRINIC", "APNIC", "ARIN", "LACNIC", "RIPE"];

/** Longest text that IntelMQ takes where it sets a limit. */
const maxShortText = 100;

/**
 * A value as IntelMQ's data format wants it under a key of this type; null when it does not fit.
 *
 * Strict where IntelMQ is lenient: names are real names, times have a zone, ports are ports, so that nothing depends on
 * how a receiver mends it.
 */
export function sanitise(type: HarmonisedType, value: EventValue): EventValue | null {
  if (isNothing(value)) return null;
  const text = String(value);
  switch (type) {
    case "text":
      return text;
    case "lower":
      return text.toLowerCase();
    case "printable":
      return isPrintable(text) && text.length <= maxShortText ? text : null;
    case "lowerPrintable":
      return isPrintable(text) && text.length <= maxShortText ? text.toLowerCase() : null;
    case "integer":
      return toInteger(text);
    case "port":
      return toPort(text);
    case "float":
      return toFloat(text);
    case "boolean":
      return toBoolean(text);
    case "ip":
      return toIp(text);
    case "network":
      return toNetwork(text);
    case "asn":
      return findAsNumber(text);
    case "fqdn":
      return findDomainName(text);
    case "url":
      return toUrl(text);
    case "time":
      return toTime(text);
    case "country":
      return /^[a-z0-9]{2}$/i.test(text) ? text.toUpperCase() : null;
    case "registry":
      return registries.find((registry) => registry === text.toUpperCase()) ?? null;
    case "taxonomy":
      return classes.has(text.toLowerCase()) ? text.toLowerCase() : null;
    case "class":
      return isClass(text.toLowerCase()) ? text.toLowerCase() : null;
    case "transport":
      return transports.find((transport) => transport === text.toLowerCase()) ?? null;
    case "tlp":
      return ["WHITE", "GREEN", "AMBER", "RED"].find((label) => label === text) ?? null;
    case "accuracy":
      return toAccuracy(text);
    case "base64":
      return /^[a-z0-9+/]+={0,2}$/i.test(text) && text.length % 4 === 0 ? text : null;
    case "uuid":
      return /^[a-z0-9]{8}(?:-[a-z0-9]{4}){3}-[a-z0-9]{12}$/i.test(text)
        ? text.toLowerCase()
        : null;
  }
}

/** Values that stand for none; IntelMQ ignores them. */
export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "" || value === "-" || value === "N/A";
}

/** An instant as IntelMQ writes it: always with `+00:00`, to the second. */
export function formatTime(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, "+00:00");
}

export function toInteger(text: string): number | null {
  const number = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}

export function toFloat(text: string): number | null {
  return /^-?\d{1,16}(?:\.\d{1,20})?(?:e[+-]?\d{1,2})?$/i.test(text) ? Number(text) : null;
}

export function toIp(text: string): string | null {
  const address = findAddress(text);
  const canonical = address === null ? null : formatAddress(address);
  return canonical === "0.0.0.0" ? null : canonical;
}

function toNetwork(text: string): string | null {
  const prefix = text.includes("/") ? findPrefix(text) : null;
  return prefix === null ? null : formatPrefix(prefix);
}

function toAccuracy(text: string): number | null {
  const accuracy = toFloat(text);
  return accuracy !== null && accuracy >= 0 && accuracy <= 100 ? accuracy : null;
}

function toPort(text: string): number | null {
  const port = toInteger(text);
  return port !== null && port >= 1 && port <= 65535 ? port : null;
}

function toBoolean(text: string): boolean | null {
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "1") return true;
  return lower === "false" || lower === "0" ? false : null;
}

function toUrl(text: string): string | null {
  const url = text.replace(/^hxxp/i, "http");
  return findUrlParts(url) === null || /\s/.test(url) ? null : url;
}

function toTime(text: string): string | null {
  const instant = findInstant(text);
  return instant === null ? null : formatTime(new Date(instant));
}

function isPrintable(text: string): boolean {
  return /^[ -~]+$/.test(text);
}

function isClass(text: string): boolean {
  return [...classes.values()].some((types) => types.includes(text));
}
