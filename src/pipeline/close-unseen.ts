import type { Scope } from "../domain/report/scope.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { lockForClosing, moveEpisodes } from "../store/episodes.ts";
import { readObservations } from "../store/observations.ts";
import type { Report } from "../store/reports.ts";
import { listInScope, listOfType, listReportsSeeing, type SeeingReport } from "../store/scopes.ts";

/** Finding ids with the second at which each was last seen. */
type Sightings = Map<number, number>;

/**
 * Closes as verified-fixed what a complete report no longer shows: what its finder last saw of this type inside the
 * scope, and nobody has seen since (4-interfaces.md, `--complete`). Answers how many.
 *
 * @param scannedAt latest instant observed in the report; of one without rows, when it was received
 */
export async function closeUnseen(
  sql: Sql,
  report: Report,
  scope: Scope,
  scannedAt: Date,
  closedAt: Date,
): Promise<number> {
  return transaction(sql, async (sql) => {
    await lockForClosing(sql);
    const reports = await listReportsSeeing(sql);
    const isOwn = (other: SeeingReport): boolean =>
      other.finder === report.finder && other.reportType === report.reportType;
    const candidates: Sightings = new Map();
    const elsewhere: Sightings = new Map();
    for (const other of reports) {
      if (other.finder !== report.finder || other.number === report.number) continue;
      await addSightings(sql, other.number, isOwn(other) ? candidates : elsewhere);
    }
    await addOfType(sql, report, elsewhere, candidates);
    await forEachObservation(sql, report.number, (id) => candidates.delete(id));
    const scannedAtS = Math.floor(scannedAt.getTime() / 1000);
    for (const [id, seenAtS] of candidates) if (seenAtS >= scannedAtS) candidates.delete(id);
    for (const other of reports) {
      if (isOwn(other) || candidates.size === 0) continue;
      await forEachObservation(sql, other.number, (id, seenAtS) => {
        const lastSeenAtS = candidates.get(id);
        if (lastSeenAtS !== undefined && seenAtS > lastSeenAtS) candidates.delete(id);
      });
    }
    const unseen = await listInScope(sql, [...candidates.keys()], scope);
    const change = {
      changedAt: closedAt,
      actor: `finder ${report.finder}`,
      reason: `no longer in its complete report ${report.id}`,
    };
    const closed = await moveEpisodes(sql, unseen, "verified-fixed", change, scannedAt);
    return closed.length;
  });
}

/**
 * A report that was handed over as one of a finding type (`--type`) also speaks of what a list of many types showed of
 * that type.
 */
async function addOfType(
  sql: Sql,
  report: Report,
  elsewhere: Sightings,
  candidates: Sightings,
): Promise<void> {
  if (report.typeLabel === null || report.reportType === null) return;
  for (const id of await listOfType(sql, [...elsewhere.keys()], report.reportType)) {
    const seenAtS = elsewhere.get(id) as number;
    if (seenAtS > (candidates.get(id) ?? Number.NEGATIVE_INFINITY)) candidates.set(id, seenAtS);
  }
}

async function addSightings(sql: Sql, report: number, sightings: Sightings): Promise<void> {
  await forEachObservation(sql, report, (id, seenAtS) => {
    const known = sightings.get(id);
    if (known === undefined || known < seenAtS) sightings.set(id, seenAtS);
  });
}

async function forEachObservation(
  sql: Sql,
  report: number,
  see: (id: number, seenAtS: number) => void,
): Promise<void> {
  for await (const chunk of readObservations(sql, report)) {
    for (let i = 0; i < chunk.findingIds.length; i++) {
      see(chunk.findingIds[i] as number, chunk.observedAtS[i] as number);
    }
  }
}
