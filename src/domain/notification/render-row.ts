import type { Kind } from "../finding/kind.ts";
import type { Tier } from "../finding/tier.ts";
import { transportName } from "../network/transport.ts";
import type { NotificationRow } from "./notification.ts";
import { toSafeText } from "./safe-text.ts";

/** What a row may say, in the order in which it is said; from `port` on for tier 1 and above. */
export const rowFields = [
  "observed_at",
  "address",
  "name",
  "kind",
  "severity",
  "port",
  "protocol",
  "type",
  "cve",
  "product",
  "version",
  "malware",
  "source_port",
] as const;

export type RowField = (typeof rowFields)[number];

/** A row as its recipient may see it. Absent fields are absent; every text is safe to print. */
export type RenderedRow = {
  readonly fields: Readonly<Partial<Record<RowField, string>>>;
  /** The report's own columns in its order, from tier 2 on; empty below. */
  readonly evidence: ReadonlyMap<string, string>;
};

/** Columns of feeds, in order of preference, that tell what tier 1 may know. */
const tellingColumns = {
  product: [
    "product",
    "device_vendor",
    "vendor",
    "application",
    "software",
    "server",
    "productname",
  ],
  version: [
    "version",
    "device_version",
    "dns_version",
    "software_version",
    "product_version",
    "firmware",
  ],
  malware: ["infection", "family", "malware", "malware_name", "malware.name", "malware_family"],
  source_port: ["src_port", "source_port", "source.port", "sourceport"],
} as const satisfies Partial<Record<RowField, readonly string[]>>;

const tellingNames = new Set<string>(Object.values(tellingColumns).flat());

/** The columns of a row that its tier can show: all of them take much memory where a recipient has many rows. */
export function neededEvidence(
  evidence: ReadonlyMap<string, string> | null,
  tier: Tier,
): ReadonlyMap<string, string> | null {
  if (evidence === null || tier >= 2) return evidence;
  return new Map(tier === 0 ? [] : [...evidence].filter(([column]) => tellingNames.has(column)));
}

const longestValue = 120;
const longestEvidence = 1000;
export const withheld = "[not shown]";

const secretWords = new Set(
  "password passwords passwd pwd pass passphrase secret token cookie cookies credential credentials apikey authorization postdata pin".split(
    " ",
  ),
);
/** In leaked credentials these are the credential itself, or hold it. */
const leakedWords = new Set(
  "hash hashes md5 sha1 sha256 salt session combo line raw plaintext cleartext".split(" "),
);
const personalWords = new Set(
  "username usernames user users login email mail account phone telephone surname given person".split(
    " ",
  ),
);

/**
 * What may be shown of a finding at a tier (2-domain.md): 0 that something is wrong there, 1 what and how to find it,
 * 2 the finder's own columns without secrets and persons, 3 all of them. Leaked credentials are never shown in full.
 *
 * Everything that a recipient sees of a row goes through here, whatever the channel.
 */
export function renderRow(
  row: Pick<
    NotificationRow,
    "type" | "severity" | "address" | "name" | "port" | "transport" | "observedAt"
  >,
  evidence: ReadonlyMap<string, string> | null,
  tier: Tier,
): RenderedRow {
  const fields: Partial<Record<RowField, string>> = { observed_at: toInstant(row.observedAt) };
  if (row.address !== null) fields.address = row.address;
  if (row.name !== null) fields.name = row.name;
  fields.kind = row.type.kind;
  fields.severity = row.severity;
  if (tier === 0) return { fields, evidence: new Map() };
  if (row.port !== null) fields.port = String(row.port);
  const protocol = row.transport === null ? null : transportName(row.transport);
  if (protocol !== null) fields.protocol = protocol;
  fields.type = row.type.id;
  if (row.type.cves.length > 0) fields.cve = row.type.cves.join(" ");
  if (evidence === null) return { fields, evidence: new Map() };
  if (row.type.kind !== "leaked-credential") addTelling(fields, evidence);
  return { fields, evidence: tier >= 2 ? toShown(evidence, row.type.kind, tier) : new Map() };
}

/** RFC 3339 in UTC, to the second: abuse desks look up who had an address then. */
function toInstant(instant: Date): string {
  return instant.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function addTelling(
  fields: Partial<Record<RowField, string>>,
  evidence: ReadonlyMap<string, string>,
): void {
  for (const [field, columns] of Object.entries(tellingColumns)) {
    const column = columns.find((name) => evidence.has(name));
    const text = column === undefined ? "" : toSafeText(evidence.get(column) ?? "", longestValue);
    if (text !== "") fields[field as keyof typeof tellingColumns] = text;
  }
}

function toShown(
  evidence: ReadonlyMap<string, string>,
  kind: Kind,
  tier: Tier,
): Map<string, string> {
  const shown = new Map<string, string>();
  for (const [column, value] of evidence) {
    const text = toSafeText(value, longestEvidence);
    shown.set(toSafeText(column, 60), reduce(column, text, kind, tier));
  }
  return shown;
}

function reduce(column: string, text: string, kind: Kind, tier: Tier): string {
  const words = wordsOf(column);
  const has = (set: ReadonlySet<string>): boolean => words.some((word) => set.has(word));
  if (kind === "leaked-credential") {
    if (has(secretWords) || has(leakedWords)) return withheld;
    return has(personalWords) || text.includes("@") ? mask(text) : text;
  }
  if (tier >= 3) return text;
  return has(secretWords) || has(personalWords) ? withheld : text;
}

/** Of `user_name`, `userName` and `UserName` the same, and `username` too. */
function wordsOf(column: string): string[] {
  const apart = column.replace(/([a-z0-9])([A-Z])/g, "$1 $2");
  return [column, apart].flatMap((text) => text.toLowerCase().split(/[^a-z0-9]+/));
}

/**
 * Enough of a name for its organisation to find the person, not enough to log in: `j…@voorbeeld.example`. What stands behind
 * the domain goes: lists of credentials have the password there.
 */
function mask(text: string): string {
  const first = [...text][0] ?? "";
  const [, domain] = /@([\w.-]+)/.exec(text) ?? [];
  return domain === undefined ? `${first}…` : `${first}…@${domain}`;
}
