import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../src/platform/database.ts";
import { must } from "../src/platform/errors.ts";
import { migrate } from "../src/platform/migrate.ts";
import { type DatabaseSettings, openDatabase } from "../src/platform/open-database.ts";
import type { ServerKind } from "./row.ts";

/** A PostgreSQL to measure on; all databases made on it begin with `meldpunt_bench_`. */
export type BenchServer = {
  readonly kind: ServerKind;
  /** Version and the settings that a figure depends on, for people to read. */
  readonly description: string;
  /** Makes a migrated database, or a copy of one that nobody is connected to; answers its URL. */
  makeDatabase(name: string, template?: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  close(): Promise<void>;
};

const keepServerMs = 1000;
const stopWaitMs = 60_000;

const settingsTold = [
  "fsync",
  "synchronous_commit",
  "full_page_writes",
  "wal_level",
  "max_wal_size",
  "shared_buffers",
];

/** Starts an embedded server in the folder, or connects to the server of the URL. */
export async function openBenchServer(folder: string, url: string | null): Promise<BenchServer> {
  const settings: DatabaseSettings = {
    databaseUrl: url,
    dataFolder: folder,
    postgresFolder: join(folder, "postgres"),
  };
  const server = await openDatabase(settings, { maxConnections: 2, idleMs: keepServerMs });
  const urlOf = (name: string): string => withDatabase(server.url, toName(name));
  return {
    kind: url === null ? "embedded" : "given",
    description: await describe(server),
    async makeDatabase(name, template) {
      const from = template === undefined ? "template0" : toName(template);
      await server.query(`create database ${toName(name)} template ${from}`);
      if (template === undefined) await migrateAt(urlOf(name));
      return urlOf(name);
    },
    dropDatabase: async (name) => {
      await server.query(`drop database if exists ${toName(name)} with (force)`);
    },
    close: async () => {
      await server.close();
      if (url === null) await untilStopped(join(folder, "postgres/cluster/postmaster.pid"));
    },
  };
}

async function migrateAt(databaseUrl: string): Promise<void> {
  const database = await openDatabase({ databaseUrl, dataFolder: "", postgresFolder: null });
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
}

async function describe(server: Database): Promise<string> {
  const { rows } = await server.query<{ version: string; settings: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as version,
      (select string_agg(name || ' ' || current_setting(name), ', ' order by number)
        from unnest($1::text[]) with ordinality as told (name, number)) as settings`,
    [settingsTold],
  );
  const { version, settings } = must(rows[0], "a select without from answers a row");
  return `PostgreSQL ${version} (${settings})`;
}

/** The embedded server stops by itself soon after the last connection; its folder must not go before. */
async function untilStopped(pidFile: string): Promise<void> {
  for (const untilMs = Date.now() + stopWaitMs; existsSync(pidFile); await pause(100)) {
    if (Date.now() > untilMs)
      throw new Error("The embedded server of the benchmark does not stop.");
  }
}

function toName(name: string): string {
  return `meldpunt_bench_${process.pid}_${name.replaceAll(/[^a-z0-9]/g, "_")}`;
}

function withDatabase(url: string, name: string): string {
  return url.replace(/\/[^/?]*(\?|$)/, (_, rest: string) => `/${name}${rest}`);
}
