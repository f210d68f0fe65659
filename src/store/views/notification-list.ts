import type { Rung } from "../../domain/decision/rung.ts";
import type { Lane } from "../../domain/finding/lane.ts";
import type { Tier } from "../../domain/finding/tier.ts";
import type { NotificationId } from "../../domain/ids.ts";
import type { NotificationRole } from "../../domain/notification/notification.ts";
import type { Sql } from "../../platform/database.ts";

export const deliveryStates = [
  "queued",
  "leased",
  "accepted",
  "unknown",
  "failed",
  "withdrawn",
] as const;

/** Where a delivery stands; `leased` is being tried at this moment, `unknown` broke off after the last byte. */
export type DeliveryState = (typeof deliveryStates)[number];

/** What one recipient was told, and whether it got there. */
export type NotificationListEntry = {
  readonly notification: NotificationId;
  readonly number: string;
  readonly role: NotificationRole;
  readonly address: string;
  readonly organisation: string | null;
  /** Null for informed parties. */
  readonly rung: Rung | null;
  readonly lane: Lane;
  readonly round: number;
  readonly tier: Tier;
  readonly caseName: string | null;
  readonly kind: string | null;
  readonly subject: string;
  readonly rows: number;
  readonly part: number;
  readonly parts: number;
  readonly composedAt: Date;
  /** Null where there is no delivery. */
  readonly delivery: NotificationDelivery | null;
};

export type NotificationDelivery = {
  readonly id: string;
  readonly channel: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly queuedAt: Date;
  readonly nextAttemptAt: Date;
  readonly settledAt: Date | null;
  /** The last the recipient's server said; null when it said nothing. */
  readonly reply: string | null;
};

/** Absent filters let everything through. */
export type NotificationFilters = {
  readonly state?: DeliveryState | undefined;
  readonly role?: NotificationRole | undefined;
  /** With rows of this report. */
  readonly report?: string | undefined;
};

type ListRow = Omit<NotificationListEntry, "delivery"> & {
  delivery: string | null;
  channel: string;
  state: DeliveryState;
  attempts: number;
  queuedAt: Date;
  nextAttemptAt: Date;
  settledAt: Date | null;
  reply: string | null;
};

/**
 * Notifications that match, the latest first; at most `limit` of those after the given one.
 *
 * @param after the last notification of the page before; null for the first page
 */
export async function listNotifications(
  sql: Sql,
  filters: NotificationFilters,
  after: NotificationId | null,
  limit: number,
): Promise<NotificationListEntry[]> {
  const conditions: string[] = ["true"];
  const values: unknown[] = [];
  const require = (value: unknown, condition: (parameter: string) => string): void => {
    if (value === undefined || value === null) return;
    conditions.push(condition(`$${values.push(value)}`));
  };
  require(after, (id) => `n.id < ${id}::uuid`);
  require(filters.state, (state) => `d.state = ${state}`);
  require(filters.role, (role) => `n.role = ${role}`);
  require(filters.report, (report) => `n.id in (
    select nf.notification_id from notification_findings nf join reports r on r.number = nf.report
     where r.id = ${report}::uuid)`);
  const { rows } = await sql.query<ListRow>(
    `select ${notificationColumns}
       from notifications n
       left join deliveries d on d.notification_id = n.id
       left join lateral (${lastReply}) a on true
      where ${conditions.join(" and ")}
      order by n.id desc limit ${limit}`,
    values,
  );
  return rows.map(toNotification);
}

export const notificationColumns = `n.id as notification, n.public_number as number, n.role, n.address, n.organisation,
  n.rung, n.lane, n.round, n.tier, n.case_name as "caseName", n.kind, n.subject, n.row_count as rows, n.part, n.parts,
  n.composed_at as "composedAt", d.id as delivery, d.channel, d.state, d.attempts, d.queued_at as "queuedAt",
  d.next_attempt_at as "nextAttemptAt", d.settled_at as "settledAt", a.reply`;

export const lastReply = `
  select concat_ws(' ', a.reply_code, a.enhanced_code, a.reply_text) as reply
    from delivery_attempts a
   where a.delivery_id = d.id and num_nonnulls(a.reply_code, a.reply_text) > 0
   order by a.attempt desc limit 1`;

export function toNotification(row: ListRow): NotificationListEntry {
  const { delivery, channel, state, attempts, queuedAt, nextAttemptAt, settledAt, reply, ...rest } =
    row;
  return {
    ...rest,
    delivery:
      delivery === null
        ? null
        : { id: delivery, channel, state, attempts, queuedAt, nextAttemptAt, settledAt, reply },
  };
}
