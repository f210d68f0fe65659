import type { Sql } from "../../src/platform/database.ts";
import { Killed } from "./outgoing-house.ts";

/** What the server does by itself when a connection is gone. */
const byTheServer = /^rollback|pg_advisory_unlock/;

/**
 * A database that is gone from a statement on: the first that says this, or the one with this number (from 0). The
 * server lets go of locks and transactions then.
 */
export function dieAt(sql: Sql, when: string | number): Sql {
  let dead = false;
  let statements = 0;
  const check = (statement: unknown): void => {
    if (typeof statement !== "string" || byTheServer.test(statement)) return;
    dead ||= typeof when === "number" ? statements++ >= when : statement.includes(when);
    if (dead) throw new Killed(String(when));
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
