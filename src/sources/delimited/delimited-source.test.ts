import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeSmallCatalogue } from "../../../test/makers/finding-types.ts";
import { type ReadOptions, type ReadReport, readReport } from "../../../test/makers/read-report.ts";
import type { OpenOptions } from "../../domain/report/source.ts";
import { delimitedSource } from "./delimited-source.ts";

const catalogue = makeSmallCatalogue();
const at = "2026-11-20T08:30:00Z";

function optionsOf(over: Partial<OpenOptions>): OpenOptions {
  return { fileName: "list.csv", type: null, mapping: new Map(), catalogue, ...over };
}

function read(text: string, over: Partial<OpenOptions> & ReadOptions = {}): ReadReport {
  return readReport(delimitedSource, text, optionsOf(over), over);
}

function open(text: string, over: Partial<OpenOptions> = {}): unknown {
  return delimitedSource.open(Buffer.from(text), optionsOf(over));
}

test("a row tells what its columns say", () => {
  const text = `IP Address;Port;Proto;Timestamp;Type;Severity;Remark\n192.0.2.7;3389;TCP;2026-11-20T09:30:00+01:00;rdp;low;"a;b"\n`;
  const { rows, reader } = read(text);
  expect(rows).toEqual([
    {
      row: 1,
      line: 2,
      offset: 53,
      address: "192.0.2.7",
      name: null,
      port: 3389,
      transport: 6,
      observedAt: "2026-11-20T08:30:00.000Z",
      type: "open-rdp",
      severity: "low",
    },
  ]);
  expect([...reader.evidence(Buffer.from(text).subarray(53))]).toContainEqual(["Remark", "a;b"]);
});

describe("a network object", () => {
  const header = "ip,host,url,domain,port,timestamp,type";
  test.each([
    ["192.0.2.7,,,,3389", { address: "192.0.2.7", name: null, port: 3389, transport: 0 }],
    [",192.0.2.7,,,", { address: "192.0.2.7", name: null, port: 0 }],
    [",Shop.Example.,,,443", { address: null, name: "shop.example", port: 443 }],
    [",,https://shop.example/x,,", { name: "shop.example", port: 443, transport: 6 }],
    [",,http://shop.example,,", { name: "shop.example", port: 80, transport: 6 }],
    [",,ftp://shop.example,,", { name: "shop.example", port: 0, transport: 0 }],
    [",,https://[2001:db8::1]:8443/,,", { address: "2001:db8::1", name: null, port: 8443 }],
    [
      "192.0.2.7,shop.example,https://www.shop.example/,,8080",
      { name: "shop.example", port: 8080 },
    ],
    [",,,shop.example,", { name: "shop.example", address: null }],
    [" 192.0.2.7 ,,,,", { address: "192.0.2.7" }],
  ])("%s", (values, expected) => {
    expect(read(`${header}\n${values},${at},exchange\n`).rows).toMatchObject([expected]);
  });

  test.each([
    ["192.0.2.0/24,,,,", "ip", "a network, not one address"],
    ["192.0.2,,,,", "ip", "not an IP address"],
    ["192.0.2.1,192.0.2.2,,,", "host", "another address than the row's own"],
    ["192.0.2.1,,http://192.0.2.2/,,", "url", "another address than the row's own"],
    [",shop.example:443,,,", "host", "neither an address nor a domain name"],
    [",localhost,,,", "host", "neither an address nor a domain name"],
    [",,shop.example,,", "url", "not a URL with scheme and host"],
    [",,http://localhost/,,", "url", "neither an address nor a domain name"],
    [",,,no domain,", "domain", "not a domain name"],
    [",,,,", "ip", "neither an address nor a name"],
    ["192.0.2.1,,,,65536", "port", "not a port from 1 to 65535"],
    ["192.0.2.1,,,,https", "port", "not a port from 1 to 65535"],
  ])("%s is put aside", (values, field, reason) => {
    expect(read(`${header}\n${values},${at},exchange\n`).quarantined).toMatchObject([
      { row: 1, line: 2, field, reason },
    ]);
  });
});

describe("leaked credentials", () => {
  const header = "timestamp,type,ip,email,domain";
  test.each([
    ["192.0.2.7,J.Doe@Mail.Shop.example,other.example", "mail.shop.example"],
    [",,shop.example", "shop.example"],
  ])("%s are about the mail domain %s and nothing else", (values, name) => {
    expect(read(`${header}\n${at},leaked-credential,${values}\n`).rows).toMatchObject([
      { name, address: null, port: 0 },
    ]);
  });

  test("without one are put aside, and nobody is shown whose account it is", () => {
    const text = `${header}\n${at},leaked-credential,,j doe at shop,\n${at},leaked-credential,192.0.2.7,,\n`;
    expect(read(text).quarantined).toMatchObject([
      { field: "email", reason: "not a mail address", value: "(not shown)" },
      { field: "email", reason: "neither a mail address nor a domain" },
    ]);
  });
});

