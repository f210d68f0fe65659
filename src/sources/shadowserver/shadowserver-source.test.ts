import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { makeSmallCatalogue } from "../../../test/makers/finding-types.ts";
import { type ReadOptions, type ReadReport, readReport } from "../../../test/makers/read-report.ts";
import type { Opened, OpenOptions, Source } from "../../domain/report/source.ts";
import { readShadowserverSchema } from "./read-schema.ts";
import { makeShadowserverSource } from "./shadowserver-source.ts";

const catalogue = makeSmallCatalogue();

let source: Source;

beforeAll(async () => {
  const folder = new URL("../../../data/shadowserver", import.meta.url).pathname;
  source = makeShadowserverSource(await readShadowserverSchema(folder));
});

function open(text: string | Buffer, fileName: string, over: Partial<OpenOptions> = {}): Opened {
  return source.open(Buffer.from(text as string), {
    fileName,
    type: null,
    mapping: new Map(),
    catalogue,
    ...over,
  });
}

/** Reads a report handed over in pieces of at most `pieceBytes`, in batches of `capacity`. */
function read(
  text: string | Buffer,
  fileName: string,
  over: Partial<OpenOptions> & ReadOptions = {},
): ReadReport {
  const options = { fileName, type: null, mapping: new Map<string, string>(), catalogue };
  return readReport(source, text, { ...options, ...over }, over);
}

const rdpHeader = '"timestamp","severity","ip","protocol","port","hostname","tag","asn"';
const rdpRow = '"2026-11-20 08:30:00","high","192.0.2.7","tcp",3389,"r7.isp.example","rdp",64500';

describe("a row", () => {
  test("tells address, port, transport, time, type and severity", () => {
    expect(read(`${rdpHeader}\n${rdpRow}\n`, "2026-11-20-scan_rdp-nederland-geo.csv").rows).toEqual(
      [
        {
          row: 1,
          line: 2,
          offset: rdpHeader.length + 1,
          address: "192.0.2.7",
          name: null,
          port: 3389,
          transport: 6,
          observedAt: "2026-11-20T08:30:00.000Z",
          type: "open-rdp",
          severity: "high",
        },
      ],
    );
  });

  test("reads the same whatever the order of the columns", () => {
    const columns = rdpHeader.split(",");
    const values = rdpRow.split(",");
    const [expected] = read(`${rdpHeader}\n${rdpRow}\n`, "scan_rdp.csv").rows;
    fc.assert(
      fc.property(fc.shuffledSubarray(columns, { minLength: columns.length }), (order) => {
        const row = order.map((column) => values[columns.indexOf(column)]).join(",");
        expect(read(`${order.join(",")}\n${row}\n`, "scan_rdp.csv").rows).toEqual([expected]);
      }),
      { numRuns: 50 },
    );
  });

  test("survives missing optional and unknown new columns, which are evidence", () => {
    const text =
      'timestamp,ip,port,invented\n2026-11-20 08:30:00,2001:DB8::7,3389,"new, ""quoted"""\n';
    const { rows, reader } = read(text, "scan6_rdp.csv");
    expect(rows).toMatchObject([
      { address: "2001:db8::7", transport: 6, type: "open-rdp", severity: "high" },
    ]);
    const evidence = reader.evidence(Buffer.from(text).subarray(rows[0]?.offset));
    expect([...evidence]).toEqual([
      ["timestamp", "2026-11-20 08:30:00"],
      ["ip", "2001:DB8::7"],
      ["port", "3389"],
      ["invented", 'new, "quoted"'],
    ]);
  });

  test("is of the type that its tags say more precisely, at the severity that it says itself", () => {
    const text = [
      "timestamp,ip,port,tag,severity",
      "2026-11-20 08:30:00,192.0.2.1,443,exchange,",
      "2026-11-20 08:30:00,192.0.2.2,443,exchange;cve-2021-26855,medium",
      "2026-11-20 08:30:00,192.0.2.3,443,nobody-knows,CRITICAL",
      "2026-11-20 08:30:00,192.0.2.4,443,,urgent",
    ].join("\n");
    expect(read(text, "scan_exchange.csv").rows).toMatchObject([
      { type: "vulnerable-exchange", severity: "high" },
      { type: "cve-2021-26855", severity: "medium" },
      { type: "vulnerable-exchange", severity: "critical" },
      { type: "vulnerable-exchange", severity: "high" },
    ]);
  });

  test("has a name only where it was asked for", () => {
    const website = "timestamp,ip,port,hostname,http_host,url";
    const at = "2026-11-20 08:30:00";
    expect(
      read(
        `${website}\n${at},192.0.2.1,80,r1.isp.example,Shop.Example:80,/x\n`,
        "compromised_website.csv",
      ).rows,
    ).toMatchObject([{ name: "shop.example" }]);
    expect(
      read(`${website}\n${at},192.0.2.1,80,r1.isp.example,192.0.2.1,\n`, "compromised_website.csv")
        .rows,
    ).toMatchObject([{ name: null }]);
    const sinkhole = "timestamp,src_ip,src_port,src_hostname,http_host,http_url";
    expect(
      read(
        `${sinkhole}\n${at},192.0.2.1,4000,r1.isp.example,c2.example,/gate\n`,
        "event4_sinkhole_http.csv",
      ).rows,
    ).toMatchObject([{ name: null, address: "192.0.2.1", port: 4000 }]);
  });

  test("about leaked credentials has the mail domain and no address", () => {
    const text =
      "timestamp,email,username\n2026-11-20 08:30:00,J.Jansen@Mail.Shop.example,jj\n2026-11-20 08:30:00,jansen,jj\n";
    const { rows, quarantined } = read(text, "compromised_account.csv");
    expect(rows).toMatchObject([{ name: "mail.shop.example", address: null }]);
    expect(quarantined).toMatchObject([{ row: 2, line: 3, field: "email", value: "(not shown)" }]);
  });

  test("folds an IPv4-mapped address", () => {
    const text = "timestamp,ip,port\n2026-11-20 08:30:00,::ffff:192.0.2.7,3389\n";
    expect(read(text, "scan6_rdp.csv").rows).toMatchObject([{ address: "192.0.2.7" }]);
  });

  test("may have any port where the port is not part of a finding's identity", () => {
    const text = "timestamp,src_ip,src_port\n2026-11-20 08:30:00,192.0.2.1,0\n";
    expect(read(text, "event4_sinkhole.csv").rows).toMatchObject([{ port: 0 }]);
  });

  test("has no port where its transport has none", () => {
    const text = "timestamp,ip,port,protocol\n2026-11-20 08:30:00,192.0.2.1,0,gre\n";
    expect(read(text, "scan_rdp.csv").rows).toMatchObject([{ port: 0, transport: 47 }]);
  });
});

