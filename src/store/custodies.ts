import { type CustodyState, custodyRungs, outcomeWithinMs } from "../domain/custody/custody.ts";
import { dispositionCode } from "../domain/finding/disposition.ts";
import { closedStates, episodeStateCode } from "../domain/finding/episode-state.ts";
import type { FindingId, NotificationId, OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** A finding that an intermediary was asked to hold. */
export type Custody = {
  readonly finding: FindingId;
  readonly episode: number;
  readonly round: number;
  readonly organisation: OrganisationId;
  readonly notification: NotificationId;
  /** Of the notification, as its recipient knows it. */
  readonly number: string;
  readonly state: CustodyState;
  readonly dueAt: Date | null;
  /** When it was answered last, or its time was over. */
  readonly answeredAt: Date | null;
};

const rungs = custodyRungs.map((rung) => `'${rung}'`).join(", ");
const closed = closedStates.map(episodeStateCode).join(", ");

/**
 * Starts the clock of intermediaries that these notifications reached: for each finding in them that is for somebody
 * else to fix. Nothing for those that ask nobody to hold anything.
 */
export async function askCustody(
  sql: Sql,
  notifications: readonly NotificationId[],
  at: Date,
): Promise<void> {
  // Each look-up stands alone: joined, they would be planned by statistics that lag behind what was just composed.
  await sql.query(
    `insert into custodies (finding_id, episode, round, organisation, notification_id, state, asked_at, due_at)
     select nf.finding_id, nf.episode, nf.round, n.organisation, n.id, 'asked', $2,
            $2::timestamptz + n.custody_within_ms * interval '1 ms'
       from (select * from notifications n
              where n.id = any($1::uuid[]) and n.custody_within_ms is not null and n.rung in (${rungs}) offset 0) n
      cross join lateral (select * from notification_findings nf
                           where nf.notification_id = n.id and nf.role = 'primary' and nf.superseded_at is null
                          offset 0) nf
      where (select d.owner from decisions d where d.id = nf.decision_id) is distinct from n.organisation
     on conflict do nothing`,
    [notifications, at],
  );
}

const columns = `c.finding_id as finding, c.episode, c.round, c.organisation, c.notification_id as notification, c.state,
  (select n.public_number from notifications n where n.id = c.notification_id) as number,
  c.due_at as "dueAt", c.answered_at as "answeredAt"`;

/** What an organisation was asked about: all rows of a notification or some findings; the last round of each, locked. */
export async function lockCustodies(
  sql: Sql,
  organisation: OrganisationId,
  about: { readonly number: string } | { readonly findings: readonly number[] },
): Promise<Custody[]> {
  const { rows } = await sql.query<Custody>(
    `select ${columns}
       from custodies c
      where c.organisation = $1
        and (c.finding_id = any($2::bigint[])
             or c.notification_id in (select n.id from notifications n
                                       where n.public_number = $3 and n.organisation = $1))
      order by c.finding_id, c.episode, c.round
        for update of c`,
    "findings" in about ? [organisation, about.findings, null] : [organisation, [], about.number],
  );
  if ("number" in about) return rows;
  return [...new Map(rows.map((row) => [row.finding, row])).values()];
}

/** Custodies whose time is over, the longest first, taken by one process each until the end of the transaction. */
export async function lockOverdue(sql: Sql, now: Date, limit: number): Promise<Custody[]> {
  const { rows } = await sql.query<Custody>(
    `select ${columns} from custodies c where c.due_at <= $1 order by c.due_at limit $2 for update of c skip locked`,
    [now, limit],
  );
  return rows;
}

/** Ends the clock of custodies whose finding needs none any more: it was fixed, or another round or episode began. */
export async function endSettledCustodies(sql: Sql): Promise<void> {
  await sql.query(
    `update custodies c set state = 'fixed', due_at = null
       from findings f
      where c.due_at is not null and f.id = c.finding_id
        and (f.state in (${closed}) or f.episode <> c.episode)`,
  );
}

/** Writes down where custodies stand now. All of `custodies` get the same state. */
export async function saveCustody(
  sql: Sql,
  custodies: readonly Custody[],
  change: {
    readonly state: CustodyState;
    readonly at: Date;
    readonly by: string;
    readonly reason: string | null;
  },
): Promise<void> {
  const isHeld = change.state === "held" || change.state === "forwarded";
  await sql.query(
    `update custodies c
        set state = $5, answered_at = $6, answered_by = $7, reason = $8,
            due_at = case when $9 then coalesce(
              case when c.state = 'asked' then $6::timestamptz + (case v.lane when 0 then $10::bigint when 1 then $11::bigint
                                                                      else $12::bigint end) * interval '1 ms'
                   else c.due_at end) end
       from unnest($1::bigint[], $2::smallint[], $3::smallint[]) as u (finding, episode, round), deliveries v
      where c.finding_id = u.finding and c.episode = u.episode and c.round = u.round and c.organisation = $4
        and v.notification_id = c.notification_id`,
    [
      custodies.map(({ finding }) => finding),
      custodies.map(({ episode }) => episode),
      custodies.map(({ round }) => round),
      custodies[0]?.organisation ?? "",
      change.state,
      change.at,
      change.by,
      change.reason,
      isHeld,
      outcomeWithinMs.now,
      outcomeWithinMs.day,
      outcomeWithinMs.week,
    ],
  );
}

/** Findings that are in custody from now on; those that moved on meanwhile stay as they are. */
export async function markInCustody(sql: Sql, custodies: readonly Custody[]): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `update findings f set disposition = ${dispositionCode("inCustody")}
       from unnest($1::bigint[], $2::smallint[], $3::smallint[]) as u (finding, episode, round)
      where f.id = u.finding and f.episode = u.episode and f.round = u.round
        and f.disposition in (${dispositionCode("delivered")}, ${dispositionCode("inCustody")})
     returning f.id`,
    keysOf(custodies),
  );
  return rows.map(({ id }) => id);
}

