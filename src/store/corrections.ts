import type { CorrectedAs } from "../domain/correction/correction-notification.ts";
import type { Rung } from "../domain/decision/rung.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import { type Severity, severities } from "../domain/finding/severity.ts";
import { decodeStanding } from "../domain/finding/standing.ts";
import type { Tier } from "../domain/finding/tier.ts";
import type { Tlp } from "../domain/finding/tlp.ts";
import type {
  CorrectionId,
  DecisionId,
  FinderId,
  FindingId,
  FindingTypeId,
  NotificationId,
  OrganisationId,
} from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import type { Sql } from "../platform/database.ts";

/** A correction as it is kept: about one report (by number), one case or one type (by number). */
export type NewCorrection = {
  readonly id: CorrectionId;
  readonly report: number | null;
  readonly caseName: string | null;
  readonly typeId: number | null;
  readonly finder: FinderId | null;
  readonly recalls: boolean;
  readonly reason: string;
  /** What recipients are told was wrong, by language; null: the sentence of the template. */
  readonly texts: Readonly<Record<Language, string | null>>;
  readonly digest: Buffer;
  readonly at: Date;
  readonly by: string;
};

/** Keeps a correction. */
export async function insertCorrection(sql: Sql, correction: NewCorrection): Promise<void> {
  await sql.query(
    `insert into corrections (id, report, case_name, type_id, finder, recalls, reason, text_nl, text_en, digest, made_at, made_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      correction.id,
      correction.report,
      correction.caseName,
      correction.typeId,
      correction.finder,
      correction.recalls,
      correction.reason,
      correction.texts.nl,
      correction.texts.en,
      correction.digest,
      correction.at,
      correction.by,
    ],
  );
}

/** Somebody who is to be told of a correction, and how many rows at most. */
export type DueCorrection = {
  readonly correction: CorrectionId;
  readonly address: EmailAddress;
  readonly rows: number;
};

/**
 * Whom corrections are due to: recipients whose mail servers took what is corrected; those of which that is not settled
 * wait. What turned out not to have arrived is forgotten first.
 */
export async function listDueCorrections(sql: Sql): Promise<DueCorrection[]> {
  await sql.query(
    `delete from corrections_due c using deliveries v
      where v.notification_id = c.notification_id and v.state in ('failed', 'withdrawn')`,
  );
  const { rows } = await sql.query<DueCorrection>(
    `select c.correction_id as correction, n.address, sum(n.row_count)::int as rows
       from corrections_due c
       join notifications n on n.id = c.notification_id
       join deliveries v on v.notification_id = n.id
      where v.state = 'accepted'
      group by c.correction_id, n.address
      order by c.correction_id, n.address`,
  );
  return rows;
}

/** A row that was told and is corrected, with the notification that it stood in. */
export type CorrectedRow = {
  readonly correction: CorrectionId;
  readonly recalls: boolean;
  /** In the language of the recipient. */
  readonly text: string | null;
  readonly notification: NotificationId;
  readonly number: PublicNumber;
  readonly messageId: string;
  readonly threadMessageId: string | null;
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly rung: Rung | null;
  readonly language: Language;
  readonly caseName: string | null;
  readonly kind: string | null;
  readonly position: number;
  readonly as: CorrectedAs;
  readonly findingId: FindingId;
  readonly decisionId: DecisionId;
  readonly report: number;
  readonly evidenceOffset: number;
  readonly observedAt: Date;
  readonly episode: number;
  readonly round: number;
  readonly tier: Tier;
  readonly type: FindingTypeId;
  readonly severity: Severity;
  readonly tlp: Tlp;
  readonly objectAddress: string | null;
  readonly name: string | null;
  readonly port: number | null;
  readonly transport: number | null;
};

type Row = Omit<CorrectedRow, "severity" | "tlp"> & { severity: number; standing: number };

/** The rows that these recipients are to be told are wrong, in order of correction, recipient, mail and row. */
export async function listCorrectedRows(
  sql: Sql,
  due: readonly DueCorrection[],
): Promise<CorrectedRow[]> {
  const { rows } = await sql.query<Row>(
    `select c.id as correction, c.recalls, case n.language when 'nl' then c.text_nl else c.text_en end as text,
            n.id as notification, n.public_number as number, n.message_id as "messageId",
            n.thread_message_id as "threadMessageId", n.address, n.organisation, n.rung, n.language,
            n.case_name as "caseName", n.kind, nf.position, coalesce(nf.corrected_as, 'put-right') as as,
            nf.finding_id as "findingId", nf.decision_id as "decisionId", nf.report,
            nf.evidence_offset as "evidenceOffset", nf.observed_at as "observedAt", nf.episode, nf.round, nf.tier,
            t.name as type, f.severity, f.standing, host(f.address) as "objectAddress", f.name, f.port, f.transport
       from unnest($1::uuid[], $2::text[]) as u (correction, address)
       join corrections c on c.id = u.correction
       join corrections_due d on d.correction_id = c.id
       join notifications n on n.id = d.notification_id and n.address = u.address
       join deliveries v on v.notification_id = n.id
       join notification_findings nf on nf.notification_id = n.id
       join findings f on f.id = nf.finding_id
       join finding_types t on t.id = f.type_id
       join reports r on r.number = nf.report
      where v.state = 'accepted' and nf.role in ('primary', 'informed', 'digest')
        and case when c.recalls then nf.correction_id = c.id
                 else nf.correction_id is null
                      and (c.report = nf.report or c.case_name = r.case_name
                           or c.type_id = f.type_id and (c.finder is null or c.finder = r.finder)) end
      order by c.id, n.address, n.composed_at, n.id, nf.position`,
    [due.map(({ correction }) => correction), due.map(({ address }) => address)],
  );
  return rows.map(({ severity, standing, ...row }) => ({
    ...row,
    severity: severities[severity] as Severity,
    tlp: decodeStanding(standing).tlp,
    evidenceOffset: Number(row.evidenceOffset),
  }));
}

/** Notes that what these notifications are corrected by is composed; answers how many of them were still due. */
export async function settleCorrectionsDue(
  sql: Sql,
  pairs: readonly { readonly correction: CorrectionId; readonly notification: NotificationId }[],
): Promise<number> {
  const { rowCount } = await sql.query(
    `delete from corrections_due d
      using unnest($1::uuid[], $2::uuid[]) as u (correction, notification)
      where d.correction_id = u.correction and d.notification_id = u.notification`,
    [pairs.map(({ correction }) => correction), pairs.map(({ notification }) => notification)],
  );
  return rowCount;
}

/**
 * Notes that whoever was shown rows that a correction without a recall is about is to be told, or will be shown them by
 * what is queued; answers how many notifications. Rows that a recall took back are nobody's concern any more.
 */
export async function oweCorrection(sql: Sql, correction: CorrectionId): Promise<number> {
  const { rowCount } = await sql.query(
    `insert into corrections_due (correction_id, notification_id)
     select distinct c.id, nf.notification_id
       from corrections c
       join reports r on c.report = r.number or c.case_name = r.case_name
                         or c.type_id is not null and (c.finder is null or c.finder = r.finder)
       join notification_findings nf on nf.report = r.number
       join findings f on f.id = nf.finding_id
       join deliveries v on v.notification_id = nf.notification_id
      where c.id = $1 and (c.type_id is null or c.type_id = f.type_id)
        and nf.role in ('primary', 'informed', 'digest') and nf.correction_id is null
        and v.state in ('queued', 'leased', 'accepted', 'unknown')`,
    [correction],
  );
  return rowCount;
}
