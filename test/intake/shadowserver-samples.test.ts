import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { makeRowBatch } from "../../src/domain/report/row-batch.ts";
import type { Source } from "../../src/domain/report/source.ts";
import { readCatalogue } from "../../src/registry/finding-types.ts";
import { readShadowserverSchema } from "../../src/sources/shadowserver/read-schema.ts";
import { makeShadowserverSource } from "../../src/sources/shadowserver/shadowserver-source.ts";
import { sharedDataFolder } from "../abilities.ts";

const samples = join(sharedDataFolder ?? "", "shadowserver/samples");
const files = sharedDataFolder === null ? ["(absent)"] : readdirSync(samples);

/** Reads rows as csv-parse does, with stray quotes as they are. */
function readWithOracle(bytes: Buffer): Record<string, string>[] {
  return parse(bytes, { bom: true, columns: true, relax_column_count: true, relax_quotes: true });
}

describe.skipIf(sharedDataFolder === null)("the real samples of Shadowserver's reports", () => {
  const catalogue = readCatalogue(join(import.meta.dirname, "../../data/finding-types"));
  let source: Source;

  beforeAll(async () => {
    source = makeShadowserverSource(
      await readShadowserverSchema(join(import.meta.dirname, "../../data/shadowserver")),
    );
  });

  test.each(files)("%s is read without loss", (file) => {
    const bytes = readFileSync(join(samples, file));
    const rows = readWithOracle(bytes);
    const fileName = `2026-11-20-${file.slice(0, -4)}-nederland-geo.csv`;
    expect(source.recognises(bytes, fileName)).toBe(true);
    const opened = source.open(bytes, { fileName, type: null, mapping: new Map(), catalogue });
    if (opened.kind === "refused") throw new Error(opened.refusal.detail);
    expect(opened.reportType).toBe(file.slice(0, -4));
    const batch = makeRowBatch(1000);
    opened.reader.read({ bytes, at: 0, last: true }, opened.cursor, batch);
    const networks = rows.filter(({ ip }) => ip?.includes("/"));
    expect(batch.quarantined).toMatchObject(networks.map(({ ip }) => ({ field: "ip", value: ip })));
    expect(batch.count + batch.quarantined.length).toBe(rows.length);
    for (let i = 0; i < batch.count; i += 1) {
      const row = rows[(batch.row[i] as number) - 1] ?? {};
      const evidence = opened.reader.evidence(bytes.subarray(batch.offset[i]));
      const expected = Object.entries(row).filter(([, value]) => value !== "");
      expect([...evidence].map(([column]) => column)).toEqual(expected.map(([column]) => column));
      for (const [column, value] of expected) {
        // csv-parse puts an opening quote back before what it takes out of a field with stray quotes; so do we not.
        if (!value.includes('\\"')) expect(evidence.get(column)).toBe(value);
      }
    }
  });
});
