import type { Grade } from "../domain/finding/grade.ts";
import { grades } from "../domain/finding/grade.ts";
import { type Tlp, tlpLabels, tlpRank } from "../domain/finding/tlp.ts";
import type { FinderId, ReportId } from "../domain/ids.ts";
import type { Scope } from "../domain/report/scope.ts";
import type { Format, Refusal } from "../domain/report/source.ts";
import type { WaitReason } from "../domain/report/wait-reason.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";

/** What a finder says about what it hands over, and what we know of the finder at that moment. */
export type ReportTerms = {
  readonly finder: FinderId;
  readonly trusted: boolean;
  readonly fileName: string | null;
  readonly format: Format | null;
  readonly reportType: string | null;
  readonly typeLabel: string | null;
  readonly mapping: Readonly<Record<string, string>>;
  readonly caseName: string | null;
  readonly tlp: Tlp;
  readonly grade: Grade;
  readonly complete: boolean;
  /** What the scan covered; null where the finder did not say. */
  readonly scope: Scope | null;
};

export type ReportState = "received" | "completed" | "refused";

/** A report as it stands. */
export type Report = ReportTerms & {
  readonly id: ReportId;
  readonly number: number;
  readonly sha256: Buffer;
  readonly state: ReportState;
  readonly refusal: Refusal | null;
  readonly receivedAt: Date;
  readonly completedAt: Date | null;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
  readonly heldAt: Date | null;
  readonly heldReason: string | null;
  /** Why it waits, or waited, for a person; null where it was released as it came in. */
  readonly waitsBecause: WaitReason | null;
  /** Fingerprint of the key that signed the bytes; null where nobody did, or not well. */
  readonly signedBy: string | null;
  /** When a person refused it, for good. */
  readonly rejectedAt: Date | null;
  /** When all of it was taken back after it had gone out. */
  readonly recalledAt: Date | null;
};

/** A signature as it came with a report; `fingerprint` is null where it does not fit. */
export type ReportSignature = { readonly bytes: Uint8Array; readonly fingerprint: string | null };

const columns = `r.id, r.number, r.finder, r.trusted, r.sha256, r.file_name, r.format, r.report_type, r.type_label,
  r.mapping, r.case_name, r.tlp, r.grade, r.complete, r.scope, r.state, r.refusal, r.received_at, r.completed_at,
  r.released_at, r.released_by, r.held_at, r.held_reason, r.waits_because, r.signed_by, r.rejected_at,
  r.recalled_at`;

type ReportRow = {
  id: ReportId;
  number: number;
  finder: FinderId;
  trusted: boolean;
  sha256: Buffer;
  file_name: string | null;
  format: Format | null;
  report_type: string | null;
  type_label: string | null;
  mapping: Record<string, string>;
  case_name: string | null;
  tlp: number;
  grade: number;
  complete: boolean;
  scope: Scope | null;
  state: ReportState;
  refusal: Refusal | null;
  received_at: Date;
  completed_at: Date | null;
  released_at: Date | null;
  released_by: string | null;
  held_at: Date | null;
  held_reason: string | null;
  waits_because: WaitReason | null;
  signed_by: string | null;
  rejected_at: Date | null;
  recalled_at: Date | null;
};

function toReport(row: ReportRow): Report {
  return {
    id: row.id,
    number: row.number,
    finder: row.finder,
    trusted: row.trusted,
    sha256: row.sha256,
    fileName: row.file_name,
    format: row.format,
    reportType: row.report_type,
    typeLabel: row.type_label,
    mapping: row.mapping,
    caseName: row.case_name,
    tlp: tlpLabels[row.tlp] as Tlp,
    grade: grades[row.grade] as Grade,
    complete: row.complete,
    scope: row.scope,
    state: row.state,
    refusal: row.refusal,
    receivedAt: row.received_at,
    completedAt: row.completed_at,
    releasedAt: row.released_at,
    releasedBy: row.released_by,
    heldAt: row.held_at,
    heldReason: row.held_reason,
    waitsBecause: row.waits_because,
    signedBy: row.signed_by,
    rejectedAt: row.rejected_at,
    recalledAt: row.recalled_at,
  };
}

/** The report with this id; throws `not-found`. */
export async function getReport(sql: Sql, id: ReportId): Promise<Report> {
  const { rows } = await sql.query<ReportRow>(`select ${columns} from reports r where r.id = $1`, [
    id,
  ]);
  if (rows[0] === undefined) throw new AppError("not-found", `There is no report ${id}.`);
  return toReport(rows[0]);
}

