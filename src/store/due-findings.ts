import { dispositionCode } from "../domain/finding/disposition.ts";
import type { FindingId, SnapshotId } from "../domain/ids.ts";
import type { Embargo } from "../domain/notification/embargo.ts";
import { deskRungs } from "../domain/notification/notification.ts";
import type { Sql } from "../platform/database.ts";
import { notBehindCanary } from "./canaries.ts";
import { type DueLanes, isDueInLane, laneOfFinding, ownHours, waitingSince } from "./due-lanes.ts";
import { policyOf } from "./standing-order.ts";

const pending = dispositionCode("pending");

/** No kill switch and no brake is on for the report of this alias, nor a switch for its finder or case. */
export function notHeldAs(r: string): string {
  return `${r}.held_at is null and not exists (select from finder_holds h where h.finder = ${r}.finder)
   and not exists (select from holds h where h.kind = 'case' and h.value = ${r}.case_name)
   and not exists (select from report_brakes b where b.report = ${r}.number and b.lifted_at is null)`;
}

/** No kill switch and no brake is on for the report `r`. */
export const notHeld = notHeldAs("r");

/** What is to be told now: what no embargo holds back and whose lane goes out. */
export type Due = {
  readonly embargoes: readonly Embargo[];
  readonly lanes: DueLanes;
  /** Who was told something in the lane now since then waits a while for what else comes. */
  readonly toldSince: Date;
};

/**
 * Findings whose recipient is to be told now and no notification tells: decided, released, not held, read to the end of
 * their report, which makes one notification of many rows instead of some of few. The first parameter of the query is
 * `toLanesParameter`.
 *
 * The look-up is a subquery of its own on purpose: as a join it would be planned by statistics that know nothing yet of
 * what was composed a moment ago, in the square of its size.
 */
export function dueFindings({ embargoes }: Due): string {
  return `
  from findings f
  join decisions d on d.id = f.decision_id
  join finding_types t on t.id = f.type_id
  join reports r on r.number = f.opened_by
  ${ownHours}
 where f.disposition = ${pending} and r.state = 'completed' and ${notHeld}
   and (select nf.notification_id from notification_findings nf
         where nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
           and nf.role = 'primary' and nf.superseded_at is null) is null
   and ${isDueInLane(laneOfFinding, waitingSince("r"))}
   and ${notBehindCanary(laneOfFinding)}
   and ${notEmbargoed(embargoes, "f.observed_at")}`;
}

/** No embargo of its finder holds the finding back, by when it was seen. */
function notEmbargoed(embargoes: readonly Embargo[], seenAt: string): string {
  if (embargoes.length === 0) return "true";
  const held = embargoes.map(
    ({ policy, seenFrom, seenUntil }) =>
      `${policyOf("f.standing")} = ${policy} and ${seenAt} >= ${toTimestamp(seenFrom)}
       and ${seenAt} < ${toTimestamp(seenUntil)}`,
  );
  return `not (${held.join(" or ")})`;
}

/** A literal; the instants are ours and no text of anybody. */
function toTimestamp(instant: number): string {
  if (Number.isFinite(instant)) return `to_timestamp(${instant} / 1000.0)`;
  return instant < 0 ? "'-infinity'::timestamptz" : "'infinity'::timestamptz";
}

/** Seen again by a desk that was told of the finding, or is to be told in this turn. */
export const owedObservations = ({ embargoes }: Due): string => `
  from owed_observations o
  join findings f on f.id = o.finding_id
  join decisions d on d.id = f.decision_id
  join finding_types t on t.id = f.type_id
  join reports r on r.number = o.report
  join reports ro on ro.number = f.opened_by
  ${ownHours}
 where d.rung in (${deskRungs.map((rung) => `'${rung}'`).join(", ")})
   and (f.disposition in (${dispositionCode("delivered")}, ${dispositionCode("inCustody")})
        or f.disposition = ${pending} and ro.state = 'completed' and ${notHeldAs("ro")})
   and ${isDueInLane(laneOfFinding, waitingSince("r"))}
   and r.released_at is not null and ${notHeld} and ${notEmbargoed(embargoes, "o.observed_at")}
   and not exists (select from present_address_states p where p.address = d.address and p.state = 'dead')`;

/** Rows that no worker has in its hands: their mail waits, or there is none yet. */
const inHand = `(select v.id from notification_findings nf
                   join deliveries v on v.notification_id = nf.notification_id
                  where nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
                    and nf.role = 'primary' and nf.superseded_at is null and v.state in ('leased', 'unknown'))`;

/**
 * Findings nobody was told of yet that are to be decided again: decided under another snapshot, or before an instant at
 * which some answer may have changed, or otherwise than when their mail was written. Sending checks again
 * (2-domain.md, the decision). Those whose mail is on its way right now are left out.
 */
export async function listStaleFindings(
  sql: Sql,
  snapshot: SnapshotId,
  changedAt: Date | null,
): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `select f.id
       from findings f
       join decisions d on d.id = f.decision_id
       join reports r on r.number = f.opened_by
      where f.disposition = ${pending} and r.state = 'completed' and ${notHeld}
        and (d.snapshot_id <> $1 or d.decided_at < $2::timestamptz
             or (select nf.decision_id from notification_findings nf
                  where nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
                    and nf.role = 'primary' and nf.superseded_at is null) <> f.decision_id)
        and ${inHand} is null
      order by f.id`,
    [snapshot, changedAt],
  );
  return rows.map((row) => row.id);
}
