import type { FinderId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** Keeps events as they came, sealed, until they are gathered. */
export async function saveReceivedEvents(
  sql: Sql,
  received: {
    readonly finder: FinderId;
    readonly receivedAt: Date;
    readonly events: number;
    readonly lines: Buffer;
  },
): Promise<void> {
  await sql.query(
    "insert into received_events (finder, received_at, events, lines) values ($1, $2, $3, $4)",
    [received.finder, received.receivedAt, received.events, received.lines],
  );
}

/** Finders of whom events wait, gathered or not. */
export async function listWaitingFinders(sql: Sql): Promise<FinderId[]> {
  const { rows } = await sql.query<{ finder: FinderId }>(
    "select distinct finder from received_events order by finder",
  );
  return rows.map(({ finder }) => finder);
}

/**
 * Gathers what waits of a finder into one set, where its oldest came before an instant or there are so many events;
 * answers whether there was something to gather. A set holds `most` events, and what the last request beyond it brought.
 */
export async function gatherEvents(
  sql: Sql,
  gathering: {
    readonly finder: FinderId;
    readonly gathered: string;
    readonly before: Date;
    readonly most: number;
  },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `with waiting as (
       select id, received_at, sum(events) over (order by id) - events as events_before,
              sum(events) over () as all_events, min(received_at) over () as oldest
         from received_events where finder = $1 and gathered is null
     )
     update received_events r set gathered = $2
       from waiting w
      where w.id = r.id and w.events_before < $4 and (w.oldest <= $3 or w.all_events >= $4)`,
    [gathering.finder, gathering.gathered, gathering.before, gathering.most],
  );
  return rowCount > 0;
}

/** The sets of a finder that are not taken in yet, in the order of gathering. */
export async function listGatheredSets(sql: Sql, finder: FinderId): Promise<string[]> {
  const { rows } = await sql.query<{ gathered: string }>(
    `select gathered from received_events where finder = $1 and gathered is not null
      group by gathered order by min(id)`,
    [finder],
  );
  return rows.map(({ gathered }) => gathered);
}

const pageRows = 100;

/** The sealed lines of a set, in the order in which they came, read page by page. */
export async function* readGatheredLines(sql: Sql, gathered: string): AsyncGenerator<Buffer> {
  for (let last = 0; ; ) {
    const { rows } = await sql.query<{ id: number; lines: Buffer }>(
      `select id, lines from received_events where gathered = $1 and id > $2 order by id limit ${pageRows}`,
      [gathered, last],
    );
    for (const { lines } of rows) yield lines;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

/** Forgets a set that is a report now. */
export async function deleteGatheredSet(sql: Sql, gathered: string): Promise<void> {
  await sql.query("delete from received_events where gathered = $1", [gathered]);
}
