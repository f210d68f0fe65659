import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { makeIntelmqExport } from "../../src/channels/intelmq/intelmq-export.ts";
import { severities } from "../../src/domain/finding/severity.ts";
import type { FinderId, FindingId, ReportId } from "../../src/domain/ids.ts";
import { formatAddress, toAddress } from "../../src/domain/network/ip-address.ts";
import type { ExportedReport } from "../../src/domain/report/export-format.ts";
import { makeRowBatch } from "../../src/domain/report/row-batch.ts";
import type { ShadowserverSchema } from "../../src/domain/report/shadowserver-schema.ts";
import { readCatalogue } from "../../src/registry/finding-types.ts";
import { readShadowserverSchema } from "../../src/sources/shadowserver/read-schema.ts";
import { makeShadowserverSource } from "../../src/sources/shadowserver/shadowserver-source.ts";
import { sharedDataFolder } from "../abilities.ts";
import { findEventFaults } from "./intelmq-format.ts";

const data = join(import.meta.dirname, "../../data");
const catalogue = readCatalogue(join(data, "finding-types"));
let schema: ShadowserverSchema;

beforeAll(async () => {
  schema = await readShadowserverSchema(join(data, "shadowserver"));
});

const report: ExportedReport = {
  report: "019d0000-0000-7000-8000-000000000000" as ReportId,
  finder: "shadowserver" as FinderId,
  format: "shadowserver",
  reportType: null,
  caseName: null,
  tlp: "AMBER",
  grade: "verified",
  receivedAt: new Date("2026-11-20T12:00:00Z"),
};

test("every type of report gives events that IntelMQ accepts, whatever its columns hold", () => {
  const value = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      "0",
      "yes",
      "1.5",
      "192.0.2.0/24",
      "2026-11-20 08:30:00",
      "Shop.example",
      "exchange;webshell",
    ),
    fc.webUrl(),
  );
  for (const { fileName, required, optional } of schema.reports.values()) {
    const type = catalogue.findType(fileName);
    if (type === null) throw new Error(`${fileName} is not in the catalogue`);
    const columns = [...new Set([...required, ...optional].map(({ column }) => column))];
    const rows = fc.array(value, { minLength: columns.length, maxLength: columns.length });
    const writer = makeIntelmqExport(schema).open({ ...report, reportType: fileName }, []);
    fc.assert(
      fc.property(rows, (values) => {
        const row = columns.map((column, i): [string, string] => [column, values[i] ?? ""]);
        const line = writer.toLine({
          finding: 1 as FindingId,
          type,
          severity: type.severity,
          address: "192.0.2.7",
          name: null,
          port: 443,
          transport: 6,
          observedAt: new Date("2026-11-20T08:30:00Z"),
          evidence: new Map(row.filter(([, text]) => text !== "")),
        });
        expect(findEventFaults(line, "3")).toEqual([]);
      }),
      { numRuns: 5 },
    );
  }
});

const samples = join(sharedDataFolder ?? "", "shadowserver/samples");
const files = sharedDataFolder === null ? ["(absent)"] : readdirSync(samples);

describe.skipIf(sharedDataFolder === null)("the real samples of Shadowserver's reports", () => {
  test.each(files)("%s leave as events that IntelMQ accepts, without loss", (file) => {
    const bytes = readFileSync(join(samples, file));
    const source = makeShadowserverSource(schema);
    const opened = source.open(bytes, {
      fileName: file,
      type: null,
      mapping: new Map(),
      catalogue,
    });
    if (opened.kind === "refused") throw new Error(opened.refusal.detail);
    const { reader, cursor, reportType } = opened;
    const batch = makeRowBatch(1000);
    reader.read({ bytes, at: 0, last: true }, cursor, batch);
    const writer = makeIntelmqExport(schema).open({ ...report, reportType }, []);
    for (let i = 0; i < batch.count; i += 1) {
      const family = batch.family[i] as 4 | 6;
      const evidence = reader.evidence(bytes.subarray(batch.offset[i]));
      const type = reader.types[batch.type[i] as number];
      const severity = severities[batch.severity[i] as number];
      if (type === undefined || severity === undefined) throw new Error("no type or severity");
      const line = writer.toLine({
        finding: 1 as FindingId,
        type,
        severity,
        address: formatAddress(toAddress(family, batch.words, i * 4)),
        name: batch.names[i] ?? null,
        port: batch.port[i] === 0 ? null : (batch.port[i] as number),
        transport: batch.transport[i] === 0 ? null : (batch.transport[i] as number),
        observedAt: new Date(batch.observedAt[i] as number),
        evidence,
      });
      expect(findEventFaults(line, "3")).toEqual([]);
      const said = new Set(
        Object.values(JSON.parse(line)).map((text) => String(text).toLowerCase()),
      );
      const untold = [...evidence].filter(([, text]) => !isTold(text, said));
      expect(untold).toEqual([]);
    }
  });
});

/** Whether a value stands in the event, in the form that its type has there, or says nothing by the feed's own rules. */
function isTold(text: string, said: ReadonlySet<string>): boolean {
  const lower = text.toLowerCase();
  const forms = [
    lower,
    String(Number(lower)),
    lower.replace(/\.$/, ""),
    `${lower.replace(" ", "t")}+00:00`,
    ...(/^(?:y|yes|enabled)$/.test(lower) ? ["true"] : []),
    ...(/^(?:n|no|disabled)$/.test(lower) ? ["false"] : []),
    Buffer.from(text).toString("base64").toLowerCase(),
  ];
  if (lower === "0" || lower === "unknown" || lower === "-" || lower === "n/a") return true;
  return forms.some((form) => said.has(form)) || [...said].some((value) => value.includes(lower));
}
