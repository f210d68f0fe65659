import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findEventFaults, ignoredValues } from "../../../test/intake/intelmq-format.ts";
import { toCveType } from "../../domain/finding/cve-type.ts";
import { tlpLabels } from "../../domain/finding/tlp.ts";
import type { FinderId, FindingId, ReportId } from "../../domain/ids.ts";
import type { ExportedObservation, ExportedReport } from "../../domain/report/export-format.ts";
import type {
  ShadowserverField,
  ShadowserverSchema,
} from "../../domain/report/shadowserver-schema.ts";
import type { IntelmqVersion } from "./event.ts";
import { makeIntelmqExport } from "./intelmq-export.ts";

const field = (
  column: string,
  key: string | null,
  conversion: string | null = null,
): ShadowserverField => ({
  column,
  key,
  conversion,
});

const scanExchange = {
  fileName: "scan_exchange",
  feedName: "Vulnerable-Exchange-Server",
  constants: { "protocol.application": "exchange" },
  required: [
    field("timestamp", "time.source", "add_UTC_to_timestamp"),
    field("ip", "source.ip", "validate_ip"),
    field("port", "source.port", "convert_int"),
  ],
  optional: [
    field("tag", "classification.taxonomy", "scan_exchange_taxonomy"),
    field("tag", "classification.type", "scan_exchange_type"),
    field("tag", "classification.identifier", "scan_exchange_identifier"),
    field("tag", "extra.", "validate_to_none"),
    field("severity", "severity", "validate_to_none"),
    field("protocol", "protocol.transport"),
    field("hostname", "source.reverse_dns"),
    field("asn", "source.asn", "invalidate_zero"),
    field("geo", "source.geolocation.cc"),
    field("naics", "extra.source.naics", "invalidate_zero"),
    field("source", "extra.source_name"),
    field("url", "destination.url", "convert_http_host_and_url"),
    field("http_host", "destination.fqdn", "validate_fqdn"),
    field("ip", "source.network", "validate_network"),
    field("self_signed", "extra.", "convert_bool"),
    field("score", "extra.", "convert_float"),
    field("raw_cert", "extra.", "force_base64"),
    field("secret_note", null),
    field("infection", "malware.name", "validate_to_none"),
    field("device_vendor", "product.vendor", "validate_to_none"),
    field("tag", "product.vulnerabilities", "extract_cve_from_tag"),
  ],
};

const schema: ShadowserverSchema = {
  dated: null,
  reports: new Map([["scan_exchange", scanExchange]]),
  defaults: new Map(),
};

const report: ExportedReport = {
  report: "019d0000-0000-7000-8000-000000000000" as ReportId,
  finder: "shadowserver" as FinderId,
  format: "shadowserver",
  reportType: "scan_exchange",
  caseName: null,
  tlp: "AMBER",
  grade: "verified",
  receivedAt: new Date("2026-11-20T12:00:00Z"),
};

const observation: ExportedObservation = {
  finding: 7 as FindingId,
  type: toCveType("CVE-2021-26855", null),
  severity: "critical",
  address: "192.0.2.7",
  name: null,
  port: 443,
  transport: 6,
  observedAt: new Date("2026-11-20T08:30:00Z"),
  evidence: null,
};

function toEvent(
  over: Partial<ExportedObservation>,
  ofReport: Partial<ExportedReport> = {},
  version: IntelmqVersion = "3",
): Record<string, unknown> {
  const writer = makeIntelmqExport(schema, version).open({ ...report, ...ofReport }, []);
  const line = writer.toLine({ ...observation, ...over });
  expect(findEventFaults(line, version)).toEqual([]);
  expect(line.indexOf("\n")).toBe(line.length - 1);
  return JSON.parse(line);
}

