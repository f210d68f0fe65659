import type { Tried } from "../domain/decision/decision.ts";
import { dispositionCode } from "../domain/finding/disposition.ts";
import { episodeStateCode } from "../domain/finding/episode-state.ts";
import { severityRank } from "../domain/finding/severity.ts";
import { type ReminderNews, remindableStates } from "../domain/follow-up/plan-reminder.ts";
import type { DecisionId, FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

const remindable = remindableStates.map(episodeStateCode).join(", ");
/** Dispositions of findings whose reminder was not sent. */
const unsent = (["pending", "undeliverable", "heldForPerson"] as const)
  .map(dispositionCode)
  .join(", ");
const notPaused = `not exists (select from reminder_pauses p
                                where p.finding_id = f.id and p.episode = f.episode and p.until > $1)`;

/** The reminder `rm` is that of the present round of this alias of `findings`. */
export function ofPresentRound(f: string): string {
  return `rm.finding_id = ${f}.id and rm.episode = ${f}.episode and rm.round = ${f}.round`;
}

/** SQL: the present round of this alias of `findings` reminds of it. */
export function hasReminder(f: string): string {
  return `exists (select from reminders rm where ${ofPresentRound(f)})`;
}

/** SQL: where the finding stood before its present round began to remind of it; null: that does not. */
export function dispositionBeforeReminder(f: string): string {
  return `(select rm.disposition_before from reminders rm where ${ofPresentRound(f)})`;
}

/** What the reminder of the present round of each of these findings passes over; findings without one are left out. */
export async function listReminderTried(
  sql: Sql,
  ids: readonly number[],
): Promise<Map<FindingId, Tried[]>> {
  return listTried(sql, "f.id = any($1::bigint[])", [ids]);
}

/** The same of the findings between two ids, the first exclusive. */
export async function listReminderTriedBetween(
  sql: Sql,
  after: number,
  until: number,
): Promise<Map<FindingId, Tried[]>> {
  return listTried(sql, "rm.finding_id > $1 and rm.finding_id <= $2", [after, until]);
}

async function listTried(
  sql: Sql,
  condition: string,
  values: readonly unknown[],
): Promise<Map<FindingId, Tried[]>> {
  const { rows } = await sql.query<{ id: FindingId; tried: Tried[] }>(
    `select f.id, rm.tried from reminders rm join findings f on ${ofPresentRound("f")} where ${condition}`,
    values,
  );
  return new Map(rows.map(({ id, tried }) => [id, tried]));
}

/** Takes reminders of these findings away that are not to be, since another round takes their place. */
export async function forgetReminders(sql: Sql, ids: readonly FindingId[]): Promise<void> {
  if (ids.length === 0) return;
  await sql.query(
    `delete from reminders rm using findings f
      where rm.finding_id = any($1::bigint[]) and f.id = rm.finding_id and rm.episode = f.episode
        and rm.round >= f.round
        and not exists (select from notification_findings nf
                         where nf.finding_id = f.id and nf.episode = f.episode and nf.round = rm.round
                           and nf.role = 'primary' and nf.superseded_at is null)`,
    [ids],
  );
}

/** A round that is to remind of a finding. */
export type Reminder = {
  readonly finding: FindingId;
  readonly round: number;
  readonly news: ReminderNews;
  /** When and in which round its recipient was told before. */
  readonly toldAt: Date;
  readonly toldRound: number;
  readonly seenAt: Date | null;
  readonly tried: readonly Tried[];
  readonly decision: DecisionId;
};

/**
 * Begins the rounds that remind of these findings: each is due by its decision as a first notice is, and where it stood
 * is remembered. To be called with the findings locked.
 */
export async function beginReminders(
  sql: Sql,
  reminders: readonly Reminder[],
  at: Date,
): Promise<void> {
  if (reminders.length === 0) return;
  const of = <T>(pick: (reminder: Reminder) => T): T[] => reminders.map(pick);
  const ids = of(({ finding }) => finding);
  const rounds = of(({ round }) => round);
  await sql.query(
    `insert into reminders (finding_id, episode, round, news, begun_at, told_at, told_round, seen_at, tried,
                            decision_before, disposition_before)
     select f.id, f.episode, u.round, u.news, $8, u.told_at, u.told_round, u.seen_at, string_to_array(u.tried, ' '),
            f.decision_id, f.disposition
       from unnest($1::bigint[], $2::smallint[], $3::text[], $4::timestamptz[], $5::smallint[], $6::timestamptz[],
                   $7::text[]) as u (id, round, news, told_at, told_round, seen_at, tried)
       join findings f on f.id = u.id`,
    [
      ids,
      rounds,
      of(({ news }) => news),
      of(({ toldAt }) => toldAt),
      of(({ toldRound }) => toldRound),
      of(({ seenAt }) => seenAt),
      // Neither rungs nor addresses have a blank in them.
      of(({ tried }) => tried.join(" ")),
      at,
    ],
  );
  await sql.query(
    `update findings f set round = u.round, decision_id = u.decision, disposition = ${dispositionCode("pending")}
       from unnest($1::bigint[], $2::smallint[], $3::bigint[]) as u (id, round, decision)
      where f.id = u.id`,
    [ids, rounds, of(({ decision }) => decision)],
  );
}

/** A reminder that is not to be sent. */
export type VainReminder = {
  readonly finding: FindingId;
  /** Whether nobody is left to send it to; else its recipient answered meanwhile. */
  readonly isNobodyLeft: boolean;
};

/**
 * Reminders that were not sent and are not to be, their findings locked, in order of id; those whose mail is with a
 * server right now are left out.
 */
export async function lockVainReminders(sql: Sql, now: Date): Promise<VainReminder[]> {
  const { rows } = await sql.query<VainReminder>(
    `select f.id as finding, f.state in (${remindable}) and ${notPaused} as "isNobodyLeft"
       from findings f join reminders rm on ${ofPresentRound("f")}
      where f.round > 1 and f.disposition in (${unsent})
        and (f.state not in (${remindable}) or not ${notPaused} or f.disposition = ${dispositionCode("undeliverable")}
             or exists (select from decisions d where d.id = f.decision_id and d.held_reason = 'nobody'))
        and not exists (select from notification_findings nf join deliveries v on v.notification_id = nf.notification_id
                         where nf.finding_id = f.id and nf.episode = f.episode and nf.round = f.round
                           and nf.role = 'primary' and nf.superseded_at is null and v.state in ('leased', 'unknown'))
      order by f.id for update of f`,
    [now],
  );
  return rows;
}

/**
 * Calls reminders off that were not sent: their findings stand as they did, and are decided again, as they may have been
 * decided otherwise meanwhile. Mail that waits is to be taken back first.
 */
export async function callOffReminders(sql: Sql, ids: readonly FindingId[]): Promise<void> {
  if (ids.length === 0) return;
  await sql.query(
    `with over as (
       delete from reminders rm using findings f where f.id = any($1::bigint[]) and ${ofPresentRound("f")}
       returning rm.finding_id, rm.told_round, rm.decision_before, rm.disposition_before)
     update findings f
        set round = o.told_round, decision_id = o.decision_before, disposition = o.disposition_before
       from over o where f.id = o.finding_id`,
    [ids],
  );
  await sql.query(
    `insert into owed_redecisions (finding_id) select u.id from unnest($1::bigint[]) as u (id) on conflict do nothing`,
    [ids],
  );
}

/** Puts findings on the list for letters: no message of ours reaches anybody. Those on it stay as they are. */
export async function listForLetters(
  sql: Sql,
  ids: readonly FindingId[],
  at: Date,
): Promise<number> {
  const { rowCount } = await sql.query(
    `insert into letters (finding_id, episode, listed_at)
     select f.id, f.episode, $2 from findings f
      where f.id = any($1::bigint[]) and f.severity >= ${severityRank("high")}
     on conflict do nothing`,
    [ids, at],
  );
  return rowCount;
}
