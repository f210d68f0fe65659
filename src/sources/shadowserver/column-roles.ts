import type { ShadowserverReport } from "../../domain/report/shadowserver-schema.ts";

/** The columns of a report type that a row is made of, by what they mean; null or empty where it has none. */
export type ColumnRoles = {
  readonly time: string;
  readonly address: string | null;
  readonly port: string | null;
  readonly protocol: string | null;
  /** Columns with a name or URL that was asked for, best first. */
  readonly names: readonly string[];
  /** Column with a mail address whose domain the row is about. */
  readonly email: string | null;
  readonly tag: string | null;
  readonly severity: string | null;
  /** Columns that a header must have. The port is not among them: whether it matters is for the finding type to say. */
  readonly required: readonly string[];
};

/**
 * Derives the roles from the mapping that the feed's owner publishes, so that a new report type needs no code.
 *
 * A name counts only where it was asked for. `hostname` is reverse DNS whatever it is mapped to, and in reports about
 * clients (`src_ip`) URLs and hosts are those of the sinkhole, honeypot or victim, not of the client.
 */
export function toColumnRoles(report: ShadowserverReport): ColumnRoles {
  const fields = [...report.required, ...report.optional];
  const columnOf = (key: string): string | null =>
    fields.find((field) => field.key === key)?.column ?? null;
  const columns = new Set(fields.map((field) => field.column));
  const has = (column: string): string | null => (columns.has(column) ? column : null);
  const address = columnOf("source.ip");
  const time = columnOf("time.source") ?? "timestamp";
  const isAddressRequired = report.required.some((field) => field.key === "source.ip");
  return {
    time,
    address,
    port: columnOf("source.port"),
    protocol: columnOf("protocol.transport"),
    names: nameColumns(report, address),
    email: has("email"),
    tag: has("tag"),
    severity: has("severity"),
    required: isAddressRequired && address !== null ? [time, address] : [time],
  };
}

const nameKeys = ["source.fqdn", "source.url", "destination.fqdn", "destination.url"];

function nameColumns(report: ShadowserverReport, address: string | null): readonly string[] {
  const fields = [...report.required, ...report.optional];
  const mapped = (keys: readonly string[]): string[] =>
    keys.flatMap((key) => fields.filter((field) => field.key === key).map((field) => field.column));
  const known = (names: readonly string[]): string[] =>
    names.filter((name) => fields.some((field) => field.column === name));
  if (address === null) return known(["website", "request"]);
  // The page that sends its visitors to malware: its address is that of the referring site, its name that in the URL.
  if (address === "http_referer_ip") return known(["http_referer"]);
  if (address !== "ip") return [];
  return [...new Set(mapped(nameKeys))].filter((column) => column !== "hostname");
}
