import { findDomainName } from "../../domain/network/domain-name.ts";
import { findUrlParts } from "../../domain/network/url-parts.ts";
import { type EventValue, toFloat, toInteger, toIp } from "./sanitise.ts";

type Row = ReadonlyMap<string, string>;

/** Makes a value of an event of a column's text, with the rest of its row at hand; null when there is nothing to tell. */
export type Conversion = (text: string, row: Row) => EventValue | null;

const yes = ["y", "yes", "true", "enabled", "1"];
const no = ["n", "no", "false", "disabled", "0"];

/** The conversions that Shadowserver's mapping names. */
const conversions: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  ["add_UTC_to_timestamp", (text) => addUtc(text) ?? text],
  ["convert_date", (text) => addUtc(text) ?? text],
  ["convert_date_utc", (text) => addUtc(text) ?? text],
  ["convert_bool", toTruth],
  ["convert_int", toInteger],
  ["convert_float", toFloat],
  ["invalidate_zero", (text) => (text === "0" ? null : (toInteger(text) ?? text))],
  ["validate_to_none", (text) => (text === "0" || text.toLowerCase() === "unknown" ? null : text)],
  ["validate_ip", toIp],
  ["validate_network", (text) => (text.includes("/") ? text : null)],
  ["validate_fqdn", (text) => findDomainName(text)],
  ["force_base64", (text) => Buffer.from(text).toString("base64")],
  ["convert_http_host_and_url", toWholeUrl],
  ["category_or_detail", (text, row) => text || (row.get("detail") ?? null)],
  ["extract_cve_from_tag", toCves],
  ["scan_exchange_taxonomy", (tag) => (hasWebshell(tag) ? "intrusions" : "vulnerable")],
  ["scan_exchange_type", (tag) => (hasWebshell(tag) ? "system-compromise" : "vulnerable-system")],
  [
    "scan_exchange_identifier",
    (tag) => (hasWebshell(tag) ? "exchange-server-webshell" : "vulnerable-exchange-server"),
  ],
]);

/** The conversion of this name; one that a newer mapping invents takes the text as it is. */
export function findConversion(name: string | null): Conversion {
  return (name === null ? undefined : conversions.get(name)) ?? ((text) => text);
}

/** Times of the feed are UTC and do not say so. */
function addUtc(text: string): string | null {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)
    ? `${text.replace(" ", "T")}+00:00`
    : null;
}

function toTruth(text: string): boolean | null {
  const lower = text.toLowerCase();
  if (yes.includes(lower)) return true;
  return no.includes(lower) ? false : null;
}

/** A path with the host it was asked of; null when the row does not tell the host. */
function toWholeUrl(text: string, row: Row): string | null {
  if (findUrlParts(text) !== null) return text;
  const host = row.get("http_host") ?? "";
  if (!text.startsWith("/") || !/^[\w.:[\]-]{1,260}$/.test(host)) return null;
  const scheme = row.get("application") === "https" || row.get("port") === "443" ? "https" : "http";
  return `${scheme}://${host}${text}`;
}

/** The CVEs among tags, lower case, semicolons between them. */
function toCves(text: string): string | null {
  const cves = text
    .toLowerCase()
    .split(/[;,|]/)
    .map((tag) => tag.trim())
    .filter((tag) => /^cve-\d{4}-\d{4,19}$/.test(tag));
  return cves.length === 0 ? null : [...new Set(cves)].join(";");
}

function hasWebshell(tag: string): boolean {
  return tag.toLowerCase().split(/[;,|]/).includes("webshell");
}
