import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Catalogue } from "../src/domain/finding/finding-type.ts";
import type { Instance } from "../src/domain/instance.ts";
import { makeBasisReader } from "../src/pipeline/material/basis.ts";
import type { PipelineContext } from "../src/pipeline/material/context.ts";
import type { Sql } from "../src/platform/database.ts";
import { readMasterKey } from "../src/platform/master-key.ts";
import { delimitedSource } from "../src/sources/delimited/delimited-source.ts";
import { jsonlSource } from "../src/sources/jsonl/jsonl-source.ts";

/** What the pipeline's tests work with: the database of the test, a folder of their own, a clock that stands still. */
export async function makePipelineContext(
  sql: Sql,
  settings: {
    readonly catalogue: Catalogue;
    readonly now: Date;
    readonly chunkRows: number;
    readonly instance: Instance;
  },
): Promise<PipelineContext> {
  const folder = mkdtempSync(join(tmpdir(), "meldpunt-kept-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const masterKey = await readMasterKey(join(folder, "keys"));
  return {
    sql,
    clock: () => settings.now,
    instance: settings.instance,
    catalogue: settings.catalogue,
    sources: [jsonlSource, delimitedSource],
    masterKey,
    keptFolder: join(folder, "reports"),
    readBasis: makeBasisReader(sql, () => settings.now, settings.instance.homeCountry, masterKey),
    chunkRows: settings.chunkRows,
  };
}
