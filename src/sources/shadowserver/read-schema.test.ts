import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toColumnRoles } from "./column-roles.ts";
import { readShadowserverSchema } from "./read-schema.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "meldpunt-"));
  write("schema.json", {
    dated: "2026-01-01T00:00:00Z",
    defaults: {
      timestamp: "time.source add_UTC_to_timestamp",
      ip: "source.ip validate_ip",
      port: "source.port convert_int",
      tag: "extra.",
      sic: "-",
    },
    reports: {
      scan_one: {
        feed: "One",
        constants: { "classification.type": "other" },
        required: "timestamp ip",
        optional: "tag tag>product.vulnerabilities:extract_cve_from_tag sic",
      },
    },
  });
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, json: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(json));
}

test("reads the schema that ships", async () => {
  const { dated, reports } = await readShadowserverSchema(folder);
  expect(dated).toBe("2026-01-01T00:00:00Z");
  expect(reports.get("scan_one")).toEqual({
    fileName: "scan_one",
    feedName: "One",
    constants: { "classification.type": "other" },
    required: [
      { column: "timestamp", key: "time.source", conversion: "add_UTC_to_timestamp" },
      { column: "ip", key: "source.ip", conversion: "validate_ip" },
    ],
    optional: [
      { column: "tag", key: "extra.", conversion: null },
      { column: "tag", key: "product.vulnerabilities", conversion: "extract_cve_from_tag" },
      { column: "sic", key: null, conversion: null },
    ],
  });
});

test("takes report types from a newer official mapping, by file name, without any code", async () => {
  write("intelmq.json", {
    _meta: { date_created: "2026-11-01T00:00:00Z" },
    event_new: {
      feed_name: "New",
      file_name: "event4_new",
      constant_fields: {},
      required_fields: [
        ["time.source", "timestamp", "add_UTC_to_timestamp"],
        ["source.ip", "src_ip", "validate_ip"],
        ["source.port", "src_port", "convert_int"],
      ],
      optional_fields: [
        [false, "noise"],
        ["destination.fqdn", "http_host", "validate_fqdn", true],
      ],
    },
  });
  const { dated, reports } = await readShadowserverSchema(folder);
  expect(dated).toBe("2026-11-01T00:00:00Z");
  expect([...reports.keys()]).toEqual(["scan_one", "event4_new"]);
  const report = reports.get("event4_new");
  expect(report && toColumnRoles(report)).toMatchObject({
    address: "src_ip",
    port: "src_port",
    names: [],
    required: ["timestamp", "src_ip"],
  });
});

test("maps a type of which only the columns are published as most reports map them", async () => {
  write("reports.json", {
    scan_two: { name: "Two", fields: ["timestamp", "ip", "port", "invented"] },
  });
  const report = (await readShadowserverSchema(folder)).reports.get("scan_two");
  expect(report?.feedName).toBe("Two");
  expect(report?.required.map(({ column }) => column)).toEqual(["timestamp", "ip"]);
  expect(report?.optional.map(({ key }) => key)).toEqual(["source.port", "extra."]);
});

test.each([
  ["{", "is no JSON"],
  ['{"scan_x":{"feed_name":1}}', "intelmq.json, scan_x"],
])("says which file is wrong: %s", async (text, message) => {
  writeFileSync(join(folder, "intelmq.json"), text);
  await expect(readShadowserverSchema(folder)).rejects.toThrow(message);
});

test("says that the schema is missing", async () => {
  rmSync(join(folder, "schema.json"));
  await expect(readShadowserverSchema(folder)).rejects.toMatchObject({ code: "not-found" });
});
