import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadRegistry } from "../src/actions/load-registry.ts";
import type { RegistryLayer } from "../src/domain/registry/registry.ts";
import { readBasis } from "../src/pipeline/material/basis.ts";
import { transaction } from "../src/platform/database.ts";
import { openDatabase } from "../src/platform/open-database.ts";
import { csvRanges } from "../src/registry/csv-ranges.ts";
import { readCatalogue } from "../src/registry/finding-types.ts";
import { rpsl } from "../src/registry/rpsl.ts";
import { lockWorlds, saveWorld } from "../src/store/worlds.ts";
import { operator } from "../test/makers/actors.ts";
import { makeWorld } from "./make-world.ts";
import { dataFolder, readInstance } from "./open-context.ts";

const layers: readonly { readonly layer: RegistryLayer; readonly file: string }[] = [
  { layer: "announced", file: "registry/nl-announced-ranges.csv" },
  { layer: "delegated", file: "registry/nl-delegated-ranges.csv" },
  { layer: "contacts", file: "demo/contacts.db.gz" },
];

const worldSeed = 2;

/** Loads the Dutch registry with the contacts of the demonstration, and a made world. */
export async function prepareDatabase(
  databaseUrl: string,
  { organisations, claims }: { readonly organisations: number; readonly claims: number },
): Promise<void> {
  const sql = await openDatabase({ databaseUrl, dataFolder: "", postgresFolder: null });
  // Before the day of any report.
  const clock = () => new Date("2026-11-01T00:00:00Z");
  const context = {
    sql,
    clock,
    registrySources: [csvRanges, rpsl],
    catalogue: readCatalogue(join(dataFolder, "finding-types")),
    readBasis: () => readBasis(sql, clock(), "NL", { bytes: Buffer.alloc(32) }),
    instance: readInstance(),
  };
  try {
    for (const { layer, file } of layers) {
      const paths = [fileURLToPath(new URL(`../data/${file}`, import.meta.url))];
      await loadRegistry({
        context,
        input: { layer, paths, country: "NL", force: true, actor: operator },
      });
    }
    await transaction(sql, async (held) => {
      await lockWorlds(held);
      await saveWorld(held, makeWorld(organisations, claims, worldSeed), {
        fileName: "world.yaml",
        loadedAt: clock(),
        difference: null,
      });
    });
    await sql.query("vacuum (analyze)");
  } finally {
    await sql.close();
  }
}
