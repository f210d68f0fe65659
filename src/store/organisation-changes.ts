import type { OrganisationId } from "../domain/ids.ts";
import type { FieldChanges } from "../domain/organisation/entry-change.ts";
import type { Sql } from "../platform/database.ts";

/** A change that waits for somebody. */
export type PendingChange = {
  readonly id: string;
  readonly organisation: OrganisationId;
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly fields: FieldChanges;
};

/** Keeps a change that waits. Throws unique_violation where one of the organisation waits already. */
export async function insertChange(sql: Sql, change: PendingChange): Promise<void> {
  await sql.query(
    `insert into organisation_changes (id, organisation, state, asked_at, asked_by, fields)
     values ($1, $2, 'pending', $3, $4, $5)`,
    [change.id, change.organisation, change.askedAt, change.askedBy, JSON.stringify(change.fields)],
  );
}

/** The change of an organisation that waits, locked until the end of the transaction; null when none does. */
export async function lockPendingChange(
  sql: Sql,
  organisation: OrganisationId,
): Promise<PendingChange | null> {
  const { rows } = await sql.query<PendingChange>(
    `select c.id, c.organisation, c.asked_at as "askedAt", c.asked_by as "askedBy", c.fields
       from organisation_changes c where c.organisation = $1 and c.state = 'pending' for update`,
    [organisation],
  );
  return rows[0] ?? null;
}

/** Says what became of a change. */
export async function settleChange(
  sql: Sql,
  id: string,
  end: {
    readonly state: "accepted" | "declined" | "withdrawn";
    readonly at: Date;
    readonly by: string;
    readonly reason: string | null;
  },
): Promise<void> {
  await sql.query(
    `update organisation_changes set state = $2, decided_at = $3, decided_by = $4, reason = $5
      where id = $1 and state = 'pending'`,
    [id, end.state, end.at, end.by, end.reason],
  );
}
