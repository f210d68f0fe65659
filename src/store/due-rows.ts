import type { Rung } from "../domain/decision/rung.ts";
import { lanes } from "../domain/finding/lane.ts";
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
} from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";
import { type Due, dueFindings, notHeld, owedObservations } from "./due-findings.ts";
import { laneOfFinding, laneOfNotification, toLanesParameter } from "./due-lanes.ts";
import type { DueRecipient, OwedObservation } from "./due-recipients.ts";

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
       ${owedObservations(due)}
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
  // Which of them hold something back is asked once, not for each of their rows.
  const { rows } = await sql.query<Row & { becauseOf: string }>(
    `with held as materialized (
       select distinct other.notification_id
         from notification_findings other join reports r on r.number = other.report
        where other.notification_id = any($2::uuid[]) and not (${notHeld}))
     select f.id as "findingId", nf.decision_id as "decisionId", nf.episode, nf.round, t.name as type,
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
        and i.notification_id not in (select h.notification_id from held h)`,
    [turns.map(toKey), notifications],
  );
  return rows.map(({ becauseOf, ...row }) => ({ ...toDueRow(row), becauseOf }));
}
