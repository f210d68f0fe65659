import type { ReportId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { sumChunks } from "../store/report-chunks.ts";
import { getReport, type Report } from "../store/reports.ts";
import { findPreviousScope } from "../store/scopes.ts";
import { closeUnseen } from "./close-unseen.ts";
import { decideAgain } from "./decide-again.ts";
import type { PipelineContext } from "./material/context.ts";
import { startDeciding } from "./material/deciding.ts";
import { standingOf } from "./material/handover.ts";
import { release } from "./release.ts";
import { type Retained, retain } from "./retain.ts";

/** Closes what a complete report no longer shows, where its scope is known and nothing of it is in doubt. */
export async function closeWhatIsGone(context: PipelineContext, report: Report): Promise<number> {
  const { sql, clock } = context;
  if (!report.complete || report.releasedAt === null || report.reportType === null) return 0;
  const scope =
    report.scope ?? (await findPreviousScope(sql, report.finder, report.reportType, report.number));
  const counts = await sumChunks(sql, report.number);
  if (scope === null || counts.quarantined > 0) return 0;
  return closeUnseen(sql, report, scope, counts.observedLast ?? report.receivedAt, clock());
}

/**
 * Releases a report and decides anew about what it shows; answers false when it was released before.
 *
 * @param allow called in the transaction that releases it; what it throws, releases nothing
 */
export async function runRelease(
  context: PipelineContext,
  id: ReportId,
  releasedBy: string,
  allow: (sql: Sql) => Promise<void>,
): Promise<boolean> {
  const { sql, clock } = context;
  const report = await getReport(sql, id);
  const basis = await context.readBasis();
  const deciding = startDeciding(basis, clock());
  const standing = standingOf(basis.world, report, true);
  const released = await release(sql, report, clock(), releasedBy, standing, {
    allow,
    decideAgain: async (sql, ids) => {
      await decideAgain(sql, context.catalogue, deciding, ids);
    },
  });
  if (released) await closeWhatIsGone(context, await getReport(sql, id));
  return released;
}

/** Ends the keeping of what need not be kept any longer. */
export function runRetention(context: PipelineContext): Promise<Retained> {
  return retain(context);
}
