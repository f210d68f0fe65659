import type { Rung } from "../../domain/decision/rung.ts";
import { type Severity, severities } from "../../domain/finding/severity.ts";
import { decodeStanding } from "../../domain/finding/standing.ts";
import type { Tier } from "../../domain/finding/tier.ts";
import type { FindingId, FindingTypeId, NotificationId, OrganisationId } from "../../domain/ids.ts";
import type { EmailAddress } from "../../domain/network/email-address.ts";
import type { NotificationRow } from "../../domain/notification/notification.ts";
import type { Sql } from "../../platform/database.ts";

/** A row as a text would show it, without what the report says of it. */
export type PreviewRow = Omit<NotificationRow, "type" | "evidence" | "role"> & {
  readonly type: FindingTypeId;
};

/** Whom a finding goes to as things stand. */
export type PreviewRecipient = {
  readonly rung: Rung;
  readonly organisation: OrganisationId | null;
  readonly address: EmailAddress;
  readonly caseName: string | null;
};

type Row = Omit<PreviewRow, "severity" | "tlp"> & { severity: number; standing: number };

const columns = `
  f.id as "findingId", t.name as type, f.severity, f.standing, host(f.address) as address, f.name, f.port, f.transport`;

/** Rows of a notification in their order, so many at most; none when there is no such notification. */
export async function listNotifiedRows(
  sql: Sql,
  id: NotificationId,
  limit: number,
): Promise<PreviewRow[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns}, nf.decision_id as "decisionId", nf.episode, nf.round, nf.tier,
            nf.observed_at as "observedAt", nf.report, nf.evidence_offset as "evidenceOffset"
       from notification_findings nf
       join findings f on f.id = nf.finding_id
       join finding_types t on t.id = f.type_id
      where nf.notification_id = $1
      order by nf.position limit $2`,
    [id, limit],
  );
  return rows.map(toPreviewRow);
}

/** A finding as its present recipient would see it; null where there is none, or nobody is to be told. */
export async function findPreviewedFinding(
  sql: Sql,
  id: FindingId,
): Promise<{ readonly row: PreviewRow; readonly recipient: PreviewRecipient } | null> {
  const { rows } = await sql.query<Row & Omit<PreviewRecipient, "address"> & { to: EmailAddress }>(
    `select ${columns}, d.id as "decisionId", f.episode, f.round, d.tier, f.observed_at as "observedAt",
            f.opened_by as report, 0 as "evidenceOffset", d.rung, d.organisation, d.address as "to",
            r.case_name as "caseName"
       from findings f
       join finding_types t on t.id = f.type_id
       join decisions d on d.id = f.decision_id
       join reports r on r.number = f.opened_by
      where f.id = $1 and d.rung is not null`,
    [id],
  );
  const found = rows[0];
  if (found === undefined) return null;
  const { rung, organisation, to, caseName, ...row } = found;
  return { row: toPreviewRow(row), recipient: { rung, organisation, address: to, caseName } };
}

function toPreviewRow({ severity, standing, ...row }: Row): PreviewRow {
  return {
    ...row,
    tier: Number(row.tier) as Tier,
    evidenceOffset: Number(row.evidenceOffset),
    severity: severities[severity] as Severity,
    tlp: decodeStanding(standing).tlp,
  };
}
