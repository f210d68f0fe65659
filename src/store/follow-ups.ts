import type { Tried } from "../domain/decision/decision.ts";
import { dispositionCode } from "../domain/finding/disposition.ts";
import type { EpisodeState } from "../domain/finding/episode-state.ts";
import { episodeStateCode, episodeStates } from "../domain/finding/episode-state.ts";
import { type Severity, severities } from "../domain/finding/severity.ts";
import type { FindingId, NotificationId, OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import type { FindingFacts } from "./findings.ts";

/** A notice whose findings are to be looked at again. */
export type FollowUp = { readonly notification: NotificationId; readonly toldAt: Date | null };

/**
 * Notices that told somebody and are to be looked at again, locked until the end of the transaction; what another process
 * has is left out. `toldAt` is null where its delivery is not settled yet.
 */
export async function lockFollowUps(sql: Sql, now: Date, limit: number): Promise<FollowUp[]> {
  const { rows } = await sql.query<FollowUp & { settled: boolean }>(
    `select n.id as notification,
            (select max(v.settled_at) from deliveries v where v.notification_id = n.id and v.state = 'accepted') as "toldAt"
       from notifications n
      where n.role = 'primary' and n.withdrawn_at is null and (n.follow_up_at is null or n.follow_up_at <= $1)
        and (n.follow_up_at is null or n.follow_up_at < 'infinity')
      order by n.follow_up_at nulls first, n.id limit $2
        for update of n skip locked`,
    [now, limit],
  );
  return rows;
}

/** When each notice is to be looked at next; null: never, unless something changes. */
export async function scheduleFollowUps(
  sql: Sql,
  scheduled: ReadonlyMap<NotificationId, Date | null>,
): Promise<void> {
  await sql.query(
    `update notifications n set follow_up_at = coalesce(u.at, 'infinity')
       from unnest($1::uuid[], $2::timestamptz[]) as u (id, at) where n.id = u.id`,
    [[...scheduled.keys()], [...scheduled.values()]],
  );
}

/** A finding that a notice told of and that stands in the same round still. */
export type FollowedFinding = {
  readonly finding: FindingId;
  readonly notification: NotificationId;
  readonly state: EpisodeState;
  readonly isInCustody: boolean;
  readonly severity: Severity;
  readonly typeId: number;
  /** By the decision that it was told by, or that was renewed since. */
  readonly owner: OrganisationId | null;
  readonly seenAt: Date | null;
  readonly refutedSeenAt: Date | null;
  /** Null where nothing keeps us silent; infinite: for the whole episode. */
  readonly pausedUntil: number | null;
  readonly isForLetter: boolean;
  readonly round: number;
  /** A round in which nobody was told of it yet. */
  readonly nextRound: number;
  /** Rungs that came to nothing in this episode, or that an earlier reminder passed over. */
  readonly tried: readonly Tried[];
  /** Addresses that were told of it in this episode. */
  readonly told: readonly Tried[];
};

type Row = Omit<FollowedFinding, "state" | "severity"> & { state: number; severity: number };

/**
 * What became of the findings that these notices told of, as far as they are open, told, and in the round of the notice;
 * locked, in order of id.
 */
export async function lockFollowedFindings(
  sql: Sql,
  notifications: readonly NotificationId[],
): Promise<FollowedFinding[]> {
  const told = [dispositionCode("delivered"), dispositionCode("inCustody")].join(", ");
  const { rows } = await sql.query<Row>(
    `select f.id as finding, nf.notification_id as notification, f.state, f.severity, f.type_id as "typeId", d.owner,
            f.disposition = ${dispositionCode("inCustody")} as "isInCustody",
            greatest((select max(s.seen_at) from latest_sightings s where s.finding_id = f.id),
                     (select max(c.checked_at) from rechecks c
                       where c.finding_id = f.id and c.episode = f.episode and c.outcome = 'still-open')) as "seenAt",
            (select r.seen_at from refutations r where r.finding_id = f.id and r.episode = f.episode) as "refutedSeenAt",
            (select extract(epoch from p.until)::float8 * 1000 from reminder_pauses p
              where p.finding_id = f.id and p.episode = f.episode) as "pausedUntil",
            exists (select from letters l where l.finding_id = f.id and l.episode = f.episode) as "isForLetter",
            f.round, 1 + e.last_round as "nextRound", coalesce(e.told, '{}') as told,
            coalesce(e.failed, '{}') || coalesce((select rm.tried from reminders rm
                                                   where rm.finding_id = f.id and rm.episode = f.episode
                                                     and rm.round = f.round), '{}') as tried
       from notification_findings nf
       join findings f on f.id = nf.finding_id and f.episode = nf.episode and f.round = nf.round
       join decisions d on d.id = f.decision_id
      cross join lateral (
        select max(o.round) as last_round,
               array_agg(distinct n.address) filter (where o.superseded_at is null) as told,
               array_agg(distinct n.rung) filter (where o.superseded_at is not null) as failed
          from notification_findings o join notifications n on n.id = o.notification_id
         where o.finding_id = f.id and o.episode = f.episode and o.role = 'primary') e
      where nf.notification_id = any($1::uuid[]) and nf.role = 'primary' and nf.superseded_at is null
        and f.closed_at is null and f.disposition in (${told})
      order by f.id for update of f`,
    [notifications],
  );
  return rows.map((row) => ({
    ...row,
    state: episodeStates[row.state] as EpisodeState,
    severity: severities[row.severity] as Severity,
  }));
}

/**
 * Has the notices that told of these findings last looked at again at this instant, or earlier where that was to be anyway:
 * something about them changed.
 */
export async function wakeFollowUps(sql: Sql, ids: readonly number[], at: Date): Promise<void> {
  await sql.query(
    `update notifications n set follow_up_at = least(n.follow_up_at, $2)
      where n.follow_up_at is not null
        and n.id in (select nf.notification_id
                       from findings f
                       join notification_findings nf
                         on nf.finding_id = f.id and nf.episode = f.episode and nf.role = 'primary'
                        and nf.superseded_at is null
                      where f.id = any($1::bigint[]))`,
    [ids, at],
  );
}

/**
 * Reminds nobody of these findings, in their present episodes, until an instant (null: not in this episode), because of
 * what their recipient answered; a later answer takes the place of an earlier one.
 */
export async function pauseReminders(
  sql: Sql,
  ids: readonly number[],
  pause: { readonly until: Date | null; readonly reason: string },
): Promise<void> {
  await sql.query(
    `insert into reminder_pauses (finding_id, episode, until, reason)
     select f.id, f.episode, coalesce($2::timestamptz, 'infinity'), $3
       from findings f where f.id = any($1::bigint[])
     on conflict (finding_id, episode) do update set until = excluded.until, reason = excluded.reason`,
    [ids, pause.until, pause.reason],
  );
  if (pause.until !== null) await wakeFollowUps(sql, ids, pause.until);
}

/** Lets these findings be reminded of again: what was answered about them does not hold any more. */
export async function resumeReminders(sql: Sql, ids: readonly FindingId[]): Promise<void> {
  await sql.query("delete from reminder_pauses p where p.finding_id = any($1::bigint[])", [ids]);
}

/** What a decision about each of these findings depends on. */
export async function listFacts(
  sql: Sql,
  ids: readonly number[],
): Promise<Map<FindingId, FindingFacts>> {
  const { rows } = await sql.query<FindingFacts>(
    `select f.id, f.type_id as "typeId", host(f.address) as address, f.name, f.severity, f.standing,
            coalesce(f.seen_at, f.observed_at) as "observedAt", f.decision_id as decision, f.round
       from findings f where f.id = any($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Findings whose risk was accepted until an instant that is over. */
export async function listOverAcceptances(sql: Sql, now: Date): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `select f.id from findings f
       join reminder_pauses p on p.finding_id = f.id and p.episode = f.episode
      where p.until <= $1 and f.state = ${episodeStateCode("accepted")}
      order by f.id`,
    [now],
  );
  return rows.map(({ id }) => id);
}
