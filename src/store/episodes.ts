import { dispositionCode } from "../domain/finding/disposition.ts";
import { type EpisodeState, episodeStateCode } from "../domain/finding/episode-state.ts";
import { type EpisodeEvent, episodeMove, isClosed } from "../domain/finding/next-episode-state.ts";
import type { FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { dispositionBeforeReminder } from "./reminders.ts";

/** Who or what changed the state of an episode, and why. */
export type EpisodeChange = {
  readonly changedAt: Date;
  /** `finder …`, `operator …`, `clock`, `re-check`. */
  readonly actor: string;
  readonly reason: string;
};

/** What nobody was told of needs no telling any more. */
const untold = (["pending", "heldForPerson"] as const).map(dispositionCode).join(", ");

/** Keeps saving chunks and closing episodes apart: many may save at once, whoever closes is alone. */
export async function lockForSaving(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock_shared(hashtext('episodes'))");
}

/** The other side of `lockForSaving`. */
export async function lockForClosing(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('episodes'))");
}

/** The number of the latest change of episodes; whoever knows findings as of a lower one has to look again. */
export async function lastEpisodeChange(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ id: number }>(
    "select coalesce(max(c.id), 0) as id from episode_changes c",
  );
  return Number((rows[0] as { id: number }).id);
}

/**
 * Moves the episodes among these findings that the event leads on from (`next-episode-state.ts`), and records it; answers
 * those that moved. What ends an episode takes findings that nobody was told of as withdrawn, and needs `lockForClosing`
 * first in the same transaction.
 *
 * @param closedAt where it ends the episode: when the weakness was known to be gone, not when we heard of it
 */
export async function moveEpisodes(
  sql: Sql,
  ids: readonly number[],
  event: EpisodeEvent,
  change: EpisodeChange,
  closedAt: Date = change.changedAt,
): Promise<FindingId[]> {
  const { from, to } = episodeMove(event);
  const { rows } = await sql.query<{ id: FindingId }>(
    isClosed(to)
      ? `update findings f
            set state = $2, closed_at = coalesce(f.closed_at, $4::timestamptz),
                disposition = case when f.disposition not in (${untold}) then f.disposition
                               else coalesce(${dispositionBeforeReminder("f")}, ${dispositionCode("withdrawn")}) end
          where f.id = any($1::bigint[]) and f.state = any($3::smallint[])
         returning f.id`
      : `update findings f set state = $2
          where f.id = any($1::bigint[]) and f.state = any($3::smallint[])
         returning f.id`,
    [ids, episodeStateCode(to), from.map(episodeStateCode), ...(isClosed(to) ? [closedAt] : [])],
  );
  const moved = rows.map((row) => row.id);
  if (moved.length > 0) await recordChange(sql, moved, to, change);
  return moved;
}

/** What changed, as rows of their own: findings of one change stand together. */
async function recordChange(
  sql: Sql,
  ids: readonly number[],
  state: EpisodeState,
  change: EpisodeChange,
): Promise<void> {
  await sql.query(
    `insert into episode_changes (changed_at, state, actor, reason, finding_ids) values ($1, $2, $3, $4, $5::bigint[])`,
    [change.changedAt, episodeStateCode(state), change.actor, change.reason, ids],
  );
}
