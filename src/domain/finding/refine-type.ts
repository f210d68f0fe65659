import type { FindingType } from "./finding-type.ts";
import { severityRank } from "./severity.ts";

/**
 * The type of a row: what its report is about, unless the row's own tags (found as one label) say it more precisely.
 *
 * Tags of an event or of leaked credentials name malware or what an attack aimed at, never a weakness of the row's
 * object. A compromise is only ever refined to another compromise. A type that merely says that a service is there
 * (info) refines nothing. A report about vulnerabilities that names no CVE stands for many: its rows' tags decide.
 * Elsewhere a tag must be more severe than the report.
 */
export function refineType(reported: FindingType, tagged: FindingType | null): FindingType {
  if (tagged === null || tagged.id === reported.id) return reported;
  if (reported.nature === "event" || tagged.nature === "event") return reported;
  if (tagged.kind === "leaked-credential" || tagged.severity === "info") return reported;
  if (reported.kind === "compromise") return tagged.kind === "compromise" ? tagged : reported;
  if (isManifold(reported)) return tagged;
  return severityRank(tagged.severity) > severityRank(reported.severity) ? tagged : reported;
}

function isManifold(type: FindingType): boolean {
  return type.kind === "vulnerability" && type.cves.length === 0;
}
