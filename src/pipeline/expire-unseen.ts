import { type Sql, transaction } from "../platform/database.ts";
import { lockForClosing, moveEpisodes } from "../store/episodes.ts";
import { lockForHolds } from "../store/holds.ts";
import { isFollowingBehind, listUnseen } from "../store/latest-sightings.ts";
import { lastFindingId } from "../store/redecisions.ts";
import { withdrawAbout } from "../store/withdrawals.ts";

/** Findings looked at in one go. */
const windowIds = 100_000;
/** Findings closed in one transaction. */
const atOnce = 5000;

/**
 * Closes as expired what nobody has seen since an instant: not seen is not fixed, and nobody knows any more. Answers how
 * many. Does nothing while reports wait to be looked through, which may show what seems gone.
 */
export async function expireUnseen(sql: Sql, since: Date, now: Date): Promise<number> {
  if (await isFollowingBehind(sql)) return 0;
  const last = await lastFindingId(sql);
  let expired = 0;
  for (let from = 0; from < last; from += windowIds) {
    const ids = await listUnseen(sql, from, Math.min(from + windowIds, last), since);
    for (let i = 0; i < ids.length; i += atOnce) {
      expired += await expire(sql, ids.slice(i, i + atOnce), since, now);
    }
  }
  return expired;
}

async function expire(sql: Sql, ids: readonly number[], since: Date, now: Date): Promise<number> {
  return transaction(
    sql,
    async (sql) => {
      await lockForHolds(sql);
      await lockForClosing(sql);
      await withdrawAbout(sql, ids, now);
      const day = since.toISOString().slice(0, 10);
      const change = { changedAt: now, actor: "clock", reason: `not seen since ${day}` };
      return (await moveEpisodes(sql, ids, "expired", change)).length;
    },
    { attempts: 3 },
  );
}
