import type { OrganisationId } from "../../domain/ids.ts";
import type { RelationReason, RelationState } from "../../domain/relation/relation-standing.ts";
import type { Sql } from "../../platform/database.ts";

/** A relation as both of its sides see it. */
export type RelationListEntry = {
  readonly id: string;
  readonly member: OrganisationId;
  readonly intermediary: OrganisationId;
  readonly state: RelationState;
  readonly reason: RelationReason;
  readonly askedAt: Date;
  /** Null where that side has not consented. */
  readonly memberConsentAt: Date | null;
  readonly intermediaryConsentAt: Date | null;
  /** Whether both want the intermediary informed of what its member is told directly. */
  readonly informed: boolean;
  readonly activeSince: Date | null;
  readonly until: Date | null;
  readonly graceUntil: Date | null;
  /** When time alone changes something: a request ends, or the intermediary has to confirm. */
  readonly nextCheckAt: Date | null;
};

/** Relations by intermediary and member; those that are over left out unless they are asked for. */
export async function listRelations(
  sql: Sql,
  {
    organisation,
    ended,
    id,
  }: {
    readonly organisation: OrganisationId | null;
    readonly ended: boolean;
    /** Only this one; null: all. */
    readonly id: string | null;
  },
): Promise<RelationListEntry[]> {
  const { rows } = await sql.query<RelationListEntry>(
    `select r.id, r.member, r.intermediary, r.state, r.reason, r.asked_at as "askedAt",
            r.member_consent_at as "memberConsentAt", r.intermediary_consent_at as "intermediaryConsentAt",
            r.member_informed and r.intermediary_informed as informed, r.active_since as "activeSince", r.until,
            r.grace_until as "graceUntil", r.next_check_at as "nextCheckAt"
       from relations r
      where ($1::text is null or $1 in (r.member, r.intermediary)) and ($2 or r.state <> 'ended')
        and ($3::uuid is null or r.id = $3)
      order by r.intermediary, r.member, r.id limit 10000`,
    [organisation, ended, id],
  );
  return rows;
}
