import type { FeedId } from "../../domain/feed/feed.ts";
import { type Disposition, dispositions } from "../../domain/finding/disposition.ts";
import { type Sql, transaction } from "../../platform/database.ts";
import { listStandingAlarms, type StandingAlarm } from "./feed-list.ts";
import type { DeliveryState } from "./notification-list.ts";
import { countWaiting } from "./waiting-counts.ts";

/** Figures about everything there is, as monitoring asks for them. */
export type Figures = {
  readonly reportsByState: Readonly<Record<string, number>>;
  readonly rowsAccepted: number;
  readonly rowsQuarantined: number;
  /** Findings in their present episode. */
  readonly findingsByDisposition: Readonly<Partial<Record<Disposition, number>>>;
  readonly deliveriesByState: Readonly<Partial<Record<DeliveryState, number>>>;
  /** Since when the longest of those that are due waits; null when none does. */
  readonly oldestDueAt: Date | null;
  /** Mail that came to us. */
  readonly receivedByClass: Readonly<Record<string, number>>;
  readonly receivedWaiting: number;
  /** What recipients said, and waits for a person. */
  readonly answersWaiting: number;
  readonly feeds: readonly FeedFigures[];
  readonly feedAlarms: readonly Pick<StandingAlarm, "feed" | "kind">[];
};

export type FeedFigures = {
  readonly feed: FeedId;
  /** Null: nothing was taken in yet. */
  readonly lastTakenAt: Date | null;
  readonly owed: number;
};

/** Counts everything; costs a pass over the findings, so not to be asked for each request. */
export async function readFigures(sql: Sql, now: Date): Promise<Figures> {
  return transaction(
    sql,
    async (sql) => {
      const waiting = await countWaiting(sql);
      const findings = await countBy(
        sql,
        "select disposition as name, count(*)::bigint as count from findings group by 1",
      );
      const { rows } = await sql.query<Pick<Figures, "rowsAccepted" | "rowsQuarantined">>(
        `select coalesce(sum(accepted), 0)::bigint as "rowsAccepted",
                coalesce(sum(quarantined), 0)::bigint as "rowsQuarantined" from report_chunks`,
      );
      const due = await sql.query<{ due: Date | null }>(
        "select min(next_attempt_at) as due from deliveries where state = 'queued' and next_attempt_at <= $1",
        [now],
      );
      return {
        reportsByState: await countBy(
          sql,
          "select state as name, count(*)::bigint as count from reports group by 1",
        ),
        rowsAccepted: rows[0]?.rowsAccepted ?? 0,
        rowsQuarantined: rows[0]?.rowsQuarantined ?? 0,
        findingsByDisposition: Object.fromEntries(
          Object.entries(findings).map(([code, count]) => [dispositions[Number(code)], count]),
        ),
        deliveriesByState: await countBy(
          sql,
          "select state as name, count(*)::bigint as count from deliveries group by 1",
        ),
        oldestDueAt: due.rows[0]?.due ?? null,
        receivedByClass: await countBy(
          sql,
          "select coalesce(class, 'unread') as name, count(*)::bigint as count from received_mails group by 1",
        ),
        receivedWaiting: waiting.mails,
        answersWaiting: waiting.answers,
        feeds: await listFeedFigures(sql),
        feedAlarms: await listStandingAlarms(sql),
      };
    },
    { isolation: "repeatable read", readOnly: true },
  );
}

async function listFeedFigures(sql: Sql): Promise<FeedFigures[]> {
  const { rows } = await sql.query<FeedFigures>(
    `select p.feed, max(f.settled_at) filter (where f.state = 'taken') as "lastTakenAt",
            (count(f.file) filter (where f.state = 'owed'))::integer as owed
       from feed_positions p
       left join feed_files f on f.feed = p.feed
      group by p.feed order by p.feed`,
  );
  return rows;
}

async function countBy(sql: Sql, query: string): Promise<Record<string, number>> {
  const { rows } = await sql.query<{ name: string | number; count: number }>(query);
  return Object.fromEntries(rows.map(({ name, count }) => [String(name), count]));
}
