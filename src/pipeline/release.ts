import { type Sql, transaction } from "../platform/database.ts";
import { lockForSaving } from "../store/episodes.ts";
import { improveFindings } from "../store/findings.ts";
import { readObservations } from "../store/observations.ts";
import { markReleased, type Report } from "../store/reports.ts";

/**
 * Releases a report: what it says may be used from now on, also where it saw a finding that another report had opened.
 * Answers false when it was released before.
 *
 * @param standing of what it says, once it is released
 * @param allow called in the transaction before anything is decided; what it throws, releases nothing
 * @param decideAgain decides about findings whose standing may have changed
 */
export async function release(
  sql: Sql,
  report: Report,
  releasedAt: Date,
  releasedBy: string,
  standing: number,
  {
    allow,
    decideAgain,
  }: {
    readonly allow: (sql: Sql) => Promise<void>;
    readonly decideAgain: (sql: Sql, ids: readonly number[]) => Promise<void>;
  },
): Promise<boolean> {
  return transaction(sql, async (sql) => {
    await lockForSaving(sql);
    if (!(await markReleased(sql, report.number, releasedAt, releasedBy))) return false;
    await allow(sql);
    for await (const chunk of readObservations(sql, report.number)) {
      const ids = [...chunk.findingIds];
      const better = await improveFindings(sql, {
        ids,
        standing: ids.map(() => standing),
        severity: ids.map(() => 0),
        observedAt: [...chunk.observedAtS].map((seconds) => (seconds + 1) * 1000),
        addresses: ids.map(() => null),
        names: ids.map(() => null),
      });
      await decideAgain(sql, better);
    }
    return true;
  });
}