test("rows may lack the columns at the end of a header that is newer than they", () => {
  const at = "2026-11-20 08:30:00";
  const text = `timestamp,ip,port,tag,new1,new2\n${at},192.0.2.1,1,rdp\n${at},192.0.2.2,2,rdp,,\n${at},192.0.2.3,3\n${at},192.0.2.4,4,rdp`;
  const { rows, quarantined } = read(text, "scan_rdp.csv");
  expect(rows).toMatchObject([{ port: 1 }, { port: 2 }]);
  expect(quarantined.map(({ reason }) => reason)).toEqual(["3 of 6 fields", "4 of 6 fields"]);
});

describe("a row that does not parse is put aside with line, field, reason and value", () => {
  const header = "timestamp,ip,port";
  test.each([
    ["2026-11-20 08:30:00,10.0.0,3389", "ip", "not an IP address", "10.0.0"],
    ["2026-11-20 08:30:00,192.0.2.0/24,3389", "ip", "a network, not one address", "192.0.2.0/24"],
    ["2026-11-20 08:30:00,192.0.2.07,3389", "ip", "not an IP address", "192.0.2.07"],
    ["2026-11-20 08:30:00,192.0.2.7,70000", "port", "not a port from 1 to 65535", "70000"],
    ["2026-11-20 08:30:00,192.0.2.7,0", "port", "not a port from 1 to 65535", "0"],
    [
      "2026-11-31 08:30:00,192.0.2.7,3389",
      "timestamp",
      "not a time like 2026-01-31 23:59:59",
      "2026-11-31 08:30:00",
    ],
    [
      "20-11-2026 08:30,192.0.2.7,3389",
      "timestamp",
      "not a time like 2026-01-31 23:59:59",
      "20-11-2026 08:30",
    ],
    ["2026-11-20,192.0.2.7,3389", "timestamp", "not a time like 2026-01-31 23:59:59", "2026-11-20"],
    ["2026-11-20 08:30:00,,3389", "ip", "neither an address nor a name", ""],
    ["2026-11-20 08:30:00,192.0.2.7", "row", "2 of 3 fields", "2026-11-20 08:30:00,192.0.2.7"],
  ])("%s", (line, field, reason, value) => {
    const good = "2026-11-20 08:30:00,192.0.2.7,3389";
    const { rows, quarantined } = read([header, good, line, good].join("\n"), "scan_rdp.csv");
    expect(rows.map((row) => row.row)).toEqual([1, 3]);
    expect(quarantined).toEqual([{ row: 2, line: 3, field, reason, value }]);
  });

  test("cut to 200 characters without control characters", () => {
    const text = `${header}\n2026-11-20 08:30:00,"${"x\u001b".repeat(300)}",1\n`;
    const [row] = read(text, "scan_rdp.csv").quarantined;
    expect(row?.value).toBe("x ".repeat(100));
  });

  test("also when it is longer than 1 MiB, in pieces of any size", () => {
    const long = `2026-11-20 08:30:00,192.0.2.8,${"9".repeat(3 << 20)}`;
    const text = `${header}\n2026-11-20 08:30:00,192.0.2.7,1\n${long}\r\n2026-11-20 08:30:00,192.0.2.9,1\n`;
    for (const pieceBytes of [1 << 12, 1 << 20, 1 << 24]) {
      const { rows, quarantined } = read(text, "scan_rdp.csv", { pieceBytes });
      expect(rows.map((row) => [row.row, row.line])).toEqual([
        [1, 2],
        [3, 4],
      ]);
      expect(quarantined).toEqual([
        { row: 2, line: 3, field: "row", reason: "longer than 1 MiB", value: "" },
      ]);
    }
  });
});