const row = new Map([
  ["timestamp", "2026-11-20 08:30:00"],
  ["severity", "high"],
  ["ip", "::ffff:192.0.2.7"],
  ["protocol", "TCP"],
  ["port", "443"],
  ["hostname", "R7.isp.example."],
  ["tag", "exchange;cve-2021-26855"],
  ["asn", "4200000001"],
  ["geo", "nl"],
  ["naics", "517311"],
  ["source", "x"],
  ["url", "/owa/"],
  ["http_host", "mail.shop.example"],
  ["self_signed", "Y"],
  ["score", "1.5"],
  ["infection", "Zeus"],
  ["device_vendor", "Vendor"],
  ["secret_note", "kept out"],
  ["Invented Column!", "new"],
]);

describe("a row of Shadowserver", () => {
  test("is mapped as its publisher maps it", () => {
    expect(toEvent({ evidence: row })).toEqual({
      "source.ip": "192.0.2.7",
      "time.source": "2026-11-20T08:30:00+00:00",
      "time.observation": "2026-11-20T12:00:00+00:00",
      tlp: "AMBER",
      "source.port": 443,
      "classification.taxonomy": "vulnerable",
      "classification.type": "vulnerable-system",
      "classification.identifier": "vulnerable-exchange-server",
      "extra.tag": "exchange;cve-2021-26855",
      "extra.severity": "high",
      "protocol.transport": "tcp",
      "source.reverse_dns": "r7.isp.example",
      "source.asn": 4200000001,
      "source.geolocation.cc": "NL",
      "extra.source.naics": 517311,
      "extra.source_name": "x",
      "destination.url": "https://mail.shop.example/owa/",
      "destination.fqdn": "mail.shop.example",
      "extra.self_signed": true,
      "extra.score": 1.5,
      "malware.name": "zeus",
      "extra.product.vendor": "Vendor",
      "extra.product.vulnerabilities": "cve-2021-26855",
      "extra.invented_column_": "new",
      "protocol.application": "exchange",
      "feed.name": "Vulnerable-Exchange-Server",
      "feed.provider": "shadowserver",
    });
  });

  test("has products and severity under their own keys for IntelMQ 3.5", () => {
    expect(toEvent({ evidence: row }, {}, "3.5")).toMatchObject({
      severity: "high",
      "product.vendor": "vendor",
      "product.vulnerabilities": "cve-2021-26855",
    });
  });

  test("keeps under extra what does not fit its key", () => {
    const odd = new Map([
      ...row,
      ["asn", "AS64500.1"],
      ["geo", "Netherlands"],
      ["hostname", "a b"],
    ]);
    const event = toEvent({ evidence: odd });
    expect(event).toMatchObject({
      "extra.asn": "AS64500.1",
      "extra.geo": "Netherlands",
      "extra.hostname": "a b",
    });
    expect(event).not.toHaveProperty("source.asn");
  });

  test("tells a webshell as what it is", () => {
    expect(toEvent({ evidence: new Map([...row, ["tag", "exchange;webshell"]]) })).toMatchObject({
      "classification.taxonomy": "intrusions",
      "classification.type": "system-compromise",
      "classification.identifier": "exchange-server-webshell",
    });
  });

  test("leaves out what stands for nothing", () => {
    const nothing = new Map([...row, ["infection", "unknown"], ["asn", "0"], ["geo", "-"]]);
    const event = toEvent({ evidence: nothing });
    for (const key of ["malware.name", "source.asn", "source.geolocation.cc", "extra.geo"]) {
      expect(event).not.toHaveProperty([key]);
    }
  });

  test("survives an unknown column that lies above a mapped one", () => {
    const clash = new Map([...row, ["source.naics.x", "1"], ["source.naics", "2"]]);
    expect(toEvent({ evidence: clash })).toMatchObject({
      "extra.source.naics": 517311,
      "extra.source_naics_x": "1",
    });
  });
});

