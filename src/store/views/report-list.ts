import type { FinderId, ReportId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** A report in a list: what it is, how many rows, whether it waits. */
export type ReportListEntry = {
  readonly report: ReportId;
  readonly finder: FinderId;
  readonly type: string | null;
  readonly fileName: string | null;
  readonly caseName: string | null;
  readonly state: "received" | "completed" | "refused";
  readonly receivedAt: Date;
  readonly released: boolean;
  readonly held: boolean;
  /** For a person, to release or refuse it. */
  readonly waits: boolean;
  readonly accepted: number;
  readonly quarantined: number;
};

/** Reports that wait for a person, the longest first. */
export async function listWaitingReports(sql: Sql, limit: number): Promise<ReportListEntry[]> {
  return list(
    sql,
    `r.released_at is null and r.rejected_at is null and r.state = 'completed'
      order by r.number limit $1`,
    [limit],
  );
}

/** The latest reports, latest first; of one finder where it is given. */
export async function listReports(
  sql: Sql,
  limit: number,
  finder: FinderId | null = null,
): Promise<ReportListEntry[]> {
  return list(sql, "($2::text is null or r.finder = $2) order by r.number desc limit $1", [
    limit,
    finder,
  ]);
}

async function list(
  sql: Sql,
  which: string,
  values: readonly unknown[],
): Promise<ReportListEntry[]> {
  const { rows } = await sql.query<ReportListEntry>(
    `select r.id as report, r.finder, r.report_type as type, r.file_name as "fileName", r.case_name as "caseName",
            r.state, r.received_at as "receivedAt", r.released_at is not null as released,
            r.held_at is not null or h.finder is not null as held,
            r.state = 'completed' and r.released_at is null and r.rejected_at is null as waits,
            c.accepted, c.quarantined
       from reports r
       left join finder_holds h on h.finder = r.finder
      cross join lateral (select coalesce(sum(c.accepted), 0)::bigint    as accepted,
                                 coalesce(sum(c.quarantined), 0)::bigint as quarantined
                            from report_chunks c where c.report = r.number) c
      where ${which}`,
    values,
  );
  return rows;
}
