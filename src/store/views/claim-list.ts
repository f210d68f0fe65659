import type { ClaimMethod, ClaimState, FootingReason } from "../../domain/claim/claim-footing.ts";
import type { OrganisationId } from "../../domain/ids.ts";
import type { ClaimUse } from "../../domain/world/world.ts";
import type { Sql } from "../../platform/database.ts";

/** A claim of the register as its organisation sees it. */
export type ClaimListEntry = {
  readonly id: string;
  readonly organisation: OrganisationId;
  readonly object: string;
  readonly use: ClaimUse;
  readonly method: ClaimMethod;
  readonly by: OrganisationId | null;
  readonly state: ClaimState;
  readonly reason: FootingReason;
  readonly askedAt: Date;
  /** By whose word it was asked for: its organisation sees who claims in its name (T10). */
  readonly askedBy: string;
  /** When it came into force last: what was seen before is not shown. */
  readonly activeSince: Date | null;
  readonly graceUntil: Date | null;
  /** Until when its token has to be published, or its code typed. */
  readonly tokenUntil: Date | null;
  readonly checkedAt: Date | null;
  readonly nextCheckAt: Date | null;
  /** What the last look told; null before the first. */
  readonly lastLook: { readonly outcome: string; readonly detail: string } | null;
  /** Since when it waits for a person, because another holds the same; always null for who is not of the house. */
  readonly rivalSince: Date | null;
};

/** Claims, the latest first; of one organisation or of all, those that are over left out unless they are asked for. */
export async function listClaims(
  sql: Sql,
  filters: {
    readonly organisation: OrganisationId | null;
    readonly ended: boolean;
    /** Whether the reader may know that another holds the same. */
    readonly rivals: boolean;
  },
): Promise<ClaimListEntry[]> {
  const { rows } = await sql.query<ClaimListEntry>(
    `select c.id, c.organisation, c.asset as object, c.use, c.method, c.by, c.state, c.reason, c.asked_at as "askedAt", c.asked_by as "askedBy",
            c.active_since as "activeSince", c.grace_until as "graceUntil", c.token_until as "tokenUntil",
            c.checked_at as "checkedAt", c.next_check_at as "nextCheckAt", c.last_look as "lastLook",
            ${filters.rivals ? "c.rival_since" : "null::timestamptz"} as "rivalSince"
       from claims c
      where ($1::text is null or c.organisation = $1) and ($2 or c.state <> 'revoked')
      order by c.id desc limit 10000`,
    [filters.organisation, filters.ended],
  );
  return rows;
}
