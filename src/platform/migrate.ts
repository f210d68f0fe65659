import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Kysely, PostgresDialect, sql as raw } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import pg from "pg";
import { type Database, type Sql, toSqlState } from "./database.ts";
import { AppError } from "./errors.ts";

/** Where the migrations of this program lie. */
export const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

const undefinedTable = "42P01";
const fileName = /^\d{4}_[a-z0-9]+(?:_[a-z0-9]+)*\.sql$/;

export type MigrationFile = { readonly name: string; readonly text: string };

/** The migrations of a folder, `NNNN_name.sql`, in the order in which they apply. */
export async function readMigrations(folder = migrationsFolder): Promise<MigrationFile[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  const seen = new Map<string, string>();
  for (const file of files) {
    const number = file.slice(0, 4);
    const earlier = seen.get(number);
    if (!fileName.test(file)) throw refused(join(folder, file), "is not named NNNN_name.sql");
    if (earlier !== undefined) throw refused(join(folder, file), `has the number of ${earlier}`);
    seen.set(number, file);
  }
  return Promise.all(
    files.map(async (file) => ({
      name: file.slice(0, -".sql".length),
      text: await readFile(join(folder, file), "utf8"),
    })),
  );
}

function refused(path: string, reason: string): AppError {
  return new AppError("migration-failed", `${path} ${reason}.`, { remedy: "Rename it." });
}

/**
 * Brings a database to what this program expects, forward only, each migration in a transaction of
 * its own; answers the names of those applied here. Any number of processes may try at once: one
 * applies, the others wait and find nothing left to do.
 */
export async function migrate(database: Database, folder = migrationsFolder): Promise<string[]> {
  const files = await readMigrations(folder);
  if ((await listPending(database, files)).length === 0) return [];

  const pool = new pg.Pool({ connectionString: database.url, max: 3 });
  // A connection that breaks while it is idle is nobody's failure: the next query tells.
  pool.on("error", () => undefined);
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => toMigrations(files) },
    migrationTableName: "migration",
    migrationLockTableName: "migration_lock",
  });
  const applied: string[] = [];
  // The library looks at all tables before it takes a lock of its own, and fails when one is renamed meanwhile.
  const lock = await pool.connect();
  try {
    await lock.query("select pg_advisory_lock(hashtext('migrate'))");
    for (;;) {
      const { results = [], error } = await migrator.migrateUp();
      const failed = results.find((result) => result.status === "Error");
      if (error !== undefined) throw toFailure(failed?.migrationName, folder, error);
      if (results.length === 0) return applied;
      applied.push(...results.map((result) => result.migrationName));
    }
  } finally {
    lock.release(true);
    await kysely.destroy();
  }
}

/** Throws unless the database has exactly the migrations of this program. */
export async function checkMigrated(database: Sql, folder = migrationsFolder): Promise<void> {
  const pending = await listPending(database, await readMigrations(folder));
  if (pending.length > 0) {
    throw new AppError(
      "database-not-migrated",
      `The database lacks ${pending.length} of the migrations of this program, first ${pending[0]}.`,
    );
  }
}

async function listPending(sql: Sql, files: readonly MigrationFile[]): Promise<string[]> {
  const known = new Set(files.map((file) => file.name));
  const applied = await listApplied(sql);
  const unknown = [...applied].filter((name) => !known.has(name)).sort();
  if (unknown.length > 0) {
    throw new AppError(
      "database-newer",
      `The database has migrations that this program does not know: ${unknown.join(", ")}.`,
    );
  }
  return files.map((file) => file.name).filter((name) => !applied.has(name));
}

async function listApplied(sql: Sql): Promise<Set<string>> {
  try {
    const { rows } = await sql.query<{ name: string }>("select name from migration");
    return new Set(rows.map((row) => row.name));
  } catch (error) {
    if (toSqlState(error) === undefinedTable) return new Set();
    throw error;
  }
}

function toMigrations(files: readonly MigrationFile[]): Record<string, Migration> {
  return Object.fromEntries(
    files.map(({ name, text }) => [
      name,
      { up: async (db: Kysely<unknown>) => void (await raw.raw(text).execute(db)) },
    ]),
  );
}

function toFailure(name: string | undefined, folder: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const where = name === undefined ? folder : join(folder, `${name}.sql`);
  return new AppError("migration-failed", `${where}: ${reason}`, { cause });
}

/** Whether there is nothing in the database's schema yet. */
export async function isEmptyDatabase(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ empty: boolean }>(
    "select not exists (select from pg_class where relnamespace = current_schema()::regnamespace) as empty",
  );
  return rows[0]?.empty === true;
}
