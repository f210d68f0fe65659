import type { Tier } from "../../domain/finding/tier.ts";
import type {
  DecisionId,
  FinderId,
  FindingId,
  NotificationId,
  ReportId,
} from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import {
  lastReply,
  type NotificationListEntry,
  notificationColumns,
  toNotification,
} from "./notification-list.ts";
import { findWithdrawal, type Withdrawal } from "./notification-withdrawal.ts";
import { listToldFiles, type ToldFile } from "./told-files.ts";

/** A row that a notification holds, and why its recipient got it. */
export type NotifiedRow = {
  readonly position: number;
  readonly finding: FindingId;
  readonly type: string;
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
  readonly observedAt: Date;
  readonly tier: Tier;
  readonly decision: DecisionId;
  readonly report: ReportId;
  readonly finder: FinderId;
  /** Why it counts as not delivered; null where it does not. */
  readonly supersededBecause: string | null;
};

/** How an attempt ended; `content` and `authentication` are not the address's fault. */
export type AttemptOutcome =
  | "accepted"
  | "retry"
  | "address-dead"
  | "refused"
  | "content"
  | "authentication"
  | "unknown"
  | "never-sent";

export type NotificationAttempt = {
  readonly attempt: number;
  readonly startedAt: Date;
  /** Null: the process died in the middle of it, or it is under way. */
  readonly outcome: AttemptOutcome | null;
  readonly reply: string | null;
};

export type NotificationDetail = NotificationListEntry & {
  readonly messageId: string;
  readonly withdrawnAt: Date | null;
  /** What of it does not hold any more; null where all does. */
  readonly takenBack: Withdrawal | null;
  /** The first of them. */
  readonly firstRows: readonly NotifiedRow[];
  readonly attempted: readonly NotificationAttempt[];
  /** What the mail could not hold. */
  readonly files: readonly ToldFile[];
};

type DetailRow = Parameters<typeof toNotification>[0] & {
  messageId: string;
  withdrawnAt: Date | null;
};

/** A notification with the first of its rows and every attempt to deliver it; null when there is none. */
export async function findNotification(
  sql: Sql,
  id: NotificationId,
  limit: number,
): Promise<NotificationDetail | null> {
  const { rows } = await sql.query<DetailRow>(
    `select ${notificationColumns}, n.message_id as "messageId", n.withdrawn_at as "withdrawnAt"
       from notifications n
       left join deliveries d on d.notification_id = n.id
       left join lateral (${lastReply}) a on true
      where n.id = $1`,
    [id],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { messageId, withdrawnAt, ...rest } = row;
  return {
    ...toNotification(rest),
    messageId,
    withdrawnAt,
    takenBack: await findWithdrawal(sql, id),
    firstRows: await listRows(sql, id, limit),
    attempted: await listAttempts(sql, id),
    files: await listToldFiles(sql, id),
  };
}

async function listRows(sql: Sql, id: NotificationId, limit: number): Promise<NotifiedRow[]> {
  const { rows } = await sql.query<NotifiedRow>(
    `select nf.position, nf.finding_id as finding, t.name as type, host(f.address) as address, f.name, f.port,
            nf.observed_at as "observedAt", nf.tier, nf.decision_id as decision, r.id as report,
            r.finder, nf.superseded_because as "supersededBecause"
       from notification_findings nf
       join findings f on f.id = nf.finding_id
       join finding_types t on t.id = f.type_id
       join reports r on r.number = nf.report
      where nf.notification_id = $1
      order by nf.position limit $2`,
    [id, limit],
  );
  return rows;
}

async function listAttempts(sql: Sql, id: NotificationId): Promise<NotificationAttempt[]> {
  const { rows } = await sql.query<NotificationAttempt>(
    `select a.attempt, a.started_at as "startedAt", a.outcome,
            nullif(concat_ws(' ', a.reply_code, a.enhanced_code, a.reply_text, a.library_code), '') as reply
       from delivery_attempts a
       join deliveries d on d.id = a.delivery_id
      where d.notification_id = $1
      order by a.attempt`,
    [id],
  );
  return rows;
}
