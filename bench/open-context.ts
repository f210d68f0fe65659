import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Instance } from "../src/domain/instance.ts";
import { makeBasisReader } from "../src/pipeline/material/basis.ts";
import { usualChunkRows } from "../src/pipeline/material/chunk.ts";
import type { PipelineContext } from "../src/pipeline/material/context.ts";
import type { Database } from "../src/platform/database.ts";
import { must } from "../src/platform/errors.ts";
import { readMasterKey } from "../src/platform/master-key.ts";
import { openDatabase } from "../src/platform/open-database.ts";
import { readCatalogue } from "../src/registry/finding-types.ts";
import { parseInstanceFile } from "../src/registry/instance-file/parse-instance-file.ts";
import { readShadowserverSchema } from "../src/sources/shadowserver/read-schema.ts";
import { makeShadowserverSource } from "../src/sources/shadowserver/shadowserver-source.ts";
import type { Bench } from "./row.ts";

/** Where the data lies that the product ships. */
export const dataFolder = fileURLToPath(new URL("../data", import.meta.url));

/** What the pipeline works with, on a database that is to be closed. */
export type BenchContext = PipelineContext & { readonly sql: Database };

/** The composition of main.ts as far as a report needs it, with a clock that starts at noon of the day. */
export async function openContext(bench: Bench, day: string): Promise<BenchContext> {
  const databaseUrl = must(bench.databaseUrl, "the plan of a row says whether it has a database");
  mkdirSync(bench.folder, { recursive: true });
  const aheadMs = Date.parse(`${day}T12:00:00Z`) - Date.now();
  const sql = await openDatabase({
    databaseUrl,
    dataFolder: bench.folder,
    postgresFolder: null,
  });
  const clock = (): Date => new Date(Date.now() + aheadMs);
  const instance = readInstance();
  const masterKey = await readMasterKey(join(bench.folder, "keys"));
  return {
    sql,
    clock,
    instance,
    catalogue: readCatalogue(join(dataFolder, "finding-types")),
    sources: [
      makeShadowserverSource(await readShadowserverSchema(join(dataFolder, "shadowserver"))),
    ],
    masterKey,
    keptFolder: join(bench.folder, "reports"),
    readBasis: makeBasisReader(sql, clock, instance.homeCountry, masterKey),
    chunkRows: usualChunkRows,
  };
}

/** What the demonstration says of itself. */
export function readInstance(): Instance {
  const parsed = parseInstanceFile(readFileSync(join(dataFolder, "demo/instance.yaml"), "utf8"));
  if ("instance" in parsed) return parsed.instance;
  throw new Error(`The instance file of the demonstration has ${parsed.problems.length} mistakes.`);
}