test("a row of another list has its columns under extra, and what Meldpunt made of it under the keys", () => {
  const evidence = new Map([
    ["host", "Mail.Shop.example"],
    ["remark", "=1+1"],
    ["Port", "443"],
  ]);
  expect(
    toEvent(
      { evidence, name: "mail.shop.example" },
      { format: "csv", reportType: null, caseName: "DIVD-2026-00001" },
    ),
  ).toEqual({
    "source.ip": "192.0.2.7",
    "time.source": "2026-11-20T08:30:00+00:00",
    "time.observation": "2026-11-20T12:00:00+00:00",
    tlp: "AMBER",
    "extra.host": "Mail.Shop.example",
    "extra.remark": "=1+1",
    "extra.port": "443",
    "feed.name": "shadowserver",
    "feed.provider": "shadowserver",
    "source.fqdn": "mail.shop.example",
    "source.port": 443,
    "protocol.transport": "tcp",
    "classification.taxonomy": "vulnerable",
    "classification.type": "vulnerable-system",
    "classification.identifier": "cve-2021-26855",
    "extra.product.vulnerabilities": "cve-2021-26855",
    "extra.severity": "critical",
    "extra.case": "DIVD-2026-00001",
  });
});

test("an event of IntelMQ keeps its keys", () => {
  const evidence = new Map([
    ["__type", "Event"],
    ["source.ip", "192.0.2.7"],
    ["time.source", "2026-11-20T08:30:00.123+00:00"],
    ["classification.type", "infected-system"],
    ["classification.taxonomy", "malicious-code"],
    ["feed.name", "Example feed"],
    ["feed.accuracy", "90"],
    ["tlp", "RED"],
    ["extra.remark", "x"],
    ["raw", "Li4u"],
    ["no key", "y"],
  ]);
  expect(toEvent({ evidence }, { format: "intelmq", reportType: null })).toMatchObject({
    "source.ip": "192.0.2.7",
    "classification.type": "infected-system",
    "feed.name": "Example feed",
    "feed.accuracy": 90,
    tlp: "AMBER",
    "extra.received_tlp": "RED",
    "extra.remark": "x",
    raw: "Li4u",
    "extra.no_key": "y",
  });
});

test("without its evidence an observation is still an event", () => {
  expect(toEvent({ evidence: null })).toMatchObject({
    "source.ip": "192.0.2.7",
    "classification.identifier": "cve-2021-26855",
  });
});

test.each(tlpLabels)("TLP:%s never becomes wider", (tlp) => {
  const order = ["WHITE", "GREEN", "AMBER", "RED"];
  const widest = { CLEAR: 0, GREEN: 1, AMBER: 2, "AMBER+STRICT": 3, RED: 3 }[tlp];
  expect(order.indexOf(String(toEvent({}, { tlp }).tlp))).toBeGreaterThanOrEqual(widest);
});

const columns = [
  ...new Set([...scanExchange.required, ...scanExchange.optional].map(({ column }) => column)),
];
const anyValue = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "0",
    "-",
    "N/A",
    "unknown",
    "192.0.2.0/24",
    "0.0.0.0",
    "1e9",
    "-5",
    "99999",
    "__proto__",
  ),
  fc.webUrl(),
  fc.domain(),
  fc.ipV6(),
);
const anyKey = fc.oneof(
  fc.constantFrom(...columns),
  fc.constantFrom(
    "source.ip",
    "source.url",
    "extra",
    "extra.a",
    "extra.a.b",
    "time.source",
    "raw",
    "__proto__",
    "severity",
  ),
  fc.string({ maxLength: 12 }),
);

test("whatever a row says, IntelMQ accepts the event, and nothing of it is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyKey, anyValue), { maxLength: 20 }),
      fc.constantFrom("shadowserver", "csv", "nuclei", "intelmq"),
      fc.constantFrom<IntelmqVersion>("3", "3.5"),
      fc.option(fc.constantFrom("192.0.2.1", "2001:db8::1")),
      (pairs, format, version, address) => {
        const evidence = new Map(pairs.filter(([, value]) => !ignoredValues.includes(value)));
        const over = { evidence, address, name: address === null ? "shop.example" : null };
        const event = toEvent(over, { format }, version);
        if (format !== "csv" && format !== "nuclei") return;
        const kept = Object.values(event);
        for (const value of evidence.values()) expect(kept).toContain(value);
      },
    ),
    { numRuns: 2000 },
  );
});