/** Their findings that are still in the round that the custodies are about. */
export async function listInRound(sql: Sql, custodies: readonly Custody[]): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `select f.id from unnest($1::bigint[], $2::smallint[], $3::smallint[]) as u (finding, episode, round)
       join findings f on f.id = u.finding and f.episode = u.episode and f.round = u.round`,
    keysOf(custodies),
  );
  return rows.map(({ id }) => id);
}

/**
 * Takes findings back from an intermediary: its rung is tried, and the findings wait to be decided again. Those that
 * moved on meanwhile (fixed, another round, another owner) stay as they are. Answers the ones taken back.
 */
export async function takeBack(
  sql: Sql,
  custodies: readonly Custody[],
  because: "declined" | "returned" | "silence" | "without-outcome",
  at: Date,
): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `with back as (
       update findings f set disposition = ${dispositionCode("pending")}
         from unnest($1::bigint[], $2::smallint[], $3::smallint[]) as u (finding, episode, round)
        where f.id = u.finding and f.episode = u.episode and f.round = u.round and f.state not in (${closed})
          and f.disposition in (${dispositionCode("delivered")}, ${dispositionCode("inCustody")})
       returning f.id, f.episode, f.round)
     update notification_findings nf set superseded_at = $4, superseded_because = $5
       from back b, notifications n
      where nf.finding_id = b.id and nf.episode = b.episode and nf.round = b.round and nf.role = 'primary'
        and nf.superseded_at is null and n.id = nf.notification_id and n.organisation = $6
     returning nf.finding_id as id`,
    [...keysOf(custodies), at, because, custodies[0]?.organisation ?? ""],
  );
  return rows.map(({ id }) => id);
}

function keysOf(custodies: readonly Custody[]): [FindingId[], number[], number[]] {
  return [
    custodies.map(({ finding }) => finding),
    custodies.map(({ episode }) => episode),
    custodies.map(({ round }) => round),
  ];
}
