import type { Sql } from "../../src/platform/database.ts";
import { Killed } from "./outgoing-house.ts";

/** A database that is gone from the first statement on that says this; the server lets go of locks then. */
export function dieAt(sql: Sql, text: string): Sql {
  let dead = false;
  const check = (statement: unknown): void => {
    if (typeof statement !== "string" || statement.includes("pg_advisory_unlock")) return;
    dead ||= statement.includes(text);
    if (dead) throw new Killed(text);
  };
  return {
    query: async (statement, values) => {
      check(statement);
      return sql.query(statement, values);
    },
    lend: (use) =>
      sql.lend((connection) => {
        const query = (statement: never, ...rest: never[]): unknown => {
          check(statement);
          return connection.query(statement, ...rest);
        };
        const get = (target: typeof connection, name: string | symbol): unknown =>
          name === "query" ? query : Reflect.get(target, name, connection);
        return use(new Proxy(connection, { get }));
      }),
  };
}
