import type { FeedId, FeedSettings } from "../domain/feed/feed.ts";
import { type FeedAlarm, judgeFeed } from "../domain/feed/judge-feed.ts";
import type { TellOperators } from "../domain/feed/tell-operators.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import {
  forgetAlarmsTold,
  lockFeedAlarms,
  markAlarmsTold,
  replaceFeedAlarms,
} from "../store/feed-alarms.ts";
import { readFeedFacts, type StandingAlarm } from "../store/views/feed-list.ts";

export type WatchFeedsContext = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly feeds: readonly { readonly settings: FeedSettings }[];
  readonly tellOperators: TellOperators;
};

/** The same trouble is told once a day. */
const repeatMs = 24 * 60 * 60_000;

/**
 * Judges all feeds, lets exactly their alarms stand, and tells operators those that they were not told within a day, in
 * one mail; answers the ones told.
 */
export async function watchFeeds({
  context,
}: {
  readonly context: WatchFeedsContext;
}): Promise<readonly StandingAlarm[]> {
  const { sql, clock, tellOperators } = context;
  const now = clock();
  // Marked before the mail goes: of two processes one tells, and none has a transaction open while a server is spoken to.
  const told = await transaction(sql, async (sql) => {
    await lockFeedAlarms(sql);
    const ids = context.feeds.map(({ settings }) => settings.id);
    await replaceFeedAlarms(sql, ids, await judge(context, sql, now), now);
    return markAlarmsTold(sql, new Date(now.getTime() - repeatMs), now);
  });
  if (told.length === 0) return told;
  try {
    await tellOperators(toMessage(told));
  } catch (error) {
    await forgetAlarmsTold(sql, told, now);
    throw error;
  }
  return told;
}

async function judge(
  { feeds }: WatchFeedsContext,
  sql: Sql,
  now: Date,
): Promise<(FeedAlarm & { readonly feed: FeedId })[]> {
  const ids = feeds.map(({ settings }) => settings.id);
  const facts = await readFeedFacts(sql, ids, now);
  return feeds.flatMap(({ settings: { id, expectedWithinMs } }) => {
    const known = facts.get(id);
    const alarms = known === undefined ? [] : judgeFeed(known, expectedWithinMs, now);
    return alarms.map((alarm) => ({ ...alarm, feed: id }));
  });
}

function toMessage(alarms: readonly StandingAlarm[]): Parameters<TellOperators>[0] {
  const feeds = [...new Set(alarms.map(({ feed }) => feed))];
  const lines = alarms.map(({ feed, kind, detail, since }) => {
    return `${feed}: ${kind}, since ${since.toISOString()}\n  ${detail}\n`;
  });
  return {
    subject: `Feeds need a look: ${feeds.slice(0, 5).join(", ")}${feeds.length > 5 ? " …" : ""}`,
    text: `${lines.join("\n")}\nmeldpunt feeds list shows how they do; docs/operations/feeds.md what each alarm means.\n`,
  };
}