/** The reports with these numbers, in any order; unknown numbers are left out. */
export async function listReportsByNumber(sql: Sql, numbers: readonly number[]): Promise<Report[]> {
  const { rows } = await sql.query<ReportRow>(
    `select ${columns} from reports r where r.number = any($1::integer[])`,
    [numbers],
  );
  return rows.map(toReport);
}

/**
 * The report that this finder handed over with these bytes, of the same `--type`, and that was not refused; null when
 * there is none.
 */
export async function findReportOf(
  sql: Sql,
  finder: FinderId,
  sha256: Buffer,
  typeLabel: string | null,
): Promise<Report | null> {
  const { rows } = await sql.query<ReportRow>(
    `select ${columns} from reports r where r.finder = $1 and r.sha256 = $2 and coalesce(r.type_label, '') = coalesce($3, '')
        and r.state <> 'refused'`,
    [finder, sha256, typeLabel],
  );
  return rows[0] === undefined ? null : toReport(rows[0]);
}

export type NewReport = {
  readonly id: ReportId;
  readonly terms: ReportTerms;
  readonly sha256: Buffer;
  readonly receivedAt: Date;
  /** Who released it at once; null: it waits for a person. */
  readonly releasedBy: string | null;
  readonly waitsBecause: WaitReason | null;
  readonly signature: ReportSignature | null;
  /** Why it could not be read at all; null when it could be opened. */
  readonly refusal: Refusal | null;
};

/**
 * Records a report that was received, or refused. When the same finder handed the same bytes over already (perhaps in
 * this very moment, in another process), that report is answered instead.
 */
export async function saveReport(sql: Sql, report: NewReport): Promise<Report> {
  const { terms } = report;
  const { rows } = await sql.query<ReportRow>(
    `insert into reports as r (id, finder, trusted, sha256, file_name, format, report_type, type_label, mapping,
                               case_name, tlp, grade, complete, scope, state, refusal, received_at, released_at, released_by,
                               waits_because, signature, signed_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
             case when $18::text is null then null else $17::timestamptz end, $18, $19, $20, $21)
     on conflict (finder, sha256, coalesce(type_label, '')) where state <> 'refused' do nothing
     returning ${columns}`,
    [
      report.id,
      terms.finder,
      terms.trusted,
      report.sha256,
      terms.fileName,
      terms.format,
      terms.reportType,
      terms.typeLabel,
      JSON.stringify(terms.mapping),
      terms.caseName,
      tlpRank(terms.tlp),
      grades.indexOf(terms.grade),
      terms.complete,
      terms.scope === null ? null : JSON.stringify(terms.scope),
      report.refusal === null ? "received" : "refused",
      report.refusal === null ? null : JSON.stringify(report.refusal),
      report.receivedAt,
      report.releasedBy,
      report.waitsBecause,
      report.signature === null ? null : Buffer.from(report.signature.bytes),
      report.signature?.fingerprint ?? null,
    ],
  );
  if (rows[0] !== undefined) return toReport(rows[0]);
  const earlier = await findReportOf(sql, terms.finder, report.sha256, terms.typeLabel);
  if (earlier === null) throw new Error("Bug: a report that was there already is not there");
  return earlier;
}

/** Marks a report as read to its end. */
export async function completeReport(sql: Sql, number: number, completedAt: Date): Promise<void> {
  await sql.query(
    "update reports set state = 'completed', completed_at = $2 where number = $1 and state = 'received'",
    [number, completedAt],
  );
}

/** Marks a report as released by a person; answers false when it was released before, or refused. */
export async function markReleased(
  sql: Sql,
  number: number,
  releasedAt: Date,
  releasedBy: string,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    "update reports set released_at = $2, released_by = $3 where number = $1 and released_at is null and rejected_at is null",
    [number, releasedAt, releasedBy],
  );
  return rowCount > 0;
}

/**
 * Marks a waiting report as refused by a person, for good; answers false when it was released or refused before, or is
 * still being read.
 */
export async function markRejected(
  sql: Sql,
  number: number,
  rejected: { readonly at: Date; readonly by: string; readonly reason: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update reports set rejected_at = $2, rejected_by = $3, rejected_reason = $4
      where number = $1 and state = 'completed' and released_at is null and rejected_at is null`,
    [number, rejected.at, rejected.by, rejected.reason],
  );
  return rowCount > 0;
}