describe("the finding type", () => {
  const header = "ip,timestamp,type,cve";
  const typesOf = (values: string, type: string | null = null): unknown =>
    read(`${header}\n192.0.2.7,${at},${values}\n`, {
      type: type === null ? null : catalogue.findType(type),
    }).rows.map((row) => row.type);

  test("comes from type, then from cve, then from --type", () => {
    expect(typesOf("rdp,CVE-2021-26855")).toEqual(["open-rdp"]);
    expect(typesOf(',"cve-2020-0001, CVE-2021-26855"')).toEqual(["cve-2021-26855"]);
    expect(typesOf("nobody-knows,CVE-2021-26855")).toEqual(["cve-2021-26855"]);
    expect(typesOf(",", "exchange")).toEqual(["vulnerable-exchange"]);
    expect(typesOf("nobody-knows,", "exchange")).toEqual(["vulnerable-exchange"]);
    expect(typesOf("rdp,", "exchange")).toEqual(["open-rdp"]);
  });

  test.each([
    ["nobody-knows,", "type", "nobody-knows"],
    [",CVE-21-1", "cve", "CVE-21-1"],
    [",", "type", ""],
  ])("%s is not guessed", (values, field, value) => {
    expect(read(`${header}\n192.0.2.7,${at},${values}\n`).quarantined).toMatchObject([
      { field, value },
    ]);
  });
});

test.each(["2026-11-20 08:30:00", "2026-11-20", "1763627400", "20-11-2026 08:30", ""])(
  "%j is no time: nothing is guessed",
  (time) => {
    expect(read(`ip,type,timestamp\n192.0.2.7,rdp,${time}\n`).quarantined).toMatchObject([
      { field: "timestamp", value: time },
    ]);
  },
);

test("a column whose values are no transport is told, not guessed", () => {
  expect(read(`ip,type,timestamp,protocol\n192.0.2.7,rdp,${at},rdp\n`).quarantined).toMatchObject([
    { field: "protocol", value: "rdp" },
  ]);
});

describe("columns are mapped", () => {
  const text = `Adres,Wanneer,timestamp,naam\n192.0.2.7,${at},gisteren,x\n`;
  const mapping = new Map([
    ["adres", "ip"],
    ["wanneer", "timestamp"],
    ["timestamp", "ignore"],
  ]);

  test("by --map, before what their names say", () => {
    expect(read(text, { mapping, type: catalogue.findType("rdp") }).rows).toMatchObject([
      { address: "192.0.2.7", observedAt: "2026-11-20T08:30:00.000Z" },
    ]);
  });

  test("and put aside under the names that the report has", () => {
    const bad = text.replace("192.0.2.7", "192.0.2");
    expect(read(bad, { mapping, type: catalogue.findType("rdp") }).quarantined).toMatchObject([
      { field: "Adres" },
    ]);
  });

  test.each([
    [new Map([["nergens", "ip"]]), 'There is no column "nergens".'],
    [new Map([["adres", "address"]]), '"address" is no field'],
    [
      new Map([
        ["adres", "ip"],
        ["naam", "ip"],
      ]),
      'Both "adres" and "naam" say ip.',
    ],
  ])("wrongly: refused", (wrong, detail) => {
    expect(open(text, { mapping: wrong })).toMatchObject({
      kind: "refused",
      refusal: { reason: "bad-header", detail: expect.stringContaining(detail) },
    });
  });
});

describe("a list is refused", () => {
  test.each([
    ["", "empty", null],
    ["192.0.2.7,2026-11-20T08:30:00Z\n", "bad-header", null],
    ["port,timestamp,type\n", "bad-header", "ip"],
    ["ip,type\n", "bad-header", "timestamp"],
    ["ip,timestamp\n", "unknown-type", "type"],
    ["ip,ip_address,timestamp,type\n", "bad-header", "ip_address"],
    ["ip,hostname\u0000\n", "wrong-format", null],
  ])("%j: %s", (text, reason, field) => {
    expect(open(text)).toMatchObject({ kind: "refused", refusal: { reason, field } });
  });
});

test("recognises lists by their ending or by a header that names what they are about", () => {
  const recognises = (text: string, fileName: string | null): boolean =>
    delimitedSource.recognises(Buffer.from(text), fileName);
  expect(recognises("a,b\n", "list.csv")).toBe(true);
  expect(recognises("ip\tb\n", null)).toBe(true);
  expect(recognises("a,b\n", null)).toBe(false);
  expect(recognises('{"ip":1,"b":2}\n', "list.csv")).toBe(false);
  expect(recognises("<html>,</html>\n", "list.csv")).toBe(false);
});

test("whatever it is given, it does not throw, and gives the same in pieces and batches of any size", () => {
  const line = fc.oneof(
    fc.constant(`192.0.2.7,rdp,${at},"x\ny"`),
    fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "1", ":", "é"), maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 5 }),
      (lines, pieceBytes, capacity) => {
        const text = ["ip,type,timestamp,remark", ...lines].join("\n");
        const whole = read(text);
        const inPieces = read(text, { pieceBytes, capacity });
        expect(inPieces.rows).toEqual(whole.rows);
        expect(inPieces.quarantined).toEqual(whole.quarantined);
      },
    ),
    { numRuns: 300 },
  );
});
