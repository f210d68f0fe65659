import type { Disposition } from "../../domain/finding/disposition.ts";
import { type Grade, grades } from "../../domain/finding/grade.ts";
import { type Tlp, tlpLabels } from "../../domain/finding/tlp.ts";
import type { FinderId, ReportId } from "../../domain/ids.ts";
import type { QuarantinedRow } from "../../domain/report/row-batch.ts";
import type { Scope } from "../../domain/report/scope.ts";
import type { Format, Refusal } from "../../domain/report/source.ts";
import type { WaitReason } from "../../domain/report/wait-reason.ts";
import type { Sql } from "../../platform/database.ts";
import { toDispositions } from "./row-dispositions.ts";

/** What became of a report: what it says of itself, how many rows, and where each of them stands today. */
export type ReportSummary = {
  readonly report: ReportId;
  readonly finder: FinderId;
  /** Null when no format recognised it. */
  readonly format: Format | null;
  readonly type: string | null;
  /** Hexadecimal, of the bytes as received. */
  readonly sha256: string;
  readonly fileName: string | null;
  readonly caseName: string | null;
  readonly tlp: Tlp;
  readonly grade: Grade;
  /** Whether its finder was trusted when it came in. */
  readonly trusted: boolean;
  readonly complete: boolean;
  readonly scope: Scope | null;
  readonly state: "received" | "completed" | "refused";
  readonly refusal: Refusal | null;
  readonly receivedAt: Date;
  readonly completedAt: Date | null;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
  /** Why nothing of it goes out: the kill switch of the report, else that of its finder. */
  readonly held: {
    readonly at: Date;
    readonly reason: string;
    readonly by: "report" | "finder";
  } | null;
  /** Why it waits, or waited, for a person; null where it was released as it came in. */
  readonly waitsBecause: WaitReason | null;
  /** Whether a signature came with it, and the fingerprint of its key where it fits. */
  readonly signed: boolean;
  readonly signedBy: string | null;
  /** A person refused it, for good; a report of state `refused` could not be read at all. */
  readonly rejected: { readonly at: Date; readonly by: string; readonly reason: string } | null;
  /** Taken back after it went out: nothing that it says holds. */
  readonly recalled: { readonly at: Date; readonly by: string; readonly reason: string } | null;
  /** Whether its bytes can still be read. */
  readonly kept: boolean;
  readonly accepted: number;
  readonly quarantined: number;
  readonly new: number;
  readonly seenAgain: number;
  readonly reopened: number;
  /** Bytes that were no UTF-8 and were replaced. */
  readonly replacedBytes: number;
  /** Adds up to `accepted`; those that are 0 are left out. */
  readonly dispositions: Readonly<Partial<Record<Disposition, number>>>;
  /** The first of the rows that were put aside, in order. */
  readonly quarantine: readonly QuarantinedRow[];
};

/** Rows put aside that a summary lists. */
const quarantineListed = 100;

type SummaryRow = {
  id: ReportId;
  finder: FinderId;
  format: Format | null;
  report_type: string | null;
  sha256: string;
  file_name: string | null;
  case_name: string | null;
  tlp: number;
  grade: number;
  trusted: boolean;
  complete: boolean;
  scope: Scope | null;
  state: ReportSummary["state"];
  refusal: Refusal | null;
  received_at: Date;
  completed_at: Date | null;
  released_at: Date | null;
  released_by: string | null;
  held_at: Date | null;
  held_reason: string | null;
  held_by: "report" | "finder" | null;
  waits_because: WaitReason | null;
  signed: boolean;
  signed_by: string | null;
  rejected_at: Date | null;
  rejected_by: string | null;
  rejected_reason: string | null;
  recalled: { at: string; by: string; reason: string } | null;
  recalled_elsewhere: number;
  recalled_repeats: number;
  kept: boolean;
  accepted: number;
  quarantined: number;
  new: number;
  seen_again: number;
  reopened: number;
  replaced_bytes: number;
  ended: Readonly<Record<string, number>> | null;
  quarantine: readonly QuarantinedRow[] | null;
};

/**
 * The summary of a report; null when there is none.
 *
 * One query, so one moment: every row of the report either opened an episode, which stands where it stands today, or
 * saw one again, and both are counted in the transaction that saved the row.
 */
