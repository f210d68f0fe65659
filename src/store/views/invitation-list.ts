import type { OrganisationId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** Whom a member list named and nobody knows. */
export type InvitationListEntry = {
  readonly intermediary: OrganisationId;
  readonly name: string;
  readonly kvk: string | null;
  readonly email: string | null;
  readonly namedAt: Date;
};

/** Those that nobody dealt with yet, by intermediary and name; of one intermediary or of all that the reader may see. */
export async function listInvitations(
  sql: Sql,
  { intermediary }: { readonly intermediary: OrganisationId | null },
): Promise<InvitationListEntry[]> {
  const { rows } = await sql.query<InvitationListEntry>(
    `select i.intermediary, i.name, i.kvk, i.email, i.named_at as "namedAt"
       from invitations i
      where i.settled_at is null and ($1::text is null or i.intermediary = $1)
      order by i.intermediary, lower(i.name), i.id limit 10000`,
    [intermediary],
  );
  return rows;
}
