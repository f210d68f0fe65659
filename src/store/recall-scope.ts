import type { CorrectionScope } from "../domain/correction/scope.ts";
import type { Grade } from "../domain/finding/grade.ts";
import { grades } from "../domain/finding/grade.ts";
import { type Tlp, tlpLabels } from "../domain/finding/tlp.ts";
import type { FinderId, FindingTypeId, ReportId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** A report, as far as taking evidence back needs to know it. */
export type EvidenceReport = {
  readonly number: number;
  readonly id: ReportId;
  readonly finder: FinderId;
  readonly tlp: Tlp;
  readonly grade: Grade;
  readonly state: "received" | "completed" | "refused";
  readonly receivedAt: Date;
  readonly releasedAt: Date | null;
  readonly rejectedAt: Date | null;
  readonly recalledAt: Date | null;
};

type Row = Omit<EvidenceReport, "tlp" | "grade"> & { tlp: number; grade: number };

const columns = `r.number, r.id, r.finder, r.tlp, r.grade, r.state, r.received_at as "receivedAt",
  r.released_at as "releasedAt", r.rejected_at as "rejectedAt", r.recalled_at as "recalledAt"`;

function toReport({ tlp, grade, ...row }: Row): EvidenceReport {
  return { ...row, tlp: tlpLabels[tlp] as Tlp, grade: grades[grade] as Grade };
}

/**
 * Every report that a correction of this scope may be about, in any state and in order of number; of a finding type those
 * that opened an episode of it, or that a notification showed a row of.
 */
export async function listReportsOf(sql: Sql, scope: CorrectionScope): Promise<EvidenceReport[]> {
  const [condition, values] = toCondition(scope);
  const { rows } = await sql.query<Row>(
    `select ${columns} from reports r where ${condition} order by r.number`,
    values,
  );
  return rows.map(toReport);
}

/** The reports with these numbers, in order of number. */
export async function listEvidenceReports(
  sql: Sql,
  numbers: readonly number[],
): Promise<EvidenceReport[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from reports r where r.number = any($1::integer[]) order by r.number`,
    [numbers],
  );
  return rows.map(toReport);
}

function toCondition(scope: CorrectionScope): [string, unknown[]] {
  if (scope.kind === "report") return ["r.id = $1", [scope.report]];
  if (scope.kind === "case") return ["r.case_name = $1", [scope.name]];
  return [
    `($2::text is null or r.finder = $2)
     and r.number in (select f.opened_by from findings f join finding_types t on t.id = f.type_id where t.name = $1
                      union
                      select p.opened_by from past_episodes p join findings f on f.id = p.finding_id
                        join finding_types t on t.id = f.type_id where t.name = $1
                      union
                      select nf.report from notification_findings nf join findings f on f.id = nf.finding_id
                        join finding_types t on t.id = f.type_id where t.name = $1)`,
    [scope.type, scope.finder],
  ];
}

/** What a recall by type took back: what reports released until then say of that type counts for nothing. */
export type VoidType = {
  readonly typeId: number;
  readonly finder: FinderId | null;
  readonly madeAt: Date;
};

/** The recalls by type so far. */
export async function listVoidTypes(sql: Sql): Promise<VoidType[]> {
  const { rows } = await sql.query<VoidType>(
    `select c.type_id as "typeId", c.finder, c.made_at as "madeAt"
       from corrections c where c.recalls and c.type_id is not null order by c.made_at`,
  );
  return rows;
}

/** Reports of which rows were saved since an instant and that still count, in order of number; some are left out. */
export async function listCountingSince(
  sql: Sql,
  since: Date,
  except: readonly number[],
): Promise<EvidenceReport[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns}
       from reports r
      where r.state <> 'refused' and r.rejected_at is null and r.recalled_at is null and r.number <> all($2::integer[])
        and exists (select from report_chunks c where c.report = r.number and c.saved_at >= $1 and c.accepted > 0)
      order by r.number`,
    [since, except],
  );
  return rows.map(toReport);
}

/** The number of a finding type in this database; null when nobody ever found it. */
export async function findTypeNumber(sql: Sql, type: FindingTypeId): Promise<number | null> {
  const { rows } = await sql.query<{ id: number }>(
    "select t.id from finding_types t where t.name = $1",
    [type],
  );
  return rows[0]?.id ?? null;
}
