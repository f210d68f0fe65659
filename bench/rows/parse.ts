import { join } from "node:path";
import { makeRowBatch } from "../../src/domain/report/row-batch.ts";
import { makeCsvScanner, scanned } from "../../src/platform/csv-scanner.ts";
import { readCatalogue } from "../../src/registry/finding-types.ts";
import { readShadowserverSchema } from "../../src/sources/shadowserver/read-schema.ts";
import { makeShadowserverSource } from "../../src/sources/shadowserver/shadowserver-source.ts";
import { firstReport } from "../day-reports.ts";
import { columnCount, makeReport, neededColumns } from "../make-report.ts";
import { type Outcome, repeat } from "../measure.ts";
import { dataFolder } from "../open-context.ts";
import type { Bench } from "../row.ts";

const usualRows = 200_000;
const comma = 44;

/** Finds the values of eight columns, and reads rows as intake does, both from memory. */
export async function parse(bench: Bench): Promise<Outcome> {
  const rows = bench.size ?? usualRows;
  const report = firstReport(bench, rows);
  const text = Buffer.concat([...makeReport(report.shape)]);
  const readRows = await openRows(text, report.fileName);
  const scanRows = makeScan(text);
  const toRate = (seconds: number): number => rows / seconds;
  return {
    measures: [
      {
        name: "scanner, 8 needed columns of 42",
        unit: "rows/s",
        values: repeat(bench.repeats, () => check(scanRows(), rows), toRate),
        goal: null,
      },
      {
        name: "reader, rows checked and in a batch",
        unit: "rows/s",
        values: repeat(bench.repeats, () => check(readRows(), rows), toRate),
        goal: null,
      },
    ],
    about: [`${rows} rows of ${columnCount} columns, ${Math.round(text.length / rows)} bytes each`],
    profile: null,
  };
}

/** Scans the text once; answers how many rows it has. */
function makeScan(text: Buffer): () => number {
  const scanner = makeCsvScanner(columnCount, neededColumns, comma);
  return () => {
    let records = 0;
    for (
      let at = 0;
      scanner.scan(text, at, text.length, true) === scanned.record;
      at = scanner.next
    )
      records++;
    return records - 1;
  };
}

/** Reads the text once; answers how many rows were accepted. */
async function openRows(text: Buffer, fileName: string): Promise<() => number> {
  const source = makeShadowserverSource(
    await readShadowserverSchema(join(dataFolder, "shadowserver")),
  );
  const catalogue = readCatalogue(join(dataFolder, "finding-types"));
  const options = { fileName, type: null, mapping: new Map<string, string>(), catalogue };
  const opened = source.open(text.subarray(0, 1 << 20), options);
  if (opened.kind === "refused") throw new Error(opened.refusal.detail);
  const batch = makeRowBatch(16_384);
  return () => {
    const cursor = { ...opened.cursor };
    let accepted = 0;
    do {
      batch.count = 0;
      opened.reader.read({ bytes: text, at: 0, last: true }, cursor, batch);
      accepted += batch.count;
    } while (batch.count > 0);
    return accepted;
  };
}

function check(found: number, rows: number): void {
  if (found !== rows) throw new Error(`${found} of ${rows} rows were read.`);
}
