import type { OrganisationId } from "../domain/ids.ts";
import type { UnknownMember } from "../domain/members/read-member-list.ts";
import type { Sql } from "../platform/database.ts";
import { newUuid } from "../platform/uuid.ts";

/** A list that took effect, in figures. */
export type KeptMemberList = {
  readonly intermediary: OrganisationId;
  readonly at: Date;
  readonly by: string;
  readonly sha256: Buffer;
  readonly members: number;
  readonly counts: Readonly<Record<string, number>>;
};

/** Remembers that a list took effect, and answers its id. */
export async function insertMemberList(sql: Sql, list: KeptMemberList): Promise<string> {
  const id = newUuid(list.at.getTime());
  await sql.query(
    `insert into member_lists (id, intermediary, submitted_at, submitted_by, sha256, members, counts)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      list.intermediary,
      list.at,
      list.by,
      list.sha256,
      list.members,
      JSON.stringify(list.counts),
    ],
  );
  return id;
}

/** Keeps whom a list names and nobody knows, each once for its intermediary. */
export async function insertInvitations(
  sql: Sql,
  intermediary: OrganisationId,
  unknown: readonly UnknownMember[],
  at: Date,
): Promise<void> {
  await sql.query(
    `insert into invitations (id, intermediary, name, kvk, email, named_at)
     select i.id, $1, i.name, i.kvk, i.email, $2
       from jsonb_to_recordset($3) as i (id uuid, name text, kvk text, email text)
     on conflict (intermediary, lower(name), coalesce(kvk, '')) do nothing`,
    [
      intermediary,
      at,
      JSON.stringify(unknown.map((entry) => ({ ...entry, id: newUuid(at.getTime()) }))),
    ],
  );
}
