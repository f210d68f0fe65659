import type { CustodyState } from "../../domain/custody/custody.ts";
import type { FindingId, OrganisationId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** What an intermediary was asked to hold, and where that stands. */
export type CustodyListEntry = {
  readonly finding: FindingId;
  readonly organisation: OrganisationId;
  /** Public number of the mail; null for whom the mail was not. */
  readonly number: string | null;
  readonly round: number;
  readonly state: CustodyState;
  readonly askedAt: Date;
  readonly dueAt: Date | null;
  readonly answeredAt: Date | null;
  readonly reason: string | null;
};

/** Custodies that match, those whose time ends first before the others; at most `limit`. */
export async function listCustodyEntries(
  sql: Sql,
  filters: {
    readonly organisation: OrganisationId | null;
    readonly state: CustodyState | null;
    readonly limit: number;
  },
): Promise<CustodyListEntry[]> {
  const { rows } = await sql.query<CustodyListEntry>(
    `select c.finding_id as finding, c.organisation, n.public_number as number, c.round, c.state,
            c.asked_at as "askedAt", c.due_at as "dueAt", c.answered_at as "answeredAt", c.reason
       from custodies c
       left join notifications n on n.id = c.notification_id
      where ($1::text is null or c.organisation = $1) and ($2::text is null or c.state = $2)
      order by c.due_at nulls last, c.asked_at desc, c.finding_id
      limit $3`,
    [filters.organisation, filters.state, filters.limit],
  );
  return rows;
}
