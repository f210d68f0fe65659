import type { Rung } from "../domain/decision/rung.ts";
import { dispositionCode } from "../domain/finding/disposition.ts";
import { type Lane, lanes } from "../domain/finding/lane.ts";
import { type Severity, severities } from "../domain/finding/severity.ts";
import { decodeStanding } from "../domain/finding/standing.ts";
import type { Tier } from "../domain/finding/tier.ts";
import { type Tlp, tlpLabels } from "../domain/finding/tlp.ts";
import type {
  DecisionId,
  FinderId,
  FindingId,
  FindingTypeId,
  NotificationId,
  OrganisationId,
  SnapshotId,
} from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Embargo } from "../domain/notification/embargo.ts";
import { deskRungs } from "../domain/notification/notification.ts";
import type { Sql } from "../platform/database.ts";
import { notBehindCanary } from "./canaries.ts";
import {
  type DueLanes,
  isDueInLane,
  laneOfFinding,
  laneOfNotification,
  ownHours,
  toLanesParameter,
  waitingSince,
} from "./due-lanes.ts";
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
const owed = ({ embargoes }: Due): string => `
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

/** Seen again, and owed to a desk: which row of which report (by its number) says so. */
export type OwedObservation = { readonly report: number; readonly evidenceOffset: number };

/** What waits for a recipient in a round and lane, since when and until when it came. */
export type DueRecipient = {
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly round: number;
  readonly lane: Lane;
  /** Of all kinds together. */
  readonly rows: number;
  /** Ascending. */
  readonly findings: readonly FindingId[];
  readonly owed: readonly OwedObservation[];
  /** Notifications of others that it is to be informed of. */
  readonly informed: readonly NotificationId[];
  /** Of what comes by reports; null where it is only to be informed. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  /** Whether it got something in the lane now a moment ago, where this is in that lane, too. */
  readonly toldLately: boolean;
};

/** Everybody for whom something is due: as primary, for its digest, or to be informed; in order of address. */
export async function listDueRecipients(sql: Sql, due: Due): Promise<DueRecipient[]> {
  const turn = `d.address, min(d.organisation) as organisation, f.round, ${laneOfFinding} as lane, count(*) as rows`;
  const waited = `min(${waitingSince("r")}) as first, max(${waitingSince("r")}) as last`;
  // Each kind of what waits is one row of a turn, so the greatest of its lists is the only one.
  const { rows } = await sql.query<ListedRecipient>(
    `select w.address, min(w.organisation) as organisation, w.round, w.lane, sum(w.rows)::bigint as rows,
            min(w.first) as "firstAt", max(w.last) as "lastAt",
            coalesce(max(w.findings), '{}') as findings, coalesce(max(w.reports), '{}') as reports,
            coalesce(max(w.offsets), '{}') as offsets, coalesce(max(w.informed), '{}') as informed,
            w.lane = 0 and exists (select from notifications n
                                    where n.address = w.address and n.lane = 'now' and n.composed_at > $2
                                      and n.withdrawn_at is null) as "toldLately"
       from (select ${turn}, ${waited}, array_agg(f.id order by f.id) as findings, null::integer[] as reports,
                    null::bigint[] as offsets, null::text[] as informed ${dueFindings(due)}
              group by d.address, f.round, lane
             union all
             select ${turn}, ${waited}, null, array_agg(o.report order by o.report, o.evidence_offset),
                    array_agg(o.evidence_offset order by o.report, o.evidence_offset), null ${owed(due)}
              group by d.address, f.round, lane
             union all
             select d.address, min(d.organisation), d.round, d.lane, sum(d.rows), null, null, null, null, null,
                    array_agg(d.notification_id::text)
               from (${informedDue}) d ${ownHours}
              where ${isDueInLane("d.lane", "'-infinity'::timestamptz")}
              group by d.address, d.round, d.lane) w
      group by w.address, w.round, w.lane
      order by w.address, w.round, w.lane`,
    [toLanesParameter(due.lanes), due.toldSince],
  );
  return rows.map(({ reports, offsets, ...row }) => ({
    ...row,
    lane: lanes[row.lane] as Lane,
    owed: reports.map((report, i) => ({ report, evidenceOffset: offsets[i] as number })),
  }));
}

type ListedRecipient = Omit<DueRecipient, "lane" | "owed"> & {
  readonly lane: number;
  readonly reports: readonly number[];
  readonly offsets: readonly number[];
};

/** Who is to be informed goes by the lane of what was sent, as soon as hours are open: its slot has passed already. */
const informedDue = `select i.notification_id, i.address, i.organisation, n.round, ${laneOfNotification} as lane,
                              n.row_count as rows
                       from informed_due i join notifications n on n.id = i.notification_id`;

/** A row that waits for a recipient, with everything that its notification needs. */
export type DueRow = {
  readonly findingId: FindingId;
  readonly decisionId: DecisionId;
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly rung: Rung | null;
  readonly tier: Tier;
  readonly tlp: Tlp;
  readonly episode: number;
  readonly round: number;
  readonly role: "primary" | "digest" | "informed";
  readonly type: FindingTypeId;
  readonly severity: Severity;
  readonly objectAddress: string | null;
  readonly name: string | null;
  readonly port: number | null;
  readonly transport: number | null;
  readonly observedAt: Date;
  readonly caseName: string | null;
  readonly report: number;
  readonly evidenceOffset: number;
  /** Whether the report may be quoted: somebody released it. */
  readonly quotable: boolean;
  /** Under whose policy the finding stands, see `policyNumberOf`. */
  readonly policy: number;
  /** Of the report that would be quoted. */
  readonly finder: FinderId;
  readonly reportTlp: Tlp;
};

type Row = Omit<DueRow, "severity" | "tlp" | "policy" | "reportTlp"> & {
  severity: number;
  standing: number;
  reportTlp: number;
};

const findingColumns = `f.id as "findingId", f.decision_id as "decisionId", f.episode, f.round, t.name as type,
  f.severity, f.standing, host(f.address) as "objectAddress", f.name, f.port, f.transport`;

function toDueRow({ severity, standing, reportTlp, ...row }: Row): DueRow {
  const { tlp, policy } = decodeStanding(standing);
  return {
    ...row,
    severity: severities[severity] as Severity,
    tlp,
    policy,
    reportTlp: tlpLabels[reportTlp] as Tlp,
    evidenceOffset: Number(row.evidenceOffset),
  };
}

/** In which round and lane a recipient gets what is due. */
export type DueTurn = Pick<DueRecipient, "address" | "round" | "lane">;

/** Of what was listed as due for recipients: which of it to read. */
export type DuePart = {
  readonly turns: readonly DueTurn[];
  readonly findings: readonly FindingId[];
  readonly owed: readonly OwedObservation[];
};

/** What is still due of a part, for the same recipients in the same round and lane; in order of finding. */
export async function listDueRows(
  sql: Sql,
  { turns, findings, owed: observations }: DuePart,
  due: Due,
): Promise<DueRow[]> {
  // One value against a list is looked up by hash; a row against a subquery would be joined, in the square of both.
  const ofTurns = `d.address || ' ' || f.round || ' ' || ${laneOfFinding} = any($2::text[])`;
  const { rows } = await sql.query<Row>(
    `select ${findingColumns}, d.address, d.organisation, d.rung, d.tier, 'primary' as role,
            coalesce(f.seen_at, f.observed_at) as "observedAt", r.case_name as "caseName",
            coalesce(f.seen_in, f.opened_by) as report,
            coalesce(f.seen_offset, f.evidence_offset) as "evidenceOffset", r.released_at is not null as quotable, r.finder,
            r.tlp as "reportTlp"
       ${dueFindings(due)}
        and ${ofTurns} and f.id = any($3::bigint[])
     union all
     select ${findingColumns}, d.address, d.organisation, d.rung, d.tier, 'digest' as role,
            o.observed_at as "observedAt", ro.case_name as "caseName", o.report,
            o.evidence_offset as "evidenceOffset", true as quotable, r.finder, r.tlp as "reportTlp"
       ${owed(due)}
        and ${ofTurns}
        and (o.report, o.evidence_offset) in (select * from unnest($4::integer[], $5::bigint[]))
      order by "findingId", role desc, "observedAt", report, "evidenceOffset"`,
    [
      toLanesParameter(due.lanes),
      turns.map(toKey),
      findings,
      observations.map(({ report }) => report),
      observations.map(({ evidenceOffset }) => evidenceOffset),
    ],
  );
  return rows.map(toDueRow);
}

function toKey({ address, round, lane }: DueTurn): string {
  return `${address} ${round} ${lanes.indexOf(lane)}`;
}

/** A party to be informed, because a primary notification was accepted. */
export type InformedRow = DueRow & { readonly becauseOf: string };

/**
 * What these recipients are to be informed of by these notifications of others, where they have a right to it still. A
 * notification of which any row is held meanwhile waits whole.
 */
export async function listInformedRows(
  sql: Sql,
  turns: readonly DueTurn[],
  notifications: readonly NotificationId[],
): Promise<InformedRow[]> {
  if (notifications.length === 0) return [];
  const { rows } = await sql.query<Row & { becauseOf: string }>(
    `select f.id as "findingId", nf.decision_id as "decisionId", nf.episode, nf.round, t.name as type,
            f.severity, f.standing, host(f.address) as "objectAddress", f.name, f.port, f.transport,
            i.address, i.organisation, null as rung, (p.value ->> 'tier')::smallint as tier, 'informed' as role,
            nf.observed_at as "observedAt", r.case_name as "caseName", nf.report,
            nf.evidence_offset as "evidenceOffset", false as quotable, r.finder, r.tlp as "reportTlp",
            i.notification_id as "becauseOf"
       from informed_due i
       join notifications n on n.id = i.notification_id
       join notification_findings nf on nf.notification_id = i.notification_id
       join findings f on f.id = nf.finding_id
       join finding_types t on t.id = f.type_id
       join reports r on r.number = nf.report
       join decisions d on d.id = nf.decision_id
       join decisions present on present.id = f.decision_id
      cross join lateral jsonb_array_elements(d.informed) as p (value)
      where i.notification_id = any($2::uuid[])
        and i.address || ' ' || nf.round || ' ' || ${laneOfNotification} = any($1::text[])
        and nf.role = 'primary' and nf.superseded_at is null
        and nf.corrected_as is distinct from 'withdrawn'
        and p.value ->> 'address' = i.address and p.value ->> 'organisation' = i.organisation
        and (nf.episode <> f.episode
             or exists (select from jsonb_array_elements(present.informed) as q (value)
                         where q.value ->> 'address' = i.address and q.value ->> 'organisation' = i.organisation))
        and not exists (select from notification_findings other join reports r on r.number = other.report
                         where other.notification_id = i.notification_id and not (${notHeld}))`,
    [turns.map(toKey), notifications],
  );
  return rows.map(({ becauseOf, ...row }) => ({ ...toDueRow(row), becauseOf }));
}
