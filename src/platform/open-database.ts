import pg from "pg";
import { type Database, toRows, toSqlState } from "./database.ts";
import { type Anchor, dropAnchor } from "./embedded-postgres/anchor.ts";
import { toUrl } from "./embedded-postgres/connection.ts";
import { ensurePlace } from "./embedded-postgres/place.ts";
import { AppError, must } from "./errors.ts";
import { typeParsers } from "./type-parsers.ts";

/** Which database: that of `databaseUrl`, else the embedded one of the data folder. */
export type DatabaseSettings = {
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** Where the embedded server lives, when not in the data folder. */
  readonly postgresFolder: string | null;
};

export type OpenOptions = {
  /** Connections of this process at most; default 10. */
  readonly maxConnections?: number;
  /** How long the embedded server stays when nobody is connected; default 10 seconds. */
  readonly idleMs?: number;
};

const oldestVersion = 150000;

/** Throws when a server is too old; `version` as in `server_version_num`, 150004 for 15.4. */
export function refuseOldServer(server: { readonly version: number; readonly name: string }): void {
  if (server.version >= oldestVersion) return;
  throw new AppError("database-too-old", `DATABASE_URL leads to PostgreSQL ${server.name}.`);
}

/** Opens the database; starts the embedded server when it does not run, which takes a second or so. */
export async function openDatabase(
  settings: DatabaseSettings,
  options: OpenOptions = {},
): Promise<Database> {
  if (settings.databaseUrl !== null) return openUrl(settings.databaseUrl, options);
  return openEmbedded(settings, options);
}

async function openUrl(url: string, options: OpenOptions): Promise<Database> {
  const database = toDatabase(url, makePool(url, options), null);
  try {
    const { rows } = await database.query<{ version: number; name: string }>(
      `select current_setting('server_version_num')::int as version,
        current_setting('server_version') as name`,
    );
    refuseOldServer(must(rows[0], "a select without from answers a row"));
    return database;
  } catch (error) {
    await database.close();
    if (error instanceof AppError) throw error;
    throw new AppError(
      "database-unreachable",
      `DATABASE_URL, ${withoutSecret(url)}: ${reasonOf(error)}.`,
      {
        cause: error,
      },
    );
  }
}

/** What went wrong while connecting; a host with several addresses gives one error for each. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message || toSqlState(error) : String(error);
}

async function openEmbedded(settings: DatabaseSettings, options: OpenOptions): Promise<Database> {
  const place = ensurePlace(settings.dataFolder, settings.postgresFolder);
  const idleMs = options.idleMs ?? 10_000;
  let anchor: Promise<Anchor> = dropAnchor(place, idleMs);
  await anchor;
  const url = toUrl(place);
  return toDatabase(url, makePool(url, options), {
    // A server that crashed or was stopped by hand is started again by whoever needs it next.
    hold: async () => {
      const held = anchor;
      const lost = await held.then(
        (it) => it.isLost(),
        () => true,
      );
      if (lost && anchor === held) anchor = dropAnchor(place, idleMs);
      await anchor;
    },
    release: async () => (await anchor).end(),
  });
}

function makePool(url: string, options: OpenOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: "meldpunt",
    options: "-c timezone=UTC -c datestyle=ISO",
    types: typeParsers,
    allowExitOnIdle: true,
    connectionTimeoutMillis: 60_000,
  });
  // A connection that breaks leaves the pool by itself, and the query under way fails; without
  // listeners the process would end.
  pool.on("error", () => undefined);
  pool.on("connect", (connection) => connection.on("error", () => undefined));
  return pool;
}

function toDatabase(
  url: string,
  pool: pg.Pool,
  server: { hold(): Promise<void>; release(): Promise<void> } | null,
): Database {
  const lend: Database["lend"] = async (use) => {
    await server?.hold();
    const connection = await pool.connect();
    let broken = false;
    try {
      return await use(connection);
    } catch (error) {
      broken = error instanceof pg.DatabaseError && error.severity !== "ERROR";
      throw error;
    } finally {
      // A connection that broke, or is in the middle of a transaction or a COPY, is not lent again.
      connection.release(broken || connection.getTransactionStatus() !== "I");
    }
  };
  return {
    url,
    lend,
    query: <Row>(text: string, values?: readonly unknown[]) =>
      lend(async (connection) =>
        toRows<Row>(await connection.query(text, values as unknown[] | undefined)),
      ),
    close: async () => {
      await pool.end();
      await server?.release();
    },
  };
}

function withoutSecret(url: string): string {
  return url
    .replace(/^([^:]*:\/\/[^:@/]*):[^/]*@/, "$1:…@")
    .replace(/([?&](?:ssl)?password=)[^&]*/gi, "$1…");
}
