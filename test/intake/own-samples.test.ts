import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { chooseSource } from "../../src/domain/report/choose-source.ts";
import { makeRowBatch } from "../../src/domain/report/row-batch.ts";
import { formats, type Source } from "../../src/domain/report/source.ts";
import { readCatalogue } from "../../src/registry/finding-types.ts";
import { delimitedSource } from "../../src/sources/delimited/delimited-source.ts";
import { intelmqSource } from "../../src/sources/intelmq/intelmq-source.ts";
import { jsonlSource } from "../../src/sources/jsonl/jsonl-source.ts";
import { nucleiSource } from "../../src/sources/nuclei/nuclei-source.ts";
import { readShadowserverSchema } from "../../src/sources/shadowserver/read-schema.ts";
import { makeShadowserverSource } from "../../src/sources/shadowserver/shadowserver-source.ts";

const folder = join(import.meta.dirname, "../samples");
const data = join(import.meta.dirname, "../../data");

const place = z.object({ row: z.number(), line: z.number(), field: z.string().nullable() });
const expectations = z
  .array(
    z.object({
      file: z.string(),
      format: z.enum(formats),
      options: z
        .object({ type: z.string(), map: z.record(z.string(), z.string()).default({}) })
        .optional(),
      rows: z.number().nullable(),
      accepted: z.number().nullable(),
      quarantine: z.array(place).nullable(),
      refused: z.string().nullable(),
    }),
  )
  .parse(JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")));

/** Unpacking is tested where it is done; here only text counts. */
function readText(file: string): Buffer | null {
  const bytes = readFileSync(join(folder, file));
  if (file.endsWith(".gz")) return gunzipSync(bytes);
  if (file.endsWith(".zst")) return zstdDecompressSync(bytes);
  return file.endsWith(".zip") ? null : bytes;
}

const catalogue = readCatalogue(join(data, "finding-types"));
let sources: readonly Source[];

beforeAll(async () => {
  const schema = await readShadowserverSchema(join(data, "shadowserver"));
  sources = [
    makeShadowserverSource(schema),
    delimitedSource,
    jsonlSource,
    nucleiSource,
    intelmqSource,
  ];
});

const readable = expectations.filter(
  ({ file, refused }) => refused !== "damaged" && !file.endsWith(".zip"),
);

describe("our own samples", () => {
  test("are all expected to be something", () => {
    const listed = expectations.map(({ file }) => file);
    for (const format of formats) {
      const files = readdirSync(join(folder, format)).map((file) => `${format}/${file}`);
      expect(files.filter((file) => !listed.includes(file))).toEqual([]);
    }
  });

  test.each(readable)("$file", ({ file, format, options, rows, accepted, quarantine, refused }) => {
    const bytes = readText(file) ?? Buffer.alloc(0);
    const fileName = file.replace(/^.*\//, "").replace(/\.(?:gz|zst)$/, "");
    if (refused === null) expect(chooseSource(sources, bytes, fileName)?.format).toBe(format);
    const source = sources.find((candidate) => candidate.format === format);
    const opened = source?.open(bytes, {
      fileName,
      type: options === undefined ? null : catalogue.findType(options.type),
      mapping: new Map(
        Object.entries(options?.map ?? {}).map(([column, field]) => [column.toLowerCase(), field]),
      ),
      catalogue,
    });
    if (opened?.kind !== "opened") {
      expect(opened?.refusal.reason).toBe(refused);
      return;
    }
    expect(refused).toBeNull();
    const batch = makeRowBatch(1000);
    opened.reader.read({ bytes, at: 0, last: true }, opened.cursor, batch);
    if (rows !== null) expect(batch.count + batch.quarantined.length).toBe(rows);
    if (accepted !== null) expect(batch.count).toBe(accepted);
    if (quarantine !== null) {
      const found = batch.quarantined.map(({ row, line, field }, i) => ({
        row,
        line,
        field: quarantine[i]?.field === null ? null : field,
      }));
      expect(found).toEqual(quarantine);
    }
    for (let i = 0; i < batch.count; i += 1) {
      const evidence = opened.reader.evidence(bytes.subarray(batch.offset[i]));
      expect(evidence.size).toBeGreaterThan(1);
    }
  });
});