export async function findReportSummary(sql: Sql, id: ReportId): Promise<ReportSummary | null> {
  const { rows } = await sql.query<SummaryRow>(
    `with report as (
       select * from reports where id = $1
     ), opened as (
       select f.disposition from findings f where f.opened_by = (select number from report)
       union all
       select p.disposition from past_episodes p where p.opened_by = (select number from report)
     ), ended as (
       select o.disposition, count(*) as count from opened o group by o.disposition
     ), aside as (
       select q.row, q.line, q.field, q.reason, q.value from quarantined_rows q
        where q.report = (select number from report) order by q.row limit ${quarantineListed}
     ), counts as (
       select coalesce(sum(c.accepted), 0)::bigint       as accepted,
              coalesce(sum(c.quarantined), 0)::bigint    as quarantined,
              coalesce(sum(c.new), 0)::bigint            as new,
              coalesce(sum(c.seen_again), 0)::bigint     as seen_again,
              coalesce(sum(c.reopened), 0)::bigint       as reopened,
              coalesce(sum(c.replaced_bytes), 0)::bigint as replaced_bytes
         from report_chunks c where c.report = (select number from report)
     )
     select r.id, r.finder, r.format, r.report_type, encode(r.sha256, 'hex') as sha256, r.file_name, r.case_name,
            r.tlp, r.grade, r.trusted, r.complete, r.scope, r.state, r.refusal, r.received_at, r.completed_at,
            r.released_at, r.released_by,
            coalesce(r.held_at, h.held_at) as held_at, coalesce(r.held_reason, h.reason) as held_reason,
            case when r.held_at is not null then 'report' when h.held_at is not null then 'finder' end as held_by,
            r.waits_because, r.signature is not null as signed, r.signed_by,
            r.rejected_at, r.rejected_by, r.rejected_reason, r.recalled_elsewhere, r.recalled_repeats,
            (select jsonb_build_object('at', c.made_at, 'by', c.made_by, 'reason', c.reason)
               from corrections c where c.id = r.recalled_by) as recalled,
            k.wrapped_key is not null as kept,
            counts.*,
            (select jsonb_object_agg(e.disposition, e.count) from ended e) as ended,
            (select jsonb_agg(to_jsonb(a) order by a.row) from aside a)    as quarantine
       from report r
       join kept_reports k on k.sha256 = r.sha256
       left join finder_holds h on h.finder = r.finder
      cross join counts`,
    [id],
  );
  return rows[0] === undefined ? null : toSummary(rows[0]);
}

function toSummary(row: SummaryRow): ReportSummary {
  return {
    report: row.id,
    finder: row.finder,
    format: row.format,
    type: row.report_type,
    sha256: row.sha256,
    fileName: row.file_name,
    caseName: row.case_name,
    tlp: tlpLabels[row.tlp] as Tlp,
    grade: grades[row.grade] as Grade,
    trusted: row.trusted,
    complete: row.complete,
    scope: row.scope,
    state: row.state,
    refusal: row.refusal,
    receivedAt: row.received_at,
    completedAt: row.completed_at,
    releasedAt: row.released_at,
    releasedBy: row.released_by,
    held: toHeld(row),
    waitsBecause: row.waits_because,
    signed: row.signed,
    signedBy: row.signed_by,
    rejected: toRejected(row),
    recalled: row.recalled === null ? null : { ...row.recalled, at: new Date(row.recalled.at) },
    kept: row.kept,
    accepted: row.accepted,
    quarantined: row.quarantined,
    new: row.new,
    seenAgain: row.seen_again,
    reopened: row.reopened,
    replacedBytes: row.replaced_bytes,
    dispositions: toDispositions(row.ended ?? {}, {
      seenAgain: row.seen_again,
      recalledElsewhere: row.recalled_elsewhere,
      recalledRepeats: row.recalled_repeats,
    }),
    quarantine: row.quarantine ?? [],
  };
}

function toHeld({
  held_at: at,
  held_reason: reason,
  held_by: by,
}: SummaryRow): ReportSummary["held"] {
  return at === null || reason === null || by === null ? null : { at, reason, by };
}

function toRejected(row: SummaryRow): ReportSummary["rejected"] {
  const { rejected_at: at, rejected_by: by, rejected_reason: reason } = row;
  return at === null || by === null || reason === null ? null : { at, by, reason };
}
