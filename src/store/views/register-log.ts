import type { Section } from "../../domain/world/plain-entry.ts";
import type { Plain } from "../../domain/world/world-text.ts";
import type { Sql } from "../../platform/database.ts";

/** A change of the register, and how many entries it put and ended; one that it replaced counts as both. */
export type RegisterLogEntry = {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  readonly act: string;
  readonly about: string | null;
  readonly reason: string | null;
  readonly put: number;
  readonly ended: number;
};

/** Changes of the register, the latest first; about one party, or all. */
export async function listRegisterChanges(
  sql: Sql,
  { about, limit }: { readonly about: string | null; readonly limit: number },
): Promise<RegisterLogEntry[]> {
  const { rows } = await sql.query<RegisterLogEntry>(
    `select c.id, c.changed_at as at, c.actor, c.act, c.about, c.reason,
            (select count(*)::int from register_entries e where e.from_change = c.id) as put,
            (select count(*)::int from register_entries e where e.until_change = c.id) as ended
       from register_changes c
      where $1::text is null or c.about = $1
      order by c.id desc limit $2`,
    [about, limit],
  );
  return rows;
}

/** What holds by the register now. */
export type RegisterEntryView = {
  readonly id: string;
  readonly section: Section;
  readonly party: string | null;
  readonly content: Plain;
  readonly since: Date;
};

/** Entries that hold, by section and id; of one section or all. */
export async function listRegisterEntries(
  sql: Sql,
  section: string | null,
): Promise<RegisterEntryView[]> {
  const { rows } = await sql.query<RegisterEntryView>(
    `select e.id, e.section, e.party, e.content, c.changed_at as since
       from register_entries e join register_changes c on c.id = e.from_change
      where e.until_change is null and ($1::text is null or e.section = $1)
      order by e.section, e.id limit 100000`,
    [section],
  );
  return rows;
}
