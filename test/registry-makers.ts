import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type LoadRegistryInput, loadRegistry } from "../src/actions/load-registry.ts";
import { readBasis } from "../src/pipeline/material/basis.ts";
import type { Sql } from "../src/platform/database.ts";
import { csvRanges } from "../src/registry/csv-ranges.ts";
import { delegatedStatistics } from "../src/registry/delegated-statistics.ts";
import { risDump } from "../src/registry/ris-dump.ts";
import { rpsl } from "../src/registry/rpsl.ts";
import { operator } from "./makers/actors.ts";

export const registrySources = [csvRanges, delegatedStatistics, risDump, rpsl];

/** Loads texts or files into a database, at a fixed time unless told otherwise. */
export function useRegistryLoader(sql: Sql) {
  const folder = mkdtempSync(join(tmpdir(), "meldpunt-registry-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  return {
    /** Writes a text to a file of its own; answers the path. */
    write(content: string | Uint8Array): string {
      files += 1;
      const path = join(folder, `file-${files}`);
      writeFileSync(path, content);
      return path;
    },
    load(
      layer: LoadRegistryInput["layer"],
      paths: readonly string[],
      options: Partial<LoadRegistryInput> & { readonly now?: Date } = {},
    ) {
      const { now = new Date("2026-01-01T00:00:00Z"), ...input } = options;
      return loadRegistry({
        context: {
          sql,
          clock: () => now,
          registrySources,
          catalogue: { types: [], findType: () => null },
          readBasis: () => readBasis(sql, now, "NL", { bytes: Buffer.alloc(32) }),
          instance: {
            approvals: {},
            brakes: {
              registryChangePercent: 10,
              worldChangePercent: 10,
              decisions: { floor: 50, percent: 10 },
            },
          },
        },
        input: { actor: operator, layer, paths, country: null, force: false, ...input },
      });
    },
  };
}
