import { expect, test } from "vitest";
import { findReportName } from "./report-name.ts";

test.each([
  ["2026-11-20-scan_exchange-nederland-geo.csv", "scan_exchange"],
  ["2026-11-20-event4_honeypot_brute_force-asn.csv", "event4_honeypot_brute_force"],
  ["scan6_rdp.csv", "scan6_rdp"],
  ["SCAN_RDP.CSV", "scan_rdp"],
  ["2026-11-20-scan_rdp-packed", "scan_rdp"],
  ["list of hosts.csv", null],
  ["scan_rdp.csv.exe", null],
  ["../scan_rdp.csv", null],
  ["", null],
  [null, null],
])("%j is of a report %j", (fileName, name) => {
  expect(findReportName(fileName)).toBe(name);
});

test("takes no long time over any name", () => {
  expect(findReportName(`scan${"-a".repeat(100_000)}!`)).toBeNull();
});