describe("a report is refused", () => {
  test.each([
    ["", "scan_rdp.csv", "empty", null],
    ["\n \n", "scan_rdp.csv", "empty", null],
    ["timestamp,port\n1,2\n", "scan_rdp.csv", "bad-header", "ip"],
    ["timestamp,ip\n1,2\n", "scan_rdp.csv", "bad-header", "port"],
    ["timestamp,ip,port,ip\n1,2,3,4\n", "scan_rdp.csv", "bad-header", "ip"],
    ["hello\n", "scan_rdp.csv", "bad-header", null],
    ["timestamp,ip,port\n", "scan_invented.csv", "unknown-type", null],
    ["timestamp,ip,port\n", "list.txt", "unknown-type", null],
    [Buffer.from("\ufefftimestamp,ip,port\n", "utf16le"), "scan_rdp.csv", "wrong-format", null],
    [Buffer.from("timestamp,ip,port\n", "utf16le"), "scan_rdp.csv", "wrong-format", null],
    [Buffer.from([0x1f, 0x8b, 8, 0, 1, 2]), "scan_rdp.csv", "wrong-format", null],
  ])("%j as %s: %s", (text, fileName, reason, field) => {
    expect(open(text, fileName)).toMatchObject({ kind: "refused", refusal: { reason, field } });
  });

  test("of an unknown type unless --type says what it is", () => {
    const type = catalogue.findType("open-rdp");
    const text = "timestamp,ip,port\n2026-11-20 08:30:00,192.0.2.7,3389\n";
    expect(read(text, "2026-11-20-scan_invented-x.csv", { type }).rows).toMatchObject([
      { type: "open-rdp", address: "192.0.2.7", port: 3389 },
    ]);
  });
});

test("a byte order mark is passed over, and stray bytes are counted", () => {
  const bytes = Buffer.concat([
    Buffer.from("\ufefftimestamp,ip,port,banner\n2026-11-20 08:30:00,192.0.2.7,3389,"),
    Buffer.from([0xff, 0x41, 0xfe]),
    Buffer.from("\n"),
  ]);
  const { rows, replacedBytes, reader } = read(bytes, "scan_rdp.csv");
  expect(rows).toHaveLength(1);
  expect(replacedBytes).toBe(2);
  const evidence = reader.evidence(bytes.subarray(rows[0]?.offset));
  expect(evidence.get("banner")).toBe("\ufffdA\ufffd");
});

test("recognises its reports by name and header, and by header alone", () => {
  const header = Buffer.from("timestamp,ip,port,hostname,tag,asn,geo,region,city,naics\n");
  expect(source.recognises(header, "2026-11-20-scan_rdp-x.csv")).toBe(true);
  expect(source.recognises(header, null)).toBe(true);
  expect(source.recognises(Buffer.from("timestamp,ip,port,cve\n"), "list.csv")).toBe(false);
  expect(source.recognises(Buffer.from('{"timestamp":1}\n'), "scan_rdp.csv")).toBe(false);
  expect(source.recognises(Buffer.from(""), null)).toBe(false);
  expect(source.recognises(Buffer.from("<html>"), "2026-11-20-scan_rdp-x.csv")).toBe(true);
  expect(source.recognises(Buffer.from("ip,type\n"), "special-addresses.csv")).toBe(false);
});

const junkRow = fc.oneof(
  fc.constant(rdpRow),
  fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "1", ":", ".", "é"), maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 40 }),
);

test("whatever it is given, it does not throw, and gives the same in pieces and batches of any size", () => {
  fc.assert(
    fc.property(
      fc.array(junkRow, { maxLength: 12 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 5 }),
      (rows, pieceBytes, capacity) => {
        const text = [rdpHeader, ...rows].join("\n");
        const whole = read(text, "scan_rdp.csv");
        const inPieces = read(text, "scan_rdp.csv", { pieceBytes, capacity });
        expect(inPieces.rows).toEqual(whole.rows);
        expect(inPieces.quarantined).toEqual(whole.quarantined);
        const places = [...whole.rows, ...whole.quarantined].map((row) => row.row);
        expect(places.sort((a, b) => a - b)).toEqual(places.map((_, i) => i + 1));
      },
    ),
    { numRuns: 300 },
  );
});
