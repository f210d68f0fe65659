import { dispositionCode } from "../domain/finding/disposition.ts";
import {
  closedStates,
  type EpisodeState,
  episodeStateCode,
} from "../domain/finding/episode-state.ts";
import type { FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** Who or what changed the state of an episode. */
export type EpisodeChange = {
  readonly state: EpisodeState;
  readonly changedAt: Date;
  /** `finder …`, `operator …`, `clock`, `re-check`. */
  readonly actor: string;
  readonly reason: string;
};

const closedCodes = closedStates.map(episodeStateCode);
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
 * Closes the open episodes among these findings and records why; answers the ones that were open. Call `lockForClosing`
 * first in the same transaction.
 *
 * @param closedAt when the weakness was known to be gone, not when we heard of it
 */
export async function closeEpisodes(
  sql: Sql,
  ids: readonly number[],
  closedAt: Date,
  change: EpisodeChange,
): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `update findings f
        set state = $2, closed_at = $3,
            disposition = case when f.disposition in (${untold}) then ${dispositionCode("withdrawn")} else f.disposition end
      where f.id = any($1::bigint[]) and f.state <> all($4::smallint[])
     returning f.id`,
    [ids, episodeStateCode(change.state), closedAt, closedCodes],
  );
  const closed = rows.map((row) => row.id);
  if (closed.length > 0) await recordChange(sql, closed, change);
  return closed;
}

/** Records a change that the caller made itself. */
export async function recordChange(
  sql: Sql,
  ids: readonly number[],
  change: EpisodeChange,
): Promise<void> {
  await sql.query(
    `insert into episode_changes (changed_at, state, actor, reason, finding_ids) values ($1, $2, $3, $4, $5::bigint[])`,
    [change.changedAt, episodeStateCode(change.state), change.actor, change.reason, ids],
  );
}
