import type { HoldReason, Rung } from "../../domain/decision/rung.ts";
import {
  type Disposition,
  dispositionCode,
  dispositions,
} from "../../domain/finding/disposition.ts";
import { closedStates, episodeStateCode } from "../../domain/finding/episode-state.ts";
import { type Severity, severities } from "../../domain/finding/severity.ts";
import type { FinderId, FindingTypeId, ReportId } from "../../domain/ids.ts";
import type { NotificationRole } from "../../domain/notification/notification.ts";
import { type Sql, transaction } from "../../platform/database.ts";
import { isReleased } from "../standing-order.ts";
import { listNotifications, type NotificationListEntry } from "./notification-list.ts";
import { toDispositions } from "./row-dispositions.ts";

/** A report and where each of its rows stands today. */
export type ReceivedReport = {
  readonly report: ReportId;
  readonly finder: FinderId;
  readonly type: string | null;
  readonly fileName: string | null;
  readonly caseName: string | null;
  readonly state: "received" | "completed" | "refused";
  readonly receivedAt: Date;
  readonly released: boolean;
  /** By a kill switch. */
  readonly held: boolean;
  /** Taken back after it went out. */
  readonly recalled: boolean;
  readonly accepted: number;
  readonly quarantined: number;
  /** Adds up to `accepted`; those that are 0 are left out. */
  readonly dispositions: Readonly<Partial<Record<Disposition, number>>>;
};

/** Why findings wait for a person: the decision's reason, a report to release, a recipient's volume brake. */
export type WaitReason = HoldReason | "release" | "volume";

/** Open findings that are alike. */
export type OpenFindings = {
  readonly type: FindingTypeId;
  readonly severity: Severity;
  readonly disposition: Disposition;
  /** Null unless they wait for a person. */
  readonly waitsFor: WaitReason | null;
  readonly count: number;
};

/** Notifications on one rung, or in one role without a rung, and what became of them. */
export type SentByReason = {
  /** Null for informed parties. */
  readonly rung: Rung | null;
  readonly role: NotificationRole;
  readonly notifications: number;
  readonly rows: number;
  /** Of the notifications: taken by the recipient's mail server, still to be, given up or taken back. */
  readonly accepted: number;
  readonly underWay: number;
  readonly failed: number;
};

export type StartPage = {
  /** The latest first. */
  readonly reports: readonly ReceivedReport[];
  readonly open: readonly OpenFindings[];
  /** Of the latest ten thousand notifications, most rows first. */
  readonly sent: readonly SentByReason[];
  /** Those that ask somebody to act, the latest first. */
  readonly notifications: readonly NotificationListEntry[];
};

/** What came in, what is open, what went out: all of one moment. */
export async function readStartPage(
  sql: Sql,
  limits: { readonly reports: number; readonly notifications: number },
): Promise<StartPage> {
  return transaction(
    sql,
    async (sql) => ({
      reports: await listReceived(sql, limits.reports),
      open: await countOpen(sql),
      sent: await countSent(sql),
      notifications: await listNotifications(sql, { role: "primary" }, null, limits.notifications),
    }),
    { isolation: "repeatable read", readOnly: true },
  );
}

type ReceivedRow = Omit<ReceivedReport, "dispositions"> & {
  seenAgain: number;
  recalledElsewhere: number;
  recalledRepeats: number;
  ended: Readonly<Record<string, number>> | null;
};

async function listReceived(sql: Sql, limit: number): Promise<ReceivedReport[]> {
  const { rows } = await sql.query<ReceivedRow>(
    `with latest as (
       select * from reports order by number desc limit $1
     ), opened as (
       select f.opened_by, f.disposition, count(*) as count
         from findings f where f.opened_by in (select number from latest) group by 1, 2
       union all
       select p.opened_by, p.disposition, count(*) as count
         from past_episodes p where p.opened_by in (select number from latest) group by 1, 2
     ), summed as (
       select o.opened_by, o.disposition, sum(o.count) as count from opened o group by 1, 2
     ), ended as (
       select s.opened_by, jsonb_object_agg(s.disposition, s.count) as ended from summed s group by 1
     )
     select r.id as report, r.finder, r.report_type as type, r.file_name as "fileName", r.case_name as "caseName",
            r.state, r.received_at as "receivedAt", r.released_at is not null as released,
            r.held_at is not null or h.finder is not null as held,
            c.accepted, c.quarantined, c.seen_again as "seenAgain", e.ended,
            r.recalled_elsewhere as "recalledElsewhere", r.recalled_repeats as "recalledRepeats",
            r.recalled_at is not null as recalled
       from latest r
       left join finder_holds h on h.finder = r.finder
       left join ended e on e.opened_by = r.number
      cross join lateral (select coalesce(sum(c.accepted), 0)::bigint    as accepted,
                                 coalesce(sum(c.quarantined), 0)::bigint as quarantined,
                                 coalesce(sum(c.seen_again), 0)::bigint  as seen_again
                            from report_chunks c where c.report = r.number) c
      order by r.number desc`,
    [limit],
  );
  return rows.map(({ seenAgain, recalledElsewhere, recalledRepeats, ended, ...report }) => ({
    ...report,
    dispositions: toDispositions(ended ?? {}, { seenAgain, recalledElsewhere, recalledRepeats }),
  }));
}

type OpenRow = {
  type: FindingTypeId;
  severity: number;
  disposition: number;
  waits_for: WaitReason | null;
  count: number;
};

async function countOpen(sql: Sql): Promise<OpenFindings[]> {
  const { rows } = await sql.query<OpenRow>(
    `with alike as (
       select f.type_id, f.severity, f.disposition, f.decision_id, ${isReleased("f.standing")} as released,
              count(*) as count
         from findings f
        where f.state <> all($1::smallint[])
        group by 1, 2, 3, 4, 5
     )
     select t.name as type, a.severity, a.disposition,
            case when a.disposition = $2
                 then coalesce(case when not a.released then 'release' end, d.held_reason, 'volume') end as waits_for,
            sum(a.count)::bigint as count
       from alike a
       join finding_types t on t.id = a.type_id
       left join decisions d on d.id = a.decision_id
      group by 1, 2, 3, 4
      order by 2 desc, 1, 3, 4`,
    [closedStates.map(episodeStateCode), dispositionCode("heldForPerson")],
  );
  return rows.map((row) => ({
    type: row.type,
    severity: severities[row.severity] as Severity,
    disposition: dispositions[row.disposition] as Disposition,
    waitsFor: row.waits_for,
    count: row.count,
  }));
}

async function countSent(sql: Sql): Promise<SentByReason[]> {
  const { rows } = await sql.query<SentByReason>(
    `with latest as (
       select n.id, n.rung, n.role, n.row_count from notifications n order by n.id desc limit 10000
     )
     select l.rung, l.role, count(*)::bigint as notifications, sum(l.row_count)::bigint as rows,
            count(*) filter (where d.state = 'accepted')::bigint as accepted,
            count(*) filter (where d.state in ('queued', 'leased', 'unknown'))::bigint as "underWay",
            count(*) filter (where d.state in ('failed', 'withdrawn'))::bigint as failed
       from latest l
       left join deliveries d on d.notification_id = l.id
      group by 1, 2
      order by 4 desc, 1, 2`,
  );
  return rows;
}
