import { makeCatalogue } from "../../src/domain/finding/catalogue.ts";
import { toCveType } from "../../src/domain/finding/cve-type.ts";
import type { Catalogue, FindingType } from "../../src/domain/finding/finding-type.ts";
import type { FindingTypeId } from "../../src/domain/ids.ts";

/** A finding type about an address, of severity high, with a port, unless said otherwise. */
export function makeFindingType(id: string, over: Partial<FindingType> = {}): FindingType {
  const base = toCveType("CVE-2000-0001", null);
  return { ...base, id: id as FindingTypeId, cves: [], about: "address", ...over };
}

/** A small catalogue with one type of each sort; CVE-2021-26855 is known to be exploited. */
export function makeSmallCatalogue(): Catalogue {
  return makeCatalogue({
    types: [
      makeFindingType("open-rdp", {
        kind: "misconfiguration",
        aliases: ["scan_rdp", "scan6_rdp", "rdp"],
      }),
      makeFindingType("vulnerable-exchange", {
        about: "name",
        aliases: ["scan_exchange", "exchange"],
      }),
      makeFindingType("infected-system", {
        kind: "compromise",
        nature: "event",
        port: false,
        severity: "critical",
        aliases: ["event4_sinkhole", "event4_sinkhole_http"],
      }),
      makeFindingType("compromised-website", {
        kind: "compromise",
        about: "name",
        port: false,
        aliases: ["compromised_website"],
      }),
      makeFindingType("leaked-credential", {
        kind: "leaked-credential",
        nature: "event",
        about: "mail-domain",
        port: false,
        aliases: ["compromised_account"],
      }),
      makeFindingType("vulnerable-system", { about: "name" }),
    ],
    cves: new Map([["CVE-2021-26855", { product: null, exploited: true, advice: null }]]),
    cveAliases: new Map(),
  });
}
