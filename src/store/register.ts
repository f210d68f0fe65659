import type { Actor } from "../domain/access/actor.ts";
import type { Act } from "../domain/access/acts.ts";
import type { PlainEntry } from "../domain/world/merge-register.ts";
import { type Entry, partyOf, toPlainEntry } from "../domain/world/plain-entry.ts";
import type { Sql } from "../platform/database.ts";

/** A change of the register, and why it was made. */
export type RegisterChange = {
  readonly at: Date;
  readonly actor: Actor;
  readonly act: Act;
  /** The organisation or finder that it is about; null: everybody. */
  readonly about: string | null;
  readonly reason: string | null;
};

/** What a change puts in force, and what it ends; a put entry takes the place of its earlier version. */
export type RegisterEdit = {
  readonly put: readonly { readonly id: string; readonly entry: Entry }[];
  /** UUIDs. */
  readonly end: readonly string[];
};

/** An entry with its id. */
export type KeptEntry = PlainEntry & { readonly id: string };

/**
 * Changes the register, in one step, and answers the number of the change. To be called in a transaction that holds
 * `lockRegister`. Throws unique_violation where an equal claim of another organisation holds.
 */
export async function changeRegister(
  sql: Sql,
  change: RegisterChange,
  edit: RegisterEdit,
): Promise<number> {
  const { rows } = await sql.query<{ id: number }>(
    `insert into register_changes (changed_at, actor, act, about, reason) values ($1, $2, $3, $4, $5) returning id`,
    [change.at, change.actor.name, change.act, change.about, change.reason],
  );
  const id = rows[0]?.id as number;
  await sql.query(
    "update register_entries set until_change = $1 where until_change is null and id = any($2::uuid[])",
    [id, [...edit.end, ...edit.put.map((put) => put.id)]],
  );
  await sql.query(
    `insert into register_entries (id, section, party, content, from_change)
     select e.id, e.section, e.party, e.content, $1
       from unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[]) as e (id, section, party, content)`,
    [
      id,
      edit.put.map((put) => put.id),
      edit.put.map(({ entry }) => entry.section),
      edit.put.map(({ entry }) => partyOf(entry)),
      edit.put.map(({ entry }) => JSON.stringify(toPlainEntry(entry))),
    ],
  );
  return id;
}

/** One change of register or world at a time, until the end of the transaction: both are checked against each other. */
export async function lockRegister(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('worlds'))");
}

/** The last change of the register; 0 when there was none. */
export async function findLastChange(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ id: number }>(
    "select coalesce(max(id), 0) as id from register_changes",
  );
  return rows[0]?.id ?? 0;
}

/** Every entry that held at a change; `present`: those that hold now. In order of id. */
export async function readEntries(sql: Sql, at: number | "present"): Promise<KeptEntry[]> {
  const { rows } = await sql.query<KeptEntry>(
    at === "present"
      ? `select id, section, party, content from register_entries where until_change is null order by id`
      : `select id, section, party, content from register_entries
          where from_change <= $1 and (until_change is null or until_change > $1) order by id`,
    at === "present" ? [] : [at],
  );
  return rows;
}
