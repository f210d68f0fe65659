import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsvHeader } from "./csv-header.ts";
import { makeCsvScanner, maxRecordBytes, readCsvValue, scanned } from "./csv-scanner.ts";

const comma = 44;

type Scan = {
  readonly records: string[][];
  /** Number of the line that each record begins on. */
  readonly lines: number[];
  readonly faults: { readonly line: number; readonly reason: string }[];
};

/** Reads text handed over in pieces that end at the given offsets; what does not fit yet is handed over again. */
function scanAll(
  text: string | Buffer,
  columns: number,
  cuts: readonly number[] = [],
  delimiter = comma,
): Scan {
  const bytes = Buffer.from(text as string);
  const all = Array.from({ length: columns }, (_, column) => column);
  const scanner = makeCsvScanner(columns, all, delimiter);
  const scan: Scan = { records: [], lines: [], faults: [] };
  const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort(
    (a, b) => a - b,
  );
  let at = 0;
  let line = 1;
  for (const [i, end] of ends.entries()) {
    const last = i === ends.length - 1;
    for (;;) {
      const found = scanner.scan(bytes, at, end, last);
      if (found === scanned.more) break;
      line += scanner.linesBefore;
      at = scanner.next;
      if (found === scanned.nothing) break;
      if (found === scanned.tooLong)
        return { ...scan, faults: [...scan.faults, { line, reason: "too long" }] };
      if (found === scanned.fault) scan.faults.push({ line, reason: scanner.fault });
      else {
        scan.lines.push(line);
        scan.records.push(
          all.map((slot) =>
            readCsvValue(
              bytes,
              scanner.from[slot] as number,
              scanner.until[slot] as number,
              scanner.escaped[slot] as number,
            ),
          ),
        );
      }
      line += scanner.lines;
    }
  }
  return scan;
}

const value = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "7", " ", ",", '"', "\n", "\r", "é", ";", "\t") }),
  fc.string({ unit: "binary" }),
);

