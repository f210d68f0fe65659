import type { Sql } from "../src/platform/database.ts";

/** Tables of more are made anew: rows that were taken out would have to be read over ever after. */
const mostBytes = 1_000_000;

/** What empties these tables, by their names. */
const statements = new Map<string, string>();

/**
 * Takes all rows out of these tables and of all that point to them, as `truncate … cascade` does, whatever triggers say.
 *
 * That makes new files for each table and each index and takes tenths of a second; taking a few rows out takes some
 * milliseconds, and what comes next still stands behind them (nothing vacuums the tables of tests).
 *
 * @param tables names with commas between them
 */
export async function emptyTables(sql: Sql, tables: string): Promise<void> {
  const known = statements.get(tables) ?? toStatement(await listTables(sql, tables.split(",")));
  statements.set(tables, known);
  await sql.query(known);
}

type Listed = { readonly name: string; readonly isPart: boolean };

/** The tables with all that point to them and their partitions. */
async function listTables(sql: Sql, tables: readonly string[]): Promise<Listed[]> {
  const { rows } = await sql.query<Listed>(
    `with recursive found (id) as (
       select unnest($1::regclass[])::oid
       union
       select more.id
         from found f
        cross join lateral (select conrelid from pg_constraint where contype = 'f' and confrelid = f.id
                            union all
                            select inhrelid from pg_inherits where inhparent = f.id) more (id))
     select c.oid::regclass::text as name, c.relispartition as "isPart"
       from found f join pg_class c on c.oid = f.id order by 1`,
    [tables],
  );
  return rows;
}

function toStatement(tables: readonly Listed[]): string {
  const all = tables.map(({ name }) => name);
  const whole = tables.filter(({ isPart }) => !isPart).map(({ name }) => name);
  return `do $$ begin
    perform set_config('session_replication_role', 'replica', true);
    if (select max(pg_relation_size(t)) from unnest('{${all.join()}}'::regclass[]) t) > ${mostBytes} then
      truncate ${whole.join()} cascade;
    else
      ${whole.map((name) => `delete from ${name};`).join(" ")}
    end if;
  end $$`;
}
