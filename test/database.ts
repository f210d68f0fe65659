import { createHash, randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Database, Sql } from "../src/platform/database.ts";
import { migrate, readMigrations } from "../src/platform/migrate.ts";
import { type DatabaseSettings, openDatabase } from "../src/platform/open-database.ts";

/** The database tests run on: an embedded server of the tests' own, or another PostgreSQL when told. */
export const testDatabaseSettings: DatabaseSettings = {
  databaseUrl: process.env.MELDPUNT_TEST_DATABASE_URL ?? null,
  dataFolder: join(tmpdir(), `meldpunt-test-${process.getuid?.() ?? 0}`),
  postgresFolder: null,
};

/** Databases of killed test runs go after this time, templates of older migrations too. */
const leftoverAfterMs = 60 * 60_000;
const keepServerMs = 60_000;

/** Nothing looks after the tables at moments of its own: where rows lie and how they are looked for is the same each time. */
const unvacuumed = `do $$ declare t regclass; begin
  for t in select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace loop
    execute format('alter table %s set (autovacuum_enabled = off)', t);
  end loop; end $$`;

/**
 * A database for this test file alone, with all migrations, empty; dropped when its tests are done.
 * To be called once at the top level of the file. `url` leads other processes to the same database.
 *
 * With `migrated: false` there is nothing in it, not even the table of migrations.
 */
export function useDatabase(options: { readonly migrated?: boolean } = {}): Database {
  let database: Database | null = null;
  let drop = async () => {};
  beforeAll(async () => {
    ({ database, drop } = await makeDatabase(options.migrated ?? true));
    await database.query(unvacuumed);
  });
  afterAll(async () => {
    await database?.close();
    await drop();
  });
  const get = (): Database => {
    if (database === null) throw new Error("The database is there from beforeAll on.");
    return database;
  };
  return {
    get url() {
      return get().url;
    },
    query: (text, values) => get().query(text, values),
    lend: (use) => get().lend(use),
    close: async () => {},
  };
}

/** The same for code outside of a test file, such as a benchmark: close it, then call `drop`. */
export async function makeDatabase(
  migrated: boolean,
): Promise<{ database: Database; drop: () => Promise<void> }> {
  if (testDatabaseSettings.databaseUrl === null) {
    mkdirSync(testDatabaseSettings.dataFolder, { recursive: true, mode: 0o700 });
  }
  const server = await openDatabase(testDatabaseSettings, {
    maxConnections: 2,
    idleMs: keepServerMs,
  });
  const template = migrated ? await ensureTemplate(server) : "template0";
  const name = `meldpunt_test_${toStamp(Date.now())}_${randomBytes(4).toString("hex")}`;
  await server.query(`create database ${name} template ${template}`);
  // Nobody misses it after a crash of the server: commits need not wait for the disk.
  await server.query(`alter database ${name} set synchronous_commit = off`);
  const database = await openDatabase({
    ...testDatabaseSettings,
    databaseUrl: withDatabase(server.url, name),
  });
  return {
    database,
    drop: async () => {
      await server.query(`drop database if exists ${name} with (force)`);
      await server.close();
    },
  };
}

/** Makes the template for the migrations of today, unless it is there; one process at a time. */
async function ensureTemplate(server: Database): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(await readMigrations()));
  const prefix = `meldpunt_template_${hash.digest("hex").slice(0, 16)}`;
  return server.lend(async (connection) => {
    await connection.query("select pg_advisory_lock(hashtext('meldpunt test template'))");
    try {
      const names = await listDatabases(server, "meldpunt_t");
      const found = names.find((name) => name.startsWith(prefix) && !name.endsWith("_unfinished"));
      if (found !== undefined) return found;
      await dropLeftovers(server, names);
      return await makeTemplate(server, `${prefix}_${toStamp(Date.now())}`);
    } finally {
      await connection.query("select pg_advisory_unlock(hashtext('meldpunt test template'))");
    }
  });
}

async function makeTemplate(server: Database, name: string): Promise<string> {
  const unfinished = `${name}_unfinished`;
  await server.query(`create database ${unfinished} template template0`);
  const database = await openDatabase({
    ...testDatabaseSettings,
    databaseUrl: withDatabase(server.url, unfinished),
  });
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    await server.query(`drop database ${unfinished} with (force)`);
    throw error;
  }
  await database.close();
  await server.query(`alter database ${unfinished} rename to ${name}`);
  return name;
}

async function dropLeftovers(server: Sql, names: readonly string[]): Promise<void> {
  const oldest = toStamp(Date.now() - leftoverAfterMs);
  for (const name of names) {
    const stamp = name.split("_").find((part) => /^s\d{13}$/.test(part));
    if (stamp === undefined || stamp > oldest) continue;
    // One that another run uses all the same stays.
    await server.query(`drop database if exists ${name}`).catch(() => undefined);
  }
}

async function listDatabases(sql: Sql, prefix: string): Promise<string[]> {
  const { rows } = await sql.query<{ datname: string }>(
    "select datname from pg_database where starts_with(datname, $1) order by datname desc",
    [prefix],
  );
  return rows.map((row) => row.datname);
}

/** Milliseconds in a form that sorts as text and can be told from a hash. */
function toStamp(ms: number): string {
  return `s${String(Math.trunc(ms)).padStart(13, "0")}`;
}

function withDatabase(url: string, name: string): string {
  return url.replace(/\/[^/?]*(\?|$)/, (_, rest: string) => `/${name}${rest}`);
}
