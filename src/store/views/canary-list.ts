import type { ReportId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** A report of which a few who never asked hear first, while the others wait. */
export type CanaryListEntry = {
  readonly report: ReportId;
  readonly finder: string;
  readonly caseName: string | null;
  /** Who hears first, of so many. */
  readonly first: number;
  readonly recipients: number;
  readonly heldAt: Date;
};

/** The canaries that are waited for, the longest first. */
export async function listWaitingCanaries(sql: Sql): Promise<CanaryListEntry[]> {
  const { rows } = await sql.query<CanaryListEntry>(
    `select r.id as report, r.finder, r.case_name as "caseName", cardinality(c.addresses) as first, c.recipients,
            c.begun_at as "heldAt"
       from canaries c join reports r on r.number = c.report
      where c.settled_at is null and r.recalled_at is null order by c.begun_at, c.report`,
  );
  return rows;
}
