import { describe, expect, test } from "vitest";
import type { FindingTypeId } from "../ids.ts";
import { toCveType } from "./cve-type.ts";
import type { FindingType } from "./finding-type.ts";
import { refineType } from "./refine-type.ts";

function makeType(id: string, over: Partial<FindingType>): FindingType {
  return { ...toCveType("CVE-2000-0001", null), id: id as FindingTypeId, cves: [], ...over };
}

const log4shell = toCveType("CVE-2021-44228", { product: null, exploited: true, advice: null });
const vulnerableHttp = makeType("vulnerable-http", { severity: "critical" });
const poodle = makeType("ssl-poodle", { severity: "low", cves: ["CVE-2014-3566"] });
const freak = makeType("ssl-freak", { severity: "low", cves: ["CVE-2015-0204"] });
const openTls = makeType("accessible-tls", { kind: "misconfiguration", severity: "info" });
const exposedGit = makeType("exposed-git", { kind: "misconfiguration", severity: "high" });
const webshell = makeType("webshell", { kind: "compromise", severity: "critical" });
const website = makeType("compromised-website", { kind: "compromise", severity: "critical" });
const infected = makeType("infected-system", { kind: "compromise", nature: "event" });
const leaked = makeType("leaked-credential", { kind: "leaked-credential", severity: "critical" });

test("without a tag that names a type the report decides", () => {
  expect(refineType(vulnerableHttp, null)).toBe(vulnerableHttp);
});

describe("a report about vulnerabilities that names none", () => {
  test.each([log4shell, exposedGit, webshell])("is refined by its rows' tags: $id", (tagged) => {
    expect(refineType(vulnerableHttp, tagged)).toBe(tagged);
  });

  test.each([openTls, infected, leaked])("but not by $id", (tagged) => {
    expect(refineType(vulnerableHttp, tagged)).toBe(vulnerableHttp);
  });
});

describe("a report about one weakness", () => {
  test("is refined by a more severe one", () => {
    expect(refineType(openTls, poodle)).toBe(poodle);
    expect(refineType(poodle, log4shell)).toBe(log4shell);
  });

  test("is not lost to an equally severe one", () => {
    expect(refineType(poodle, freak)).toBe(poodle);
  });
});

describe("a report about compromise", () => {
  test("never becomes a vulnerability", () => {
    expect(refineType(website, log4shell)).toBe(website);
  });

  test("becomes a more precise compromise", () => {
    expect(refineType(website, webshell)).toBe(webshell);
  });

  test("stays what it is when it is about an event", () => {
    expect(refineType(infected, log4shell)).toBe(infected);
    expect(refineType(infected, webshell)).toBe(infected);
  });
});
