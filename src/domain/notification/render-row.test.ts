import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FindingType } from "../finding/finding-type.ts";
import type { Tier } from "../finding/tier.ts";
import type { DecisionId, FindingId, FindingTypeId } from "../ids.ts";
import { neededEvidence, renderRow, rowFields, withheld } from "./render-row.ts";

const type: FindingType = {
  id: "cve-2021-26855" as FindingTypeId,
  kind: "vulnerability",
  nature: "state",
  about: "address",
  port: true,
  transport: 6,
  rsit: { class: "vulnerable", type: "vulnerable-system" },
  severity: "critical",
  tier: 2,
  cves: ["CVE-2021-26855"],
  exploited: true,
  title: { nl: "Kwetsbare Exchange", en: "Vulnerable Exchange" },
  aliases: [],
  advice: "exchange",
};

const row = {
  findingId: 1 as FindingId,
  decisionId: 1 as DecisionId,
  episode: 1,
  round: 1,
  role: "primary" as const,
  type,
  severity: "critical" as const,
  tlp: "AMBER" as const,
  address: "192.0.2.7",
  name: null,
  port: 443,
  transport: 6,
  observedAt: new Date("2026-11-20T04:12:33.400Z"),
  report: 1,
  evidenceOffset: 0,
};

const evidence = new Map([
  ["version", "15.2.721"],
  ["src_port", "49245"],
  ["infection", "necurs"],
  ["banner", "220 http://evil.example/\r\nX"],
  ["password", "hunter2"],
  ["subject_email_address", "jan@voorbeeld.example"],
]);

describe("renderRow", () => {
  it("says at tier 0 that something is wrong there, not what", () => {
    expect(renderRow(row, evidence, 0)).toEqual({
      fields: {
        observed_at: "2026-11-20T04:12:33Z",
        address: "192.0.2.7",
        kind: "vulnerability",
        severity: "critical",
      },
      evidence: new Map(),
    });
  });

  it("says at tier 1 what, where and how to find it", () => {
    const { fields, evidence: columns } = renderRow(row, evidence, 1);
    expect(fields).toMatchObject({
      port: "443",
      protocol: "tcp",
      type: "cve-2021-26855",
      cve: "CVE-2021-26855",
      version: "15.2.721",
      malware: "necurs",
      source_port: "49245",
    });
    expect(columns.size).toBe(0);
  });

  it("shows the finder's columns at tier 2, but no secrets and no persons", () => {
    const columns = renderRow(row, evidence, 2).evidence;
    expect(columns.get("banner")).toBe("220 hxxp://evil[.]example/ X");
    expect(columns.get("password")).toBe(withheld);
    expect(columns.get("subject_email_address")).toBe(withheld);
  });

  it("shows all of them at tier 3", () => {
    expect(renderRow(row, evidence, 3).evidence.get("password")).toBe("hunter2");
  });

  it("shows of leaked credentials whose they are, never what they are", () => {
    const leaked = { ...row, type: { ...type, kind: "leaked-credential" as const } };
    const columns = renderRow(
      leaked,
      new Map([...evidence, ["login", "jan"], ["md5_hash", "abc"]]),
      3,
    ).evidence;
    expect(columns.get("password")).toBe(withheld);
    expect(columns.get("md5_hash")).toBe(withheld);
    expect(columns.get("subject_email_address")).toBe("j…@voorbeeld.example");
    expect(columns.get("login")).toBe("j…");
  });

  it("finds secrets and persons however a column is spelled", () => {
    const columns = renderRow(
      row,
      new Map([
        ["adminPassword", "hunter2"],
        ["apiKey", "k"],
        ["USER_NAME", "jan"],
        ["response.setCookie", "sid=1"],
      ]),
      2,
    ).evidence;
    expect([...columns.values()]).toEqual([withheld, withheld, withheld, withheld]);
  });

  it.each([
    ["email", "jan@voorbeeld.example:Hunter2", "j…@voorbeeld.example"],
    ["account", "Hunter2:jan@voorbeeld.example", "H…@voorbeeld.example"],
    ["line", "jan:Hunter2", withheld],
    ["x", "jan@voorbeeld.example;Hunter2@2", "j…@voorbeeld.example"],
    ["user", "jan", "j…"],
  ])("of leaked credentials %s: %s is shown as %s", (column, value, expected) => {
    const leaked = { ...row, type: { ...type, kind: "leaked-credential" as const } };
    const shown = renderRow(leaked, new Map([[column, value]]), 3).evidence.get(column);
    expect(shown).toBe(expected);
  });

  it("never says more at a lower tier than at a higher one", () => {
    const tiers = fc.constantFrom<Tier>(0, 1, 2, 3);
    const columns = fc.array(
      fc.tuple(fc.constantFrom("version", "password", "user", "x", "banner"), fc.string()),
    );
    fc.assert(
      fc.property(tiers, tiers, columns, (a, b, pairs) => {
        const [low, high] = a <= b ? [a, b] : [b, a];
        const less = renderRow(row, new Map(pairs), low as Tier);
        const more = renderRow(row, new Map(pairs), high as Tier);
        for (const field of rowFields) {
          if (less.fields[field] !== undefined) expect(more.fields[field]).toBe(less.fields[field]);
        }
        for (const [column, text] of less.evidence) {
          if (text !== withheld) expect(more.evidence.get(column)).toBe(text);
        }
      }),
    );
  });

  it("needs no more of the evidence than it shows", () => {
    for (const tier of [0, 1, 2, 3] as const) {
      expect(renderRow(row, neededEvidence(evidence, tier), tier)).toEqual(
        renderRow(row, evidence, tier),
      );
    }
    expect(neededEvidence(evidence, 1)?.has("banner")).toBe(false);
  });

  it("gives no stand-in for evidence that is not kept", () => {
    expect(renderRow(row, null, 3).fields.version).toBeUndefined();
  });
});
