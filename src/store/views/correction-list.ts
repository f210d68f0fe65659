import type { CorrectionScope } from "../../domain/correction/scope.ts";
import type { CorrectionId, FinderId, FindingTypeId, ReportId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** A recall or a correction, and how far its recipients were told. */
export type CorrectionListEntry = {
  readonly correction: CorrectionId;
  readonly scope: CorrectionScope;
  readonly recalls: boolean;
  readonly reason: string;
  readonly madeAt: Date;
  readonly madeBy: string;
  /** Notifications whose recipient is still to be told, because it is not settled whether they arrived, or just not yet. */
  readonly due: number;
  /** Messages that tell it: all, taken by mail servers, and given up. */
  readonly messages: number;
  readonly accepted: number;
  readonly failed: number;
};

type Row = Omit<CorrectionListEntry, "scope"> & {
  report: ReportId | null;
  caseName: string | null;
  type: FindingTypeId | null;
  finder: FinderId | null;
};

/** Recalls and corrections, the latest first. */
export async function listCorrections(sql: Sql, limit: number): Promise<CorrectionListEntry[]> {
  const { rows } = await sql.query<Row>(
    `select c.id as correction, r.id as report, c.case_name as "caseName", t.name as type, c.finder, c.recalls, c.reason,
            c.made_at as "madeAt", c.made_by as "madeBy",
            (select count(*)::int from corrections_due d where d.correction_id = c.id) as due,
            m.messages, m.accepted, m.failed
       from corrections c
       left join reports r on r.number = c.report
       left join finding_types t on t.id = c.type_id
      cross join lateral (
        select count(*)::int as messages, count(*) filter (where v.state = 'accepted')::int as accepted,
               count(*) filter (where v.state = 'failed')::int as failed
          from notifications n join deliveries v on v.notification_id = n.id
         where n.correction_id = c.id) m
      order by c.made_at desc, c.id desc limit $1`,
    [limit],
  );
  return rows.map(({ report, caseName, type, finder, ...rest }) => ({
    ...rest,
    scope: toScope(report, caseName, type, finder),
  }));
}

function toScope(
  report: ReportId | null,
  name: string | null,
  type: FindingTypeId | null,
  finder: FinderId | null,
): CorrectionScope {
  if (report !== null) return { kind: "report", report };
  if (name !== null) return { kind: "case", name };
  return { kind: "type", type: type as FindingTypeId, finder };
}
