import type { FindingId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import { type EpisodeChange, moveEpisodes } from "../../store/episodes.ts";
import { resumeReminders, wakeFollowUps } from "../../store/follow-ups.ts";
import { listRefuted, type SeenFindings, saveRefutations } from "../../store/latest-sightings.ts";

/**
 * Takes back the claim that those of these findings are fixed which were seen after it was made, and has their recipients
 * told; answers them.
 */
export async function refuteClaims(
  sql: Sql,
  seen: SeenFindings,
  change: EpisodeChange,
): Promise<FindingId[]> {
  const refuted = await listRefuted(sql, seen);
  if (refuted.length === 0) return [];
  const moved = await moveEpisodes(
    sql,
    refuted.map(({ finding }) => finding),
    "refuted",
    change,
  );
  const ids = new Set(moved);
  await saveRefutations(
    sql,
    refuted.filter(({ finding }) => ids.has(finding)),
    change.changedAt,
  );
  await resumeReminders(sql, moved);
  await wakeFollowUps(sql, moved, change.changedAt);
  return moved;
}
