import type { ReportId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { getReport } from "../store/reports.ts";
import type { PipelineContext } from "./material/context.ts";
import { type Rejection, reject } from "./reject.ts";

/** Refuses a report that waits; see `reject`. Throws `not-found`. */
export async function runReject(
  { sql }: Pick<PipelineContext, "sql">,
  id: ReportId,
  rejection: Rejection,
  finish: (sql: Sql, withdrawn: number) => Promise<void>,
): Promise<number | null> {
  return reject(sql, await getReport(sql, id), rejection, finish);
}
