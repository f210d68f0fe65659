import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeSmallCatalogue } from "../../../test/makers/finding-types.ts";
import { type ReadOptions, type ReadReport, readReport } from "../../../test/makers/read-report.ts";
import type { OpenOptions } from "../../domain/report/source.ts";
import { jsonlSource } from "./jsonl-source.ts";

const catalogue = makeSmallCatalogue();
const timestamp = "2026-11-20T08:30:00Z";

function optionsOf(over: Partial<OpenOptions>): OpenOptions {
  return { fileName: "list.jsonl", type: null, mapping: new Map(), catalogue, ...over };
}

function read(text: string | Buffer, over: Partial<OpenOptions> & ReadOptions = {}): ReadReport {
  return readReport(jsonlSource, text, optionsOf(over), over);
}

const lines = (...values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join("");

test("an object tells what its keys say; the rest is evidence", () => {
  const text = lines({
    IP: "2001:DB8::7",
    port: 3389,
    timestamp,
    type: ["rdp", "nobody-knows"],
    info: { a: [1, 2], b: null, c: { d: true } },
    empty: "",
  });
  const { rows, reader } = read(text);
  expect(rows).toMatchObject([
    { row: 1, line: 1, offset: 0, address: "2001:db8::7", port: 3389, type: "open-rdp" },
  ]);
  expect([...reader.evidence(Buffer.from(text))]).toEqual([
    ["IP", "2001:DB8::7"],
    ["port", "3389"],
    ["timestamp", timestamp],
    ["type", '["rdp","nobody-knows"]'],
    ["info.a", "[1,2]"],
    ["info.c.d", "true"],
  ]);
});

test("a key that --map names goes before one that merely has the field's name", () => {
  const mapping = new Map([["address", "ip"]]);
  for (const object of [
    { ip: "10.0.0.1", address: "192.0.2.7", timestamp, type: "rdp" },
    { address: "192.0.2.7", ip: "10.0.0.1", timestamp, type: "rdp" },
  ]) {
    expect(read(lines(object), { mapping }).rows).toMatchObject([{ address: "192.0.2.7" }]);
  }
});

describe("a line that is no row is put aside", () => {
  const good = { ip: "192.0.2.7", timestamp, type: "rdp" };
  test.each([
    ["[1]", "row", "not a JSON object"],
    ["null", "row", "not a JSON object"],
    ['{"ip":', "row", "not a JSON object"],
    [JSON.stringify({ ...good, ip: ["192.0.2.7"] }), "ip", "not an IP address"],
    [JSON.stringify({ ...good, ip: { v4: 1 } }), "ip", "not an IP address"],
    [JSON.stringify({ ...good, port: 33.5 }), "port", "not a port from 1 to 65535"],
    [JSON.stringify({ ...good, port: 1e21 }), "port", "not a port from 1 to 65535"],
    [
      JSON.stringify({ ...good, timestamp: 1763627400 }),
      "timestamp",
      "not a time with zone like 2026-01-31T23:59:59Z",
    ],
    [JSON.stringify({ timestamp, type: "rdp" }), "ip", "neither an address nor a name"],
  ])("%s", (line, field, reason) => {
    const { rows, quarantined } = read(`${lines(good)}${line}\n${lines(good)}`);
    expect(rows.map((row) => row.row)).toEqual([1, 3]);
    expect(quarantined).toMatchObject([{ row: 2, line: 2, field, reason }]);
  });

  test("also when it is longer than 1 MiB, in pieces of any size", () => {
    const text = `${lines(good)}${" ".repeat(2 << 20)}${JSON.stringify({ x: "y".repeat(2 << 20) })}\r\n\n${lines(good)}`;
    for (const pieceBytes of [1 << 14, 1 << 20, 1 << 23]) {
      const { rows, quarantined } = read(text, { pieceBytes });
      expect(rows.map(({ row, line }) => [row, line])).toEqual([
        [1, 1],
        [3, 4],
      ]);
      expect(quarantined).toMatchObject([{ row: 2, line: 2, reason: "longer than 1 MiB" }]);
    }
  });
});

test("hostile keys are data", () => {
  const text = `{"__proto__":{"ip":"203.0.113.66","polluted":1},"constructor":1,"ip":"192.0.2.7","timestamp":"${timestamp}","type":"rdp"}\n`;
  const { rows, reader } = read(text);
  expect(rows).toMatchObject([{ address: "192.0.2.7" }]);
  expect(reader.evidence(Buffer.from(text)).get("__proto__.polluted")).toBe("1");
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("an object of any depth is read", () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const text = `{"deep":${deep},"ip":"192.0.2.7","timestamp":"${timestamp}","type":"rdp"}\n`;
  const { rows, reader } = read(text);
  expect(rows).toHaveLength(1);
  expect(reader.evidence(Buffer.from(text)).get("ip")).toBe("192.0.2.7");
});

test("stray bytes are counted", () => {
  const text = lines({ ip: "192.0.2.7", timestamp, type: "rdp", remark: "~" });
  const bytes = Buffer.from(text);
  bytes[bytes.indexOf("~")] = 0xff;
  expect(read(bytes)).toMatchObject({ replacedBytes: 1, rows: [{ address: "192.0.2.7" }] });
});

describe("what is refused", () => {
  test.each([
    ["", "empty"],
    ["[{}]", "wrong-format"],
    [`[${'{"a":1},'.repeat(300_000)}{}]`, "wrong-format"],
    ["ip,port\n1,2\n", "wrong-format"],
  ])("%#: %s", (text, reason) => {
    expect(jsonlSource.open(Buffer.from(text), optionsOf({}))).toMatchObject({
      kind: "refused",
      refusal: { reason },
    });
  });

  test("a mapping to what is no field", () => {
    const mapping = new Map([["a", "address"]]);
    expect(jsonlSource.open(Buffer.from("{}"), optionsOf({ mapping }))).toMatchObject({
      kind: "refused",
      refusal: { reason: "bad-header", field: "a" },
    });
  });
});

test("whatever it is given, it does not throw, and gives the same in pieces and batches of any size", () => {
  const line = fc.oneof(
    fc.json(),
    fc.constant(JSON.stringify({ ip: "192.0.2.7", timestamp, type: "rdp" })),
    fc.string({ unit: fc.constantFrom("{", "}", '"', "\r", "\n", " ", "1"), maxLength: 30 }),
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 5 }),
      (all, pieceBytes, capacity) => {
        const text = ["{}", ...all].join("\n");
        const whole = read(text);
        const inPieces = read(text, { pieceBytes, capacity });
        expect(inPieces.rows).toEqual(whole.rows);
        expect(inPieces.quarantined).toEqual(whole.quarantined);
      },
    ),
    { numRuns: 300 },
  );
});
