import type { FindingId } from "../domain/ids.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { readObservations } from "../store/observations.ts";
import {
  forgetVainSightings,
  listAwaitedIn,
  listReportsToLookThrough,
  noteLookedThrough,
  type Sighting,
  saveSightings,
} from "../store/sightings.ts";

/**
 * Finds open findings that were seen again since somebody claims their object, and has them decided again by that
 * sighting: a new owner hears of what is still there, and of nothing that was before it (ADR 12). Off the way in: reports
 * are looked through only while something is waited for. Answers how many were found.
 */
export async function seeAgain(sql: Sql, now: Date): Promise<number> {
  await forgetVainSightings(sql);
  let found = 0;
  for (const report of await listReportsToLookThrough(sql)) {
    const awaited = await listAwaitedIn(sql, report);
    if (awaited.size === 0) continue;
    const sightings = await findSightings(sql, report, awaited);
    if (sightings.length === 0) continue;
    await transaction(sql, (sql) => saveSightings(sql, sightings), { attempts: 3 });
    found += sightings.length;
  }
  await noteLookedThrough(sql, now);
  return found;
}

/** The latest sighting of each finding in a report, where it counts. */
async function findSightings(
  sql: Sql,
  report: number,
  awaited: ReadonlyMap<number, number>,
): Promise<Sighting[]> {
  const latest = new Map<number, Sighting>();
  for await (const { findingIds, observedAtS, offsets } of readObservations(sql, report)) {
    for (let i = 0; i < findingIds.length; i++) {
      const id = findingIds[i] as number;
      const since = awaited.get(id);
      const at = observedAtS[i] as number;
      if (since === undefined || at < since || at < (latest.get(id)?.observedAtS ?? at)) continue;
      const offset = offsets[i] as number;
      latest.set(id, { finding: id as FindingId, observedAtS: at, report, offset });
    }
  }
  return [...latest.values()];
}
