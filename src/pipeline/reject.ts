import { type Sql, transaction } from "../platform/database.ts";
import { lockForClosing, moveEpisodes } from "../store/episodes.ts";
import { listOpenedBy } from "../store/findings.ts";
import { readObservations } from "../store/observations.ts";
import { markRejected, type Report } from "../store/reports.ts";
import { listReportsSavedSince } from "../store/scopes.ts";

/** Clocks of machines that take reports in are not further apart than this. */
const clocksApartMs = 3_600_000;

export type Rejection = { readonly at: Date; readonly by: string; readonly reason: string };

/**
 * What nobody but the refused report showed was never known to be there: whoever sees it, however long ago, opens it
 * anew. Otherwise whoever gets a report refused would have silenced the true findings in it.
 */
const neverThere = new Date(0);

/**
 * Refuses a report that waits, for good: what it alone showed is withdrawn, what others saw too stays as it is. Answers
 * how many findings were withdrawn; null when it does not wait (any more).
 *
 * @param finish what belongs to the same transaction
 */
export async function reject(
  sql: Sql,
  report: Report,
  rejection: Rejection,
  finish: (sql: Sql, withdrawn: number) => Promise<void>,
): Promise<number | null> {
  return transaction(
    sql,
    async (sql) => {
      await lockForClosing(sql);
      if (!(await markRejected(sql, report.number, rejection))) return null;
      const alone = new Set<number>(await listOpenedBy(sql, report.number));
      // Whatever saw one of these again came in behind this report: it opened them.
      const since = new Date(report.receivedAt.getTime() - clocksApartMs);
      for (const other of await listReportsSavedSince(sql, since, report.number)) {
        if (alone.size === 0) break;
        for await (const chunk of readObservations(sql, other)) {
          for (const id of chunk.findingIds) alone.delete(id);
        }
      }
      const change = {
        changedAt: rejection.at,
        actor: rejection.by,
        reason: `report ${report.id} was refused`,
      };
      const closed = await moveEpisodes(sql, [...alone], "withdrawn", change, neverThere);
      await finish(sql, closed.length);
      return closed.length;
    },
    { attempts: 3 },
  );
}
