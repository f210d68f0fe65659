import type { Decision, Informed, TraceStep } from "../../domain/decision/decision.ts";
import type { HoldReason, Rung } from "../../domain/decision/rung.ts";
import type { Tier } from "../../domain/finding/tier.ts";
import type { DecisionId, OrganisationId, SnapshotId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { Sql } from "../../platform/database.ts";

/** A decision with the whole walk that led to it. */
export type DecisionDetail = Decision & {
  readonly id: DecisionId;
  readonly decidedAt: Date;
  /** State of world, registry and addresses that it was made with. */
  readonly snapshot: SnapshotId;
  readonly trace: readonly TraceStep[];
};

type Row = {
  id: DecisionId;
  decided_at: Date;
  snapshot_id: SnapshotId;
  owner: OrganisationId | null;
  rung: Rung | null;
  organisation: OrganisationId | null;
  address: EmailAddress;
  tier: Tier;
  held_reason: HoldReason;
  held_detail: string;
  informed: readonly Informed[];
  trace: readonly TraceStep[];
};

/** The decision of this id; null when there is none. */
export async function findDecision(sql: Sql, id: DecisionId): Promise<DecisionDetail | null> {
  const { rows } = await sql.query<Row>(
    `select d.id, d.decided_at, d.snapshot_id, d.owner, d.rung, d.organisation, d.address, d.tier, d.held_reason,
            d.held_detail, d.informed, d.trace
       from decisions d where d.id = $1`,
    [id],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { id: decision, decided_at, snapshot_id, owner, informed, trace } = row;
  const outcome =
    row.rung === null
      ? { primary: null, held: { reason: row.held_reason, detail: row.held_detail } }
      : {
          primary: {
            rung: row.rung,
            organisation: row.organisation,
            address: row.address,
            tier: row.tier,
          },
          held: null,
        };
  return {
    id: decision,
    decidedAt: decided_at,
    snapshot: snapshot_id,
    owner,
    informed,
    trace,
    ...outcome,
  };
}
