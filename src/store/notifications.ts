import { isCorrection } from "../domain/correction/correction-notification.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import { lanes } from "../domain/finding/lane.ts";
import type { DeliveryId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { parkedMs } from "../domain/notification/asks-for-less.ts";
import { mailHostOf } from "../domain/notification/mail-host.ts";
import type { Notification, NotificationRow } from "../domain/notification/notification.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import { answerLinkMs, toAnswerTokenText } from "../domain/response/answer-token.ts";
import type { Sql } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { newUuid } from "../platform/uuid.ts";
import { insertAnswerLinks, type NewAnswerLink } from "./answer-links.ts";
import { settleCorrectionsDue } from "./corrections.ts";
import { notHeld } from "./due-findings.ts";
import { lockSharedForHolds } from "./holds.ts";
import { insertMachineForms, type ReadyMachineForm } from "./machine-forms.ts";
import { insertNotificationFiles, type ReadyFile } from "./notification-files.ts";

/** A notification rendered and ready to go. */
export type ReadyNotification = {
  readonly notification: Notification;
  readonly subject: string;
  readonly templateVersion: string;
  readonly sha256: Buffer;
  /** The rendered bytes, sealed. */
  readonly content: Buffer;
  readonly deliveryId: DeliveryId;
  /** Notifications of others that an informed party hears of by it. */
  readonly becauseOf: readonly string[];
  /** What the recipient's program gets, and where; null where it goes by mail from the start. */
  readonly machine: ReadyMachineForm | null;
  /** What its recipient fetches instead of having it attached. */
  readonly files: readonly ReadyFile[];
};

/** What was due has changed since it was read: nothing was kept, and it is to be composed anew. */
export class NoLongerDue extends Error {
  override readonly name = "NoLongerDue";
}

/**
 * Keeps notifications with their rows and queues one delivery each, all or nothing; to be called in a transaction.
 * Throws `NoLongerDue` when a finding was decided otherwise meanwhile, a kill switch was thrown, or somebody else told
 * of it: unique violations (23505) mean the same.
 */
export async function saveNotifications(
  sql: Sql,
  ready: readonly ReadyNotification[],
): Promise<void> {
  await lockSharedForHolds(sql);
  const rows = ready.flatMap(({ notification }) => notification.rows);
  await claimFindings(
    sql,
    rows.filter((row) => row.role === "primary"),
  );
  await claimOwed(
    sql,
    rows.filter((row) => row.role === "digest"),
  );
  await claimInformed(sql, ready);
  await claimCorrections(sql, ready);
  await insertNotifications(sql, ready);
  await insertRows(sql, ready);
  await insertAnswerLinks(sql, toLinks(ready));
  await insertMachineForms(sql, ready);
  await insertNotificationFiles(sql, ready);
  await insertDeliveries(sql, ready);
}

/** Locks the findings and makes sure that they are still due as they were read. */
async function claimFindings(sql: Sql, rows: readonly NotificationRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { rowCount } = await sql.query(
    `select f.id
       from findings f
       join unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::smallint[]) as u (id, decision, episode, round)
         on f.id = u.id and f.decision_id = u.decision and f.episode = u.episode and f.round = u.round
       join reports r on r.number = f.opened_by
      where f.disposition = 0 and ${notHeld}
      order by f.id
        for update of f`,
    [
      rows.map((row) => row.findingId),
      rows.map((row) => row.decisionId),
      rows.map((row) => row.episode),
      rows.map((row) => row.round),
    ],
  );
  if (rowCount !== rows.length) throw new NoLongerDue();
}

async function claimOwed(sql: Sql, rows: readonly NotificationRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { rowCount } = await sql.query(
    `delete from owed_observations o
      using unnest($1::integer[], $2::bigint[]) as u (report, evidence_offset), reports r
      where o.report = u.report and o.evidence_offset = u.evidence_offset
        and r.number = o.report and ${notHeld}`,
    [rows.map((row) => row.report), rows.map((row) => row.evidenceOffset)],
  );
  if (rowCount !== rows.length) throw new NoLongerDue();
}

async function claimInformed(sql: Sql, ready: readonly ReadyNotification[]): Promise<void> {
  const pairs = new Map<string, readonly [string, EmailAddress]>();
  for (const { notification, becauseOf } of ready) {
    const { address } = notification.recipient;
    for (const id of becauseOf) pairs.set(`${id} ${address}`, [id, address]);
  }
  if (pairs.size === 0) return;
  const all = [...pairs.values()];
  const { rowCount } = await sql.query(
    `delete from informed_due i
      using unnest($1::uuid[], $2::text[]) as u (notification_id, address)
      where i.notification_id = u.notification_id and i.address = u.address`,
    [all.map(([id]) => id), all.map(([, address]) => address)],
  );
  if (rowCount !== all.length) throw new NoLongerDue();
}

/** Each told notification is corrected once, however many parts it takes. */
async function claimCorrections(sql: Sql, ready: readonly ReadyNotification[]): Promise<void> {
  const pairs = new Map<string, Parameters<typeof settleCorrectionsDue>[1][number]>();
  for (const { notification } of ready) {
    if (!isCorrection(notification)) continue;
    const { id: correction } = notification.correction;
    for (const { corrects } of notification.rows) {
      pairs.set(`${correction} ${corrects.notification}`, {
        correction,
        notification: corrects.notification,
      });
    }
  }
  if (pairs.size === 0) return;
  const settled = await settleCorrectionsDue(sql, [...pairs.values()]);
  if (settled !== pairs.size) throw new NoLongerDue();
}

/** The links of those whose recipients can answer. */
function toLinks(ready: readonly ReadyNotification[]): NewAnswerLink[] {
  return ready.flatMap(({ notification: { id, answerToken, composedAt } }) =>
    answerToken === null
      ? []
      : [
          {
            id: newUuid(composedAt.getTime()),
            tokenHash: sha256(toAnswerTokenText(answerToken)),
            notification: id,
            madeAt: composedAt,
            expiresAt: new Date(composedAt.getTime() + answerLinkMs),
          },
        ],
  );
}

async function insertNotifications(sql: Sql, ready: readonly ReadyNotification[]): Promise<void> {
  const of = <T>(pick: (notification: Notification) => T): T[] =>
    ready.map(({ notification }) => pick(notification));
  await sql.query(
    `insert into notifications (id, public_number, role, address, organisation, rung, language, lane, case_name, kind,
                                round, tier, part, parts, message_id, thread_message_id, subject, template_version,
                                row_count, composed_at, sha256, content, custody_within_ms, correction_id)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                          $8::text[], $9::text[], $10::text[], $11::smallint[], $12::smallint[], $13::smallint[],
                          $14::smallint[], $15::text[], $16::text[], $17::text[], $18::text[], $19::integer[],
                          $20::timestamptz[], $21::bytea[], $22::bytea[], $23::bigint[], $24::uuid[])`,
    [
      of((n) => n.id),
      of((n) => n.number),
      of((n) => n.role),
      of((n) => n.recipient.address),
      of((n) => n.recipient.organisation),
      of((n) => n.recipient.rung),
      of((n) => n.recipient.language),
      of((n) => n.lane),
      of((n) => (n.topic.kind === "case" ? n.topic.name : null)),
      of((n) => (n.topic.kind === "kind" ? n.topic.name : null)),
      of((n) => n.round),
      of((n) => Math.max(...new Set(n.rows.map((row) => row.tier)))),
      of((n) => n.part),
      of((n) => n.parts),
      of((n) => n.messageId),
      of((n) => n.threadMessageId),
      ready.map(({ subject }) => subject),
      ready.map(({ templateVersion }) => templateVersion),
      of((n) => n.rows.length),
      of((n) => n.composedAt),
      ready.map(({ sha256 }) => sha256),
      ready.map(({ content }) => content),
      of((n) => n.recipient.custodyWithinMs),
      of((n) => (isCorrection(n) ? n.correction.id : null)),
    ],
  );
}

async function insertRows(sql: Sql, ready: readonly ReadyNotification[]): Promise<void> {
  const all = ready.flatMap(({ notification }) =>
    notification.rows.map((row, i) => ({
      id: notification.id,
      position: i + 1,
      row,
      correction: isCorrection(notification) ? notification.correction.id : null,
      corrects: isCorrection(notification) ? notification.rows[i]?.corrects : undefined,
    })),
  );
  const of = <T>(pick: (row: NotificationRow) => T): T[] => all.map(({ row }) => pick(row));
  await sql.query(
    `insert into notification_findings (notification_id, position, finding_id, decision_id, report, evidence_offset,
                                        observed_at, episode, round, tier, role, correction_id, corrected_as, corrects,
                                        corrects_position)
     select * from unnest($1::uuid[], $2::integer[], $3::bigint[], $4::bigint[], $5::integer[], $6::bigint[],
                          $7::timestamptz[], $8::smallint[], $9::smallint[], $10::smallint[], $11::text[],
                          $12::uuid[], $13::text[], $14::uuid[], $15::integer[])`,
    [
      all.map(({ id }) => id),
      all.map(({ position }) => position),
      of((row) => row.findingId),
      of((row) => row.decisionId),
      of((row) => row.report),
      of((row) => row.evidenceOffset),
      of((row) => row.observedAt),
      of((row) => row.episode),
      of((row) => row.round),
      of((row) => row.tier),
      of((row) => row.role),
      all.map(({ correction }) => correction),
      all.map(({ corrects }) => corrects?.as ?? null),
      all.map(({ corrects }) => corrects?.notification ?? null),
      all.map(({ corrects }) => corrects?.position ?? null),
    ],
  );
}

/** Mail for a host that asked for less waits with the rest that waits for it. */
async function insertDeliveries(sql: Sql, ready: readonly ReadyNotification[]): Promise<void> {
  await sql.query(
    `insert into deliveries (id, notification_id, channel, endpoint_id, lane, state, queued_at, next_attempt_at, host)
     select d.id, d.notification_id, d.channel, d.endpoint, d.lane, 'queued', d.queued_at,
            case when s.host is null or d.channel <> 'mail' then d.first_attempt_at
                 else d.queued_at + ${parkedMs} * interval '1 ms' end, d.host
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::smallint[], $6::timestamptz[], $7::timestamptz[],
                   $8::text[])
         as d (id, notification_id, channel, endpoint, lane, queued_at, first_attempt_at, host)
       left join slowed_hosts s on s.host = d.host`,
    [
      ready.map(({ deliveryId }) => deliveryId),
      ready.map(({ notification }) => notification.id),
      ready.map(({ machine }) => machine?.channel ?? "mail"),
      ready.map(({ machine }) => machine?.endpoint ?? null),
      ready.map(({ notification }) => lanes.indexOf(notification.lane)),
      ready.map(({ notification }) => notification.composedAt),
      ready.map(({ machine, notification }) => machine?.firstAttemptAt ?? notification.composedAt),
      ready.map(({ notification: { recipient } }) => mailHostOf(recipient.address)),
    ],
  );
}

/** Those of these numbers that are given out already. */
export async function findTakenNumbers(
  sql: Sql,
  numbers: readonly PublicNumber[],
): Promise<Set<PublicNumber>> {
  const { rows } = await sql.query<{ number: PublicNumber }>(
    "select n.public_number as number from notifications n where n.public_number = any($1)",
    [numbers],
  );
  return new Set(rows.map((row) => row.number));
}

/**
 * Message-ID of the first notification about a case that these addresses got, by address and case (`threadKey`): later
 * ones belong to its thread.
 */
export async function findThreads(
  sql: Sql,
  wanted: readonly { readonly address: EmailAddress; readonly caseName: string }[],
): Promise<Map<string, string>> {
  const { rows } = await sql.query<{ address: EmailAddress; caseName: string; messageId: string }>(
    `select u.address, u.case_name as "caseName", n.message_id as "messageId"
       from unnest($1::text[], $2::text[]) as u (address, case_name)
      cross join lateral (select n.message_id from notifications n
                           where n.address = u.address and n.case_name = u.case_name and n.withdrawn_at is null
                           order by n.composed_at, n.id limit 1) n`,
    [wanted.map(({ address }) => address), wanted.map(({ caseName }) => caseName)],
  );
  return new Map(rows.map((row) => [threadKey(row.address, row.caseName), row.messageId]));
}

/** What a thread is found by. */
export function threadKey(address: EmailAddress, caseName: string): string {
  return `${address} ${caseName}`;
}

/** Tells the planner of what was composed: without it, it takes the new rows for none and joins them one by one. */
export async function refreshStatistics(sql: Sql): Promise<void> {
  await sql.query("analyze notifications, notification_findings, deliveries");
}

/** To whom a notification went, and in which language; null where there is none, or nothing is kept of it any more. */
export async function findMailedTo(
  sql: Sql,
  id: string,
): Promise<{ readonly address: EmailAddress; readonly language: Language } | null> {
  const { rows } = await sql.query<{ address: EmailAddress; language: Language }>(
    "select n.address, n.language from notifications n where n.id = $1",
    [id],
  );
  return rows[0] ?? null;
}
