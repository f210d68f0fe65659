import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeSmallCatalogue } from "../../../test/makers/finding-types.ts";
import { type ReadReport, readReport } from "../../../test/makers/read-report.ts";
import type { OpenOptions } from "../../domain/report/source.ts";
import { intelmqSource } from "./intelmq-source.ts";

const catalogue = makeSmallCatalogue();
const options: OpenOptions = { fileName: null, type: null, mapping: new Map(), catalogue };

const event = {
  __type: "Event",
  "feed.name": "Example feed",
  "time.source": "2026-11-20T08:30:00+00:00",
  "classification.taxonomy": "vulnerable",
  "classification.type": "vulnerable-system",
  "classification.identifier": "rdp",
  "source.ip": "192.0.2.7",
  "source.port": 3389,
  "source.asn": 4200000001,
  "source.reverse_dns": "r7.isp.example",
  "protocol.transport": "tcp",
  "extra.remark": "x",
};

function read(over: Readonly<Record<string, unknown>>, type: string | null = null): ReadReport {
  const text = `${JSON.stringify({ ...event, ...over })}\n`;
  return readReport(intelmqSource, text, {
    ...options,
    type: type === null ? null : catalogue.findType(type),
  });
}

test("an event tells address, port, transport, time and type; reverse DNS is no name", () => {
  const { rows, reader } = read({ severity: "low" });
  expect(rows).toEqual([
    {
      row: 1,
      line: 1,
      offset: 0,
      address: "192.0.2.7",
      name: null,
      port: 3389,
      transport: 6,
      observedAt: "2026-11-20T08:30:00.000Z",
      type: "open-rdp",
      severity: "low",
    },
  ]);
  expect(reader.evidence(Buffer.from(JSON.stringify(event))).get("source.asn")).toBe("4200000001");
});

test("flat or nested, with extra as object or as text, an event is the same", () => {
  const nested = {
    feed: { name: "Example feed" },
    time: { source: event["time.source"] },
    classification: { taxonomy: "vulnerable", type: "vulnerable-system", identifier: "rdp" },
    source: { ip: "192.0.2.7", port: 3389, asn: 4200000001, reverse_dns: "r7.isp.example" },
    protocol: { transport: "tcp" },
  };
  const flat: Record<string, unknown> = { ...event };
  delete flat["extra.remark"];
  const sorted = (object: unknown): [string, string][] => {
    const { rows, reader } = readReport(intelmqSource, `${JSON.stringify(object)}\n`, options);
    expect(rows).toMatchObject([{ address: "192.0.2.7", port: 3389, type: "open-rdp" }]);
    const evidence = reader.evidence(Buffer.from(JSON.stringify(object)));
    return [...evidence].filter(([key]) => key !== "__type").sort();
  };
  const expected = sorted(event);
  expect(sorted({ ...flat, extra: { remark: "x" } })).toEqual(expected);
  expect(sorted({ ...flat, extra: '{"remark":"x"}' })).toEqual(expected);
  expect(sorted({ ...nested, extra: { remark: "x" } })).toEqual(expected);
});

describe("the finding type", () => {
  const typeOf = (over: Readonly<Record<string, unknown>>, type?: string): unknown =>
    read(over, type).rows.map((row) => row.type);

  test("comes from CVEs, then from the identifier, then from tags", () => {
    const unknown = { "classification.identifier": "nobody-knows" };
    expect(typeOf({ "product.vulnerabilities": "cve-2021-26855" })).toEqual(["cve-2021-26855"]);
    expect(typeOf({ ...unknown, "extra.tag": "exchange" })).toEqual(["vulnerable-exchange"]);
    expect(typeOf(unknown, "exchange")).toEqual(["vulnerable-exchange"]);
  });

  test("of a compromise is at least its class", () => {
    const infected = {
      "classification.type": "infected-system",
      "classification.identifier": "mirai",
      "product.vulnerabilities": "cve-2021-26855",
    };
    expect(typeOf(infected)).toEqual(["infected-system"]);
  });

  test("is never the class alone of a weakness, which would make one finding of many", () => {
    expect(read({ "classification.identifier": "nobody-knows" }).quarantined).toMatchObject([
      { field: "classification.identifier", value: "nobody-knows" },
    ]);
  });
});

test("names come from source.fqdn, else from the URL", () => {
  const nameOf = (over: Readonly<Record<string, unknown>>): unknown => read(over).rows[0]?.name;
  expect(nameOf({ "source.fqdn": "Shop.Example" })).toBe("shop.example");
  expect(nameOf({ "source.url": "hxxp://www.shop.example/x" })).toBe("www.shop.example");
  expect(nameOf({ "source.url": "www.shop.example/x" })).toBeNull();
});

test("a leak is about the mail domain of the account", () => {
  const leak = {
    "classification.identifier": "leaked-credential",
    "classification.type": "data-leak",
  };
  expect(read({ ...leak, "source.account": "j.doe@shop.example" }).rows).toMatchObject([
    { name: "shop.example", address: null },
  ]);
});

test.each([
  [{ "source.ip": "192.0.2" }, "source.ip"],
  [{ "source.port": 0 }, "source.port"],
  [{ "time.source": "2026-11-20T08:30:00" }, "time.source"],
  [{ "time.source": undefined }, "time.source"],
  [{ "source.ip": undefined }, "source.ip"],
  [{ "protocol.transport": "carrier pigeon" }, "protocol.transport"],
])("%j is put aside", (over, field) => {
  expect(read(over)).toMatchObject({ rows: [], quarantined: [{ row: 1, line: 1, field }] });
});

test("recognises its own, and refuses the rest", () => {
  expect(intelmqSource.recognises(Buffer.from(JSON.stringify(event)), null)).toBe(true);
  expect(intelmqSource.recognises(Buffer.from('{"ip":"192.0.2.7"}'), null)).toBe(false);
  expect(intelmqSource.open(Buffer.from('{"ip":"192.0.2.7"}'), options)).toMatchObject({
    kind: "refused",
    refusal: { reason: "wrong-format" },
  });
});

test("whatever a line says, it does not throw", () => {
  const odd = fc.dictionary(
    fc.constantFrom(...Object.keys(event), "extra", "source"),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 5 }), (objects) => {
      const text = [event, ...objects.map((over) => ({ ...event, ...over }))]
        .map((object) => JSON.stringify(object))
        .join("\n");
      const { rows, quarantined } = readReport(intelmqSource, text, options);
      expect(rows.length + quarantined.length).toBe(objects.length + 1);
    }),
  );
});
