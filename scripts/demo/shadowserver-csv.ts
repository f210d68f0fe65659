import { type DemoAddress, pick } from "./addresses.ts";

const scanned =
  "timestamp severity ip protocol port hostname tag asn geo region city naics hostname_source sector";
const certificate =
  "handshake rdp_protocol cert_length subject_common_name issuer_common_name cert_issue_date cert_expiration_date sha1_fingerprint cert_serial_number ssl_version signature_algorithm key_algorithm sha256_fingerprint sha512_fingerprint md5_fingerprint tlsv13_support tlsv13_cipher jarm";

/** Columns of the report types that the demonstration has, in the order in which Shadowserver sends them. */
const layouts = {
  scan_exchange: `${scanned} version servername url`,
  scan_rdp: `${scanned} ${certificate}`,
  scan6_rdp: `${scanned} ${certificate}`,
  scan_mongodb: `${scanned} version gitversion sysinfo opensslversion allocator javascriptengine bits maxbsonobjectsize ok visible_databases`,
  scan_telnet: `${scanned} banner`,
  scan_http_vulnerable: `${scanned} http http_code http_reason content_type connection www_authenticate set_cookie server content_length transfer_encoding http_date version build_date detail build_branch`,
  compromised_website: `${scanned} application url http_host category system detected_since server redirect_target cc_url family status account detail public_source`,
  compromised_account:
    "timestamp email infection source_url public_source status tag severity service username detail",
  event4_sinkhole_http:
    "timestamp protocol src_ip src_port src_asn src_geo src_region src_city src_hostname src_naics src_sector device_vendor device_type device_model severity dst_ip dst_port dst_asn dst_geo dst_region dst_city dst_hostname dst_naics dst_sector public_source infection family tag application version event_id http_url http_host http_agent forwarded_by ssl_cipher http_referer ssl_servername machine_name",
} as const;

export type ShadowserverType = keyof typeof layouts;

/** Values by column; what is absent stays empty. */
export type ShadowserverRow = Readonly<Record<string, string>>;

const places = [
  ["NOORD-HOLLAND", "AMSTERDAM"],
  ["ZUID-HOLLAND", "ROTTERDAM"],
  ["UTRECHT", "UTRECHT"],
  ["NOORD-BRABANT", "EINDHOVEN"],
  ["GRONINGEN", "GRONINGEN"],
  ["GELDERLAND", "ARNHEM"],
] as const;

const sectors = [
  "Communications, Service Provider, and Hosting Service",
  "Information Technology",
  "",
] as const;

/** The columns that tell where an address lies; `prefix` is `src_` in event reports. */
export function placeColumns(
  at: DemoAddress,
  random: () => number,
  prefix: "" | "src_" = "",
): ShadowserverRow {
  const [region, city] = pick(places, random);
  const dashed = at.address.replaceAll(/[.:]+/g, "-");
  return {
    [`${prefix}ip`]: at.address,
    [`${prefix}asn`]: at.asn === null ? "" : String(at.asn),
    [`${prefix}geo`]: "NL",
    [`${prefix}region`]: region,
    [`${prefix}city`]: city,
    [`${prefix}hostname`]: at.asn === null ? "" : `h-${dashed}.as${at.asn}.example`,
    [`${prefix}naics`]: pick(["517311", "518210", ""], random),
    [`${prefix}sector`]: pick(sectors, random),
    ...(prefix === "" && at.asn !== null ? { hostname_source: "ptr" } : {}),
  };
}

/** A report in Shadowserver's own form: header line, text quoted, numbers bare, absent empty. */
export function toShadowserverCsv(
  type: ShadowserverType,
  rows: readonly ShadowserverRow[],
): string {
  const columns = layouts[type].split(" ");
  const lines = rows.map((row) => columns.map((column) => toField(row[column] ?? "")).join(","));
  return `${[columns.map((column) => `"${column}"`).join(","), ...lines].join("\n")}\n`;
}

/** `2026-11-20 00:00:00`, spread evenly over the first half of the day: the report goes out in the second. */
export function timeOfDay(day: string, index: number, count: number): string {
  const second = Math.floor((index * 43_200) / count);
  return `${day} ${new Date(second * 1000).toISOString().slice(11, 19)}`;
}

function toField(value: string): string {
  return value === "" || /^\d+$/.test(value) ? value : `"${value.replaceAll('"', '""')}"`;
}
