import { findAsNumber } from "../../domain/as-number.ts";
import { findDomainName } from "../../domain/domain-name.ts";
import { findInstant } from "../../domain/instant-reader.ts";
import { findAddress, formatAddress } from "../../domain/ip-address.ts";
import { findPrefix, formatPrefix } from "../../domain/prefix.ts";
import { findTransport, transportName } from "../../domain/transport.ts";
import { findUrlParts } from "../../domain/url-parts.ts";
import { findClass } from "./classification.ts";

/** A value as it stands in an event. */
export type EventValue = string | number | boolean;

type Reader = (text: string) => EventValue | null;

/** Characters of a text that goes out; longer ones say nothing more. */
const longestText = 100_000;

const text: Reader = (value) => value.slice(0, longestText);
const lower: Reader = (value) => value.slice(0, longestText).toLowerCase();
const printable: Reader = (value) => (/^[ -~]+$/.test(value) ? value : null);
const printableLower: Reader = (value) => printable(value.toLowerCase());
const address: Reader = (value) => {
  const found = findAddress(value.replace(/\/(?:32|128)$/, ""));
  // The harmonisation takes 0.0.0.0 for no address at all.
  return found === null || found.words.every((word) => word === 0) ? null : formatAddress(found);
};
const network: Reader = (value) => {
  const prefix = findPrefix(value);
  return prefix === null ? null : formatPrefix(prefix);
};
const name: Reader = (value) => findDomainName(value);
const asn: Reader = (value) => findAsNumber(value);
const country: Reader = (value) => (/^[a-z0-9]{2}$/i.test(value) ? value.toUpperCase() : null);
const port: Reader = (value) =>
  /^\d{1,5}$/.test(value) && Number(value) <= 65535 ? Number(value) : null;
const float: Reader = (value) => (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : null);
const url: Reader = (value) => {
  const shown = value.replace(/^hxxp/i, "http");
  return findUrlParts(shown) === null || /\s/.test(shown) ? null : shown;
};
const instant: Reader = (value) => {
  const found = findInstant(value);
  return found === null ? null : toEventTime(new Date(found));
};
const transport: Reader = (value) => {
  const found = findTransport(value);
  return found === null ? null : transportName(found);
};
const boolean: Reader = (value) => toBoolean(value);

/**
 * Keys of a harmonised event (IntelMQ 3, `harmonization.conf`) with what each takes. Those that later versions added
 * are not among them: an older receiver refuses the whole event for one unknown key.
 */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["comment", text],
  ["event_description.target", text],
  ["event_description.text", text],
  ["event_description.url", url],
  ["malware.hash.md5", printable],
  ["malware.hash.sha1", printable],
  ["malware.hash.sha256", printable],
  ["malware.name", printableLower],
  ["malware.version", printable],
  ["protocol.application", (value) => (value.length <= 100 ? printableLower(value) : null)],
  ["protocol.transport", transport],
  ["screenshot_url", url],
  ["status", text],
  ["time.source", instant],
  ["classification.identifier", text],
  ["classification.type", (value) => (findClass(value) === null ? null : value)],
  ...["source", "destination"].flatMap((side): [string, Reader][] => [
    [`${side}.abuse_contact`, lower],
    [`${side}.account`, text],
    [`${side}.allocated`, instant],
    [`${side}.as_name`, text],
    [`${side}.asn`, asn],
    [`${side}.domain_suffix`, name],
    [`${side}.fqdn`, name],
    [`${side}.geolocation.cc`, country],
    [`${side}.geolocation.city`, text],
    [`${side}.geolocation.country`, text],
    [`${side}.geolocation.latitude`, float],
    [`${side}.geolocation.longitude`, float],
    [`${side}.geolocation.region`, text],
    [`${side}.geolocation.state`, text],
    [`${side}.ip`, address],
    [`${side}.local_hostname`, text],
    [`${side}.local_ip`, address],
    [`${side}.network`, network],
    [`${side}.port`, port],
    [`${side}.reverse_dns`, name],
    [`${side}.tor_node`, boolean],
    [`${side}.url`, url],
    [`${side}.urlpath`, text],
  ]),
  ["source.geolocation.cymru_cc", country],
  ["source.geolocation.geoip_cc", country],
]);

/** The value as this key takes it; null when the key does not take it, or there is no such key. */
export function findEventValue(key: string, value: string): EventValue | null {
  const trimmed = value.trim();
  return trimmed === "" ? null : (readers.get(key)?.(trimmed) ?? null);
}

/** Key under `extra` for a name of somebody else's making. */
export function toExtraKey(column: string): string {
  const plain = column
    .toLowerCase()
    .replace(/^extra\./, "")
    .replace(/[^a-z0-9_.]+/g, "_")
    .replace(/\.+/g, ".")
    .replace(/^[.]|[.]$/g, "");
  return `extra.${plain === "" ? "unnamed" : plain}`;
}

/** Times as the harmonisation writes them: UTC as `+00:00`. */
export function toEventTime(at: Date): string {
  return at.toISOString().replace(/(?:\.000)?Z$/, "+00:00");
}

/** What feeds write for yes and no; null for anything else. */
export function toBoolean(value: string): boolean | null {
  const lowered = value.toLowerCase();
  if (["1", "t", "true", "y", "yes", "enabled"].includes(lowered)) return true;
  return ["0", "f", "false", "n", "no", "disabled"].includes(lowered) ? false : null;
}