/** A value as it may be written; quoted when it has to be, and sometimes when not. */
function write(text: string, isQuoted: boolean): string {
  return isQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const file = fc
  .tuple(fc.integer({ min: 2, max: 6 }), fc.constantFrom("\n", "\r\n", "\r"))
  .chain(([columns, lineEnd]) =>
    fc.record({
      columns: fc.constant(columns),
      lineEnd: fc.constant(lineEnd),
      rows: fc.array(
        fc.array(fc.tuple(value, fc.boolean()), { minLength: columns, maxLength: columns }),
        { maxLength: 12 },
      ),
      endsOpen: fc.boolean(),
      cuts: fc.array(fc.nat({ max: 300 }), { maxLength: 8 }),
    }),
  )
  .map(({ columns, lineEnd, rows, endsOpen, cuts }) => {
    const lines = rows.map((row) => row.map(([text, isQuoted]) => write(text, isQuoted)).join(","));
    const text = lines.join(lineEnd) + (endsOpen || rows.length === 0 ? "" : lineEnd);
    return { columns, text, cuts, values: rows.map((row) => row.map(([text]) => text)) };
  });

describe("well-formed text", () => {
  test("reads as it was written and as csv-parse reads it, in pieces of any size", () => {
    fc.assert(
      fc.property(file, ({ columns, text, cuts, values }) => {
        const scan = scanAll(text, columns, cuts);
        const written = values.map((row) => row.map((cell) => cell.toWellFormed()));
        expect(scan.faults).toEqual([]);
        expect(scan.records).toEqual(written);
        const oracle = parse(Buffer.from(text), {
          record_delimiter: ["\r\n", "\n", "\r"],
          relax_column_count: true,
        });
        expect(scan.records).toEqual(oracle);
      }),
      { numRuns: 1500 },
    );
  });

  test("tells the line that each record begins on", () => {
    const scan = scanAll('a,"1\n2"\r\n\r\nb,2\rc,"x\r\ny\rz"\nd,4', 2);
    expect(scan.records.map(([name]) => name)).toEqual(["a", "b", "c", "d"]);
    expect(scan.lines).toEqual([1, 4, 5, 8]);
  });

  test("keeps only the columns asked for, in the order asked for", () => {
    const scanner = makeCsvScanner(4, [3, 1], comma);
    const bytes = Buffer.from('1,"two",3,4\n');
    expect(scanner.scan(bytes, 0, bytes.length, true)).toBe(scanned.record);
    const values = [0, 1].map((slot) =>
      bytes.toString("latin1", scanner.from[slot], scanner.until[slot]),
    );
    expect(values).toEqual(["4", "two"]);
  });

  test.each([";", "\t"])("takes %j as delimiter", (sign) => {
    expect(scanAll(`a${sign}"b${sign}c"\n`, 2, [], sign.charCodeAt(0)).records).toEqual([
      ["a", `b${sign}c`],
    ]);
  });
});

describe("malformed text", () => {
  test("puts rows of another length aside and never merges them", () => {
    const scan = scanAll("1,2,3\n4,5\n6,7,8\n9,10,11,12\n13,14,15\n", 3);
    expect(scan.records).toEqual([
      ["1", "2", "3"],
      ["6", "7", "8"],
      ["13", "14", "15"],
    ]);
    expect(scan.faults).toEqual([
      { line: 2, reason: "2 of 3 fields" },
      { line: 4, reason: "more than 3 fields" },
    ]);
  });

  test("an unclosed quote costs its own line, not the rest", () => {
    const good = Array.from({ length: 50 }, (_, i) => `${i},ok,x`);
    const scan = scanAll(['a,"open,x', ...good].join("\n"), 3);
    expect(scan.records).toHaveLength(50);
    expect(scan.faults).toEqual([{ line: 1, reason: "a quote is not closed" }]);
  });

  test("an unclosed quote before quoted rows costs at most its own line", () => {
    const good = Array.from({ length: 50 }, (_, i) => `"${i}","ok","x"`);
    const scan = scanAll(['"a","b","open', ...good].join("\n"), 3);
    expect(scan.records).toHaveLength(50);
    expect(scan.faults).toHaveLength(1);
  });

  test("a quote that does not end its field leaves the field as it is written", () => {
    const scan = scanAll('a,"Basic realm=\\"\\"Squid\\"\\"",c\nd,x"y,f\n', 3);
    expect(scan.records).toEqual([
      ["a", '"Basic realm=\\"\\"Squid\\"\\""', "c"],
      ["d", 'x"y', "f"],
    ]);
  });

  test("a line longer than a record may be is told as such", () => {
    const scan = scanAll(`a,${"x".repeat(maxRecordBytes)}\n`, 2);
    expect(scan.faults).toEqual([{ line: 1, reason: "too long" }]);
  });

  test("a quoted field that runs on for too long is put aside by its first line", () => {
    const filler = "xxxxxxxxxxxxxxx\n".repeat(maxRecordBytes / 16 + 1);
    const scan = scanAll(`a,"b\n${filler}`, 2);
    expect(scan.faults[0]).toEqual({ line: 1, reason: "a quote is not closed" });
    expect(scan.faults[1]).toEqual({ line: 2, reason: "1 of 2 fields" });
  });

  test("rows that end early by the columns that none of them has are whole", () => {
    const scanner = makeCsvScanner(4, [3, 1], comma, 2);
    const bytes = Buffer.from("1,2,3,4\na,b\nx,y,z\nc,d");
    const found: unknown[] = [];
    for (let at = 0; at < bytes.length; at = scanner.next) {
      const code = scanner.scan(bytes, at, bytes.length, true);
      const values = [0, 1].map((slot) =>
        bytes.toString("latin1", scanner.from[slot], scanner.until[slot]),
      );
      found.push(code === scanned.record ? values : scanner.fault);
    }
    expect(found).toEqual([["4", "2"], ["", "b"], "3 of 4 fields", "2 of 4 fields"]);
  });

  test("never throws, and answers the same in pieces of any size", () => {
    const junk = fc.string({
      unit: fc.constantFrom("a", ",", '"', "\n", "\r", "\u0000", "é"),
      maxLength: 200,
    });
    fc.assert(
      fc.property(
        junk,
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat({ max: 250 }), { maxLength: 6 }),
        (text, columns, cuts) => {
          expect(scanAll(text, columns, cuts)).toEqual(scanAll(text, columns));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("scanning from any record on gives the same records", () => {
    const junk = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n"), maxLength: 120 });
    fc.assert(
      fc.property(junk, (text) => {
        const bytes = Buffer.from(text);
        const one = makeCsvScanner(2, [0, 1], comma);
        const other = makeCsvScanner(2, [0, 1], comma);
        for (let at = 0; ; at = one.next) {
          const found = one.scan(bytes, at, bytes.length, true);
          if (found === scanned.nothing) break;
          expect(other.scan(bytes.subarray(at), 0, bytes.length - at, true)).toBe(found);
          expect(other.next + at).toBe(one.next);
        }
      }),
    );
  });
});

describe("the first record", () => {
  test("reads whatever its number of fields, quoted or not", () => {
    expect(readCsvHeader(Buffer.from('\n"a,b",c\n1,2\n'), 0, comma)).toEqual({
      values: ["a,b", "c"],
      offset: 9,
      line: 3,
    });
  });

  test("is refused with more columns than any report has", () => {
    expect(readCsvHeader(Buffer.from(`${"c,".repeat(600)}\n`), 0, comma)).toBeNull();
  });

  test("is refused when it does not end", () => {
    expect(readCsvHeader(Buffer.from("x".repeat(1 << 20)), 0, comma)).toBeNull();
  });
});
