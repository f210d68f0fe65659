import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import {
  type FollowedReport,
  leaseReportToFollow,
  markFollowed,
  type SeenFindings,
  saveLatestSightings,
} from "../store/latest-sightings.ts";
import { type ObservedChunk, readObservations } from "../store/observations.ts";
import { refuteClaims } from "./material/refute-claims.ts";

/** What looking through reports brought about. */
export type FollowedReports = {
  readonly reports: number;
  /** Findings that were said to be fixed and were seen after that. */
  readonly refuted: number;
};

/** Longer than any report takes. */
const leaseMs = 60 * 60_000;

/**
 * Looks through reports that were completed and released since: keeps when each open finding was seen last, and takes back
 * the claim that one is fixed which was seen after it was made (ADR 0017). Off the way in, a transaction for each chunk:
 * cut off anywhere, a report is looked through again, which changes nothing more.
 */
export async function followReports(sql: Sql, clock: Clock): Promise<FollowedReports> {
  const sums = { reports: 0, refuted: 0 };
  for (;;) {
    const now = clock();
    const report = await leaseReportToFollow(sql, now, new Date(now.getTime() + leaseMs));
    if (report === null) return sums;
    for await (const chunk of readObservations(sql, report.number)) {
      const seen = latestOf(chunk);
      sums.refuted += await transaction(sql, (sql) => followChunk(sql, report, seen, now), {
        attempts: 3,
      });
    }
    await markFollowed(sql, report.number, now);
    sums.reports += 1;
  }
}

/** The latest sighting of each finding in the chunk, in order of id: so that no two processes wait for each other. */
function latestOf({ findingIds, observedAtS }: ObservedChunk): SeenFindings {
  const latest = new Map<number, number>();
  for (let i = 0; i < findingIds.length; i++) {
    const id = findingIds[i] as number;
    const at = observedAtS[i] as number;
    if (at > (latest.get(id) ?? Number.NEGATIVE_INFINITY)) latest.set(id, at);
  }
  const ids = [...latest.keys()].toSorted((a, b) => a - b);
  return { ids, seenAtS: ids.map((id) => latest.get(id) as number) };
}

async function followChunk(
  sql: Sql,
  report: FollowedReport,
  seen: SeenFindings,
  now: Date,
): Promise<number> {
  await saveLatestSightings(sql, report, seen);
  const refuted = await refuteClaims(sql, seen, {
    changedAt: now,
    actor: `finder ${report.finder}`,
    reason: `seen again in report ${report.id} after it was said to be fixed`,
  });
  return refuted.length;
}
