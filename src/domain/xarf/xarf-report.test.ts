import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFindingType, makeRow } from "../../../test/makers/notification.ts";
import { makeXarfCheck } from "../../../test/makers/xarf-check.ts";
import { toJsonPayload } from "../../platform/json-payload.ts";
import { readCatalogue } from "../../registry/finding-types.ts";
import type { Tier } from "../finding/tier.ts";
import type { FindingTypeId } from "../ids.ts";
import type { NotificationRow } from "../notification/notification.ts";
import { renderRow } from "../notification/render-row.ts";
import { toXarfContact, toXarfReport } from "./xarf-report.ts";

const problemsOf = makeXarfCheck();
const { types } = readCatalogue(join(import.meta.dirname, "../../../data/finding-types"));
const contact = toXarfContact("Nederlands Security Meldpunt", "contact@meldpunt.example");

function report(row: NotificationRow): Record<string, unknown> {
  return toXarfReport(row, renderRow(row, row.evidence, row.tier), row.tier, {
    id: "550e8400-e29b-41d4-a716-446655440000",
    contact,
    language: "nl",
    tlp: row.tlp,
    own: { row: 1 },
    encode: toJsonPayload,
  });
}

const evidences: readonly NotificationRow["evidence"][] = [
  null,
  new Map([
    ["src_port", "49245"],
    ["infection", "necurs"],
    ["version", "1.2"],
  ]),
  new Map([
    ["src_port", "0"],
    ["version", "x".repeat(500)],
  ]),
];

describe("toXarfReport", () => {
  it("is valid for every finding type, at every tier, with and without what XARF would like to know", () => {
    for (const type of types) {
      for (const tier of [0, 1, 2, 3] as Tier[]) {
        for (const port of [null, 0, 443]) {
          for (const [address, name, transport] of [
            ["192.0.2.7", null, 6],
            ["2001:db8::7", "www.uni-x.example", 132],
            [null, "uni-x.example", 255],
          ] as const) {
            for (const evidence of evidences) {
              const row = makeRow({ type, tier, port, address, name, transport, evidence });
              expect([type.id, tier, problemsOf(report(row))]).toEqual([type.id, tier, null]);
            }
          }
        }
      }
    }
  });

  it("is checked by schemas that refuse what is no report", () => {
    const { report_id: _, ...nameless } = report(makeRow());
    expect(problemsOf(nameless)).toContain("report_id");
    const cve = report(
      makeRow({ type: makeFindingType({ kind: "vulnerability", cves: ["CVE-2021-1"] }) }),
    );
    expect(problemsOf(cve)).toBe(null);
    expect(problemsOf({ ...cve, service_port: undefined })).toContain("service_port");
  });

  it("says on tier 0 no more than the kind", () => {
    const said = new Map<string, Set<string>>();
    for (const type of types) {
      const { severity: _, ...row } = makeRow({ type, tier: 0, evidence: evidences[1] ?? null });
      const { tags, severity, ...rest } = report({ ...row, severity: "high" });
      said.set(
        type.kind,
        (said.get(type.kind) ?? new Set()).add(JSON.stringify([tags, severity, rest])),
      );
    }
    expect([...said.values()].map((texts) => texts.size)).toEqual([1, 1, 1, 1]);
  });

  it.each([
    ["open-rdp", 1, "vulnerability/open_service"],
    ["cve-2021-26855", 1, "vulnerability/cve"],
    ["infected-system", 1, "infrastructure/botnet"],
    ["brute-force-source", 1, "connection/login_attack"],
    ["scanner", 1, "connection/port_scan"],
    ["ddos-target", 1, "reputation/threat_intelligence"],
    ["webshell", 2, "infrastructure/compromised_server"],
    ["blocklisted-address", 1, "reputation/blocklist"],
    ["leaked-credential", 3, "reputation/threat_intelligence"],
    ["expired-certificate", 1, "vulnerability/misconfiguration"],
  ] as const)("calls %s what the standard calls it", (id, tier, expected) => {
    const type =
      types.find((type) => type.id === id) ??
      makeFindingType({ id: id as FindingTypeId, kind: "vulnerability", cves: ["CVE-2021-26855"] });
    const { category, type: name } = report(
      makeRow({ type, tier, port: 443, evidence: evidences[1] ?? null }),
    );
    expect(`${category}/${name}`).toBe(expected);
  });

  it("has the label among the tags, which is where XARF has room for it", () => {
    expect(report(makeRow({ tlp: "AMBER+STRICT" })).tags).toContain("tlp:amber+strict");
  });
});
