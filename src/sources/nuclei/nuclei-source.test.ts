import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeSmallCatalogue } from "../../../test/makers/finding-types.ts";
import { type ReadReport, readReport } from "../../../test/makers/read-report.ts";
import type { OpenOptions } from "../../domain/report/source.ts";
import { nucleiSource } from "./nuclei-source.ts";

const catalogue = makeSmallCatalogue();
const options: OpenOptions = { fileName: null, type: null, mapping: new Map(), catalogue };

const match = {
  "template-id": "CVE-2021-26855",
  info: {
    name: "Example check",
    severity: "medium",
    tags: ["cve"],
    classification: { "cve-id": ["cve-2021-26855"] },
  },
  type: "http",
  host: "mail.shop.example",
  port: "443",
  ip: "192.0.2.7",
  "matched-at": "https://mail.shop.example/owa/",
  "curl-command": "curl -X GET https://mail.shop.example/owa/",
  "matcher-status": true,
  timestamp: "2026-11-20T08:30:00.123456789+01:00",
};

function read(over: Readonly<Record<string, unknown>>, type: string | null = null): ReadReport {
  const text = `${JSON.stringify({ ...match, ...over })}\n`;
  return readReport(nucleiSource, text, {
    ...options,
    type: type === null ? null : catalogue.findType(type),
  });
}

test("a match tells address, name that was asked for, port, time, type and severity", () => {
  const { rows, reader } = read({});
  expect(rows).toEqual([
    {
      row: 1,
      line: 1,
      offset: 0,
      address: "192.0.2.7",
      name: "mail.shop.example",
      port: 443,
      transport: 6,
      observedAt: "2026-11-20T07:30:00.123Z",
      type: "cve-2021-26855",
      severity: "medium",
    },
  ]);
  const evidence = reader.evidence(Buffer.from(JSON.stringify(match)));
  expect(evidence.get("info.classification.cve-id")).toBe('["cve-2021-26855"]');
  expect(evidence.get("curl-command")).toBe(match["curl-command"]);
});

test.each([
  [
    { host: "https://mail.shop.example:8443", port: undefined },
    { name: "mail.shop.example", port: 8443 },
  ],
  [
    { host: "mail.shop.example:8443", port: undefined },
    { name: "mail.shop.example", port: 8443 },
  ],
  [
    { host: "[2001:db8::1]:8443", ip: undefined, port: undefined },
    { address: "2001:db8::1", port: 8443 },
  ],
  [{ host: "192.0.2.7" }, { address: "192.0.2.7", name: null }],
  [
    { host: undefined, port: undefined },
    { name: "mail.shop.example", port: 443 },
  ],
  [
    { host: "mail.shop.example", port: undefined },
    { name: "mail.shop.example", port: 443 },
  ],
  [
    { type: "dns", ip: undefined, port: undefined, "matched-at": "mail.shop.example" },
    { address: null, transport: 0, port: 0 },
  ],
  [{ port: 8080 }, { port: 8080 }],
])("what was asked for: %j", (over, expected) => {
  expect(read(over).rows).toMatchObject([expected]);
});

describe("the finding type", () => {
  test("comes from the template, then from its CVEs, then from --type", () => {
    const typeOf = (over: Readonly<Record<string, unknown>>, type?: string): unknown =>
      read(over, type).rows.map((row) => row.type);
    expect(typeOf({ "template-id": "rdp" })).toEqual(["open-rdp"]);
    expect(typeOf({ "template-id": "exchange-rce-check" })).toEqual(["cve-2021-26855"]);
    expect(typeOf({ "template-id": "own-check", info: {} }, "exchange")).toEqual([
      "vulnerable-exchange",
    ]);
  });

  test("is not guessed from severity or tags", () => {
    expect(
      read({ "template-id": "own-check", info: { tags: ["exchange"] } }).quarantined,
    ).toMatchObject([
      { field: "template-id", value: "own-check", reason: expect.stringContaining("--type") },
    ]);
  });
});

test.each([
  [{ "matcher-status": false }, "matcher-status"],
  [{ timestamp: "now" }, "timestamp"],
  [{ port: "99999" }, "port"],
  [{ ip: "192.0.2" }, "ip"],
  [{ host: "no host", ip: undefined }, "host"],
])("%j is put aside", (over, field) => {
  expect(read(over)).toMatchObject({ rows: [], quarantined: [{ row: 1, line: 1, field }] });
});

test("recognises its own, and refuses the rest with what to do", () => {
  expect(nucleiSource.recognises(Buffer.from(JSON.stringify(match)), null)).toBe(true);
  expect(nucleiSource.recognises(Buffer.from('{"ip":"192.0.2.7"}'), "nuclei.jsonl")).toBe(false);
  expect(nucleiSource.open(Buffer.from('{"ip":"192.0.2.7"}'), options)).toMatchObject({
    kind: "refused",
    refusal: { reason: "wrong-format", remedy: expect.stringContaining("-jsonl") },
  });
});

test("whatever a line says, it does not throw", () => {
  const value = fc.oneof(fc.jsonValue(), fc.webUrl(), fc.constantFrom("", "[::]:1", "a:b:c", -1));
  const odd = fc.dictionary(fc.constantFrom(...Object.keys(match)), value);
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 5 }), (objects) => {
      const text = [match, ...objects.map((over) => ({ ...match, ...over }))]
        .map((object) => JSON.stringify(object))
        .join("\n");
      const { rows, quarantined } = readReport(nucleiSource, text, options);
      expect(rows.length + quarantined.length).toBe(objects.length + 1);
    }),
  );
});
