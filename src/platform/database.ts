import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

/**
 * A way to the database: a pool, or the one connection of a transaction.
 *
 * Values come as: bigint and integer as number (bigint beyond 2^53 as bigint), numeric as string,
 * timestamptz as Date, date as `YYYY-MM-DD`, bytea as Buffer, inet, cidr and uuid as text, json
 * parsed, arrays as arrays.
 */
export type Sql = {
  query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Rows<Row>>;
  /** Lends one connection, of a pool for as long as `use` takes; for COPY and cursors. */
  lend<T>(use: (connection: pg.ClientBase) => Promise<T>): Promise<T>;
};

export type Rows<Row> = { readonly rows: Row[]; readonly rowCount: number };

/** A pool of connections; `url` is what another process needs as DATABASE_URL to get the same. */
export type Database = Sql & {
  readonly url: string;
  /** Gives all connections back; the embedded server stops by itself when nobody is left. */
  close(): Promise<void>;
};

/** The same connection under the type that queries take. */
export function toSql(connection: pg.ClientBase): Sql {
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) =>
      toRows<Row>(
        values === undefined
          ? await connection.query(text)
          : await connection.query(text, values as unknown[]),
      ),
    lend: (use) => use(connection),
  };
}

/** Rows of one result; of several statements in one text, those of the last. */
export function toRows<Row>(result: pg.QueryResult | pg.QueryResult[]): Rows<Row> {
  const last = Array.isArray(result) ? result.at(-1) : result;
  return { rows: (last?.rows ?? []) as Row[], rowCount: last?.rowCount ?? 0 };
}

export type TransactionOptions = {
  readonly isolation?: "read committed" | "repeatable read" | "serializable";
  readonly readOnly?: boolean;
  /** How often `work` may run in all when PostgreSQL reports a deadlock or a serialization failure. */
  readonly attempts?: number;
};

const restMs = 20;
const retryableStates = new Set(["40001", "40P01"]);

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws.
 * The connection is thrown away if it cannot be rolled back.
 */
export async function transaction<T>(
  database: Sql,
  work: (sql: Sql) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const attempts = options.attempts ?? 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.lend((connection) => runOnce(connection, work, options));
    } catch (error) {
      if (attempt >= attempts || !retryableStates.has(toSqlState(error))) throw error;
      // Whoever waited for our locks gets them first: else the same two meet once more.
      await pause(attempt * restMs);
    }
  }
}

async function runOnce<T>(
  connection: pg.ClientBase,
  work: (sql: Sql) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const isolation = options.isolation ?? "read committed";
  await connection.query(
    `begin isolation level ${isolation} ${options.readOnly ? "read only" : "read write"}`,
  );
  try {
    const result = await work(toSql(connection));
    await connection.query("commit");
    return result;
  } catch (error) {
    await connection.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** The SQLSTATE of an error of PostgreSQL (`23505` is a unique violation), the code of others, or "". */
export function toSqlState(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "";
}

/**
 * Feeds `copy … from stdin` with bytes as they come, at the pace of the database; answers how many
 * rows it took. When a chunk or a row fails, nothing of them is kept.
 */
export async function copyIn(
  sql: Sql,
  statement: string,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<number> {
  return sql.lend(async (connection) => {
    const stream = connection.query(copyFrom(statement));
    await pipeline(Readable.from(chunks), stream);
    return stream.rowCount;
  });
}

/**
 * Hands the bytes of `copy … to stdout` to `read`, in pieces of any size, at its pace. What `read`
 * leaves is taken from the wire and thrown away, so that the connection can go on.
 */
export async function copyOut<T>(
  sql: Sql,
  statement: string,
  read: (chunks: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  return sql.lend(async (connection) => {
    const stream = connection.query(copyTo(statement));
    try {
      return await read(stream.iterator({ destroyOnReturn: false }));
    } finally {
      if (!stream.readableEnded && !stream.destroyed) for await (const _ of stream);
    }
  });
}
