import type { Language } from "../finding/finding-type.ts";
import type { Severity } from "../finding/severity.ts";
import type { Tier } from "../finding/tier.ts";
import type { Tlp } from "../finding/tlp.ts";
import type { NotificationRow } from "../notification/notification.ts";
import type { RenderedRow } from "../notification/render-row.ts";
import { toXarfClass } from "./xarf-class.ts";

/** The version of the schemas in data/xarf. */
const xarfVersion = "4.2.0";

/** Who reports, as XARF wants it: both reporter and sender, since finders are not told. */
export type XarfContact = {
  readonly org: string;
  readonly contact: string;
  readonly domain: string;
};

/** What a report says besides its row. */
export type XarfFrame = {
  /** UUID of this report. */
  readonly id: string;
  readonly contact: XarfContact;
  readonly language: Language;
  /** How far the recipient may share it. */
  readonly tlp: Tlp;
  /** Fields of ours, under `meldpunt`; receivers skip what they do not know. */
  readonly own: Readonly<Record<string, string | number>>;
  /** A value as JSON in base64, with `sha256:` and the hexadecimal digest of that JSON. */
  readonly encode: (value: unknown) => { readonly payload: string; readonly hash: string };
};

/** Who reports, whoever found it: the domain is that of the contact's address. */
export function toXarfContact(name: string, email: string): XarfContact {
  return {
    org: name.slice(0, 200),
    contact: email,
    domain: email.slice(email.lastIndexOf("@") + 1),
  };
}

/**
 * A row as a XARF v4 report, the keys in the order of the schema; made of what its recipient may see and nothing else.
 *
 * XARF has no field for the Traffic Light Protocol: the label stands among the tags, as `tlp:amber+strict`.
 */
export function toXarfReport(
  row: Pick<NotificationRow, "type" | "severity">,
  { fields, evidence }: RenderedRow,
  tier: Tier,
  { id, contact, language, tlp, own, encode }: XarfFrame,
): Readonly<Record<string, unknown>> {
  const sourcePort = toPort(fields.source_port);
  const observedAt = fields.observed_at ?? "";
  const { category, type, ...details } = toXarfClass({
    type: row.type,
    tier,
    observedAt,
    port: toPort(fields.port),
    sourcePort,
    protocol: fields.protocol ?? null,
    product: fields.product ?? null,
    version: fields.version ?? null,
    malware: fields.malware ?? null,
    isAddress: fields.address !== undefined,
  });
  return {
    xarf_version: xarfVersion,
    report_id: id,
    timestamp: observedAt,
    reporter: contact,
    sender: contact,
    source_identifier: fields.address ?? fields.name ?? "",
    ...(sourcePort === null ? {} : { source_port: sourcePort }),
    category,
    type,
    ...(evidence.size === 0 ? {} : { evidence: [toEvidence(evidence, encode)] }),
    tags: [
      `tlp:${tlp.toLowerCase()}`,
      `severity:${row.severity}`,
      ...(tier === 0 ? [] : [`finding:${row.type.id.replaceAll(".", "-")}`]),
    ],
    ...(tier === 0 ? {} : { description: row.type.title[language] }),
    ...details,
    severity: xarfSeverity(row.severity),
    ...(fields.name === undefined ? {} : { hostname: fields.name }),
    meldpunt: own,
  };
}

function toEvidence(columns: ReadonlyMap<string, string>, encode: XarfFrame["encode"]) {
  return {
    content_type: "application/json",
    description: "Columns of the finder's report",
    ...encode(Object.fromEntries(columns)),
  };
}

function toPort(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : null;
}

function xarfSeverity(severity: Severity): string {
  return severity === "info" ? "informational" : severity;
}
