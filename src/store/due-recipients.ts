import { type Lane, lanes } from "../domain/finding/lane.ts";
import type { FindingId, NotificationId, OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";
import { type Due, dueFindings, owedObservations } from "./due-findings.ts";
import {
  isDueInLane,
  laneOfFinding,
  laneOfNotification,
  ownHours,
  toLanesParameter,
  waitingSince,
} from "./due-lanes.ts";

/** Seen again, and owed to a desk: which row of which report (by its number) says so. */
export type OwedObservation = { readonly report: number; readonly evidenceOffset: number };

/** What waits for a recipient in a round and lane, since when and until when it came. */
export type DueRecipient = {
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly round: number;
  readonly lane: Lane;
  /** Of all kinds together. */
  readonly rows: number;
  /** Ascending. */
  readonly findings: readonly FindingId[];
  readonly owed: readonly OwedObservation[];
  /** Notifications of others that it is to be informed of. */
  readonly informed: readonly NotificationId[];
  /** Of what comes by reports; null where it is only to be informed. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  /** Whether it got something in the lane now a moment ago, where this is in that lane, too. */
  readonly toldLately: boolean;
};

/** Everybody for whom something is due: as primary, for its digest, or to be informed; in order of address. */
export async function listDueRecipients(sql: Sql, due: Due): Promise<DueRecipient[]> {
  const turn = `d.address, min(d.organisation) as organisation, f.round, ${laneOfFinding} as lane, count(*) as rows`;
  const waited = `min(${waitingSince("r")}) as first, max(${waitingSince("r")}) as last`;
  // Each kind of what waits is one row of a turn, so the greatest of its lists is the only one.
  const { rows } = await sql.query<ListedRecipient>(
    `select w.address, min(w.organisation) as organisation, w.round, w.lane, sum(w.rows)::bigint as rows,
            min(w.first) as "firstAt", max(w.last) as "lastAt",
            coalesce(max(w.findings), '{}') as findings, coalesce(max(w.reports), '{}') as reports,
            coalesce(max(w.offsets), '{}') as offsets, coalesce(max(w.informed), '{}') as informed,
            w.lane = 0 and exists (select from notifications n
                                    where n.address = w.address and n.lane = 'now' and n.composed_at > $2
                                      and n.withdrawn_at is null) as "toldLately"
       from (select ${turn}, ${waited}, array_agg(f.id order by f.id) as findings, null::integer[] as reports,
                    null::bigint[] as offsets, null::text[] as informed ${dueFindings(due)}
              group by d.address, f.round, lane
             union all
             select ${turn}, ${waited}, null, array_agg(o.report order by o.report, o.evidence_offset),
                    array_agg(o.evidence_offset order by o.report, o.evidence_offset), null ${owedObservations(due)}
              group by d.address, f.round, lane
             union all
             select d.address, min(d.organisation), d.round, d.lane, sum(d.rows), null, null, null, null, null,
                    array_agg(d.notification_id::text)
               from (${informedDue}) d ${ownHours}
              where ${isDueInLane("d.lane", "'-infinity'::timestamptz")}
              group by d.address, d.round, d.lane) w
      group by w.address, w.round, w.lane
      order by w.address, w.round, w.lane`,
    [toLanesParameter(due.lanes), due.toldSince],
  );
  return rows.map(({ reports, offsets, ...row }) => ({
    ...row,
    lane: lanes[row.lane] as Lane,
    owed: reports.map((report, i) => ({ report, evidenceOffset: offsets[i] as number })),
  }));
}

type ListedRecipient = Omit<DueRecipient, "lane" | "owed"> & {
  readonly lane: number;
  readonly reports: readonly number[];
  readonly offsets: readonly number[];
};

/** Who is to be informed goes by the lane of what was sent, as soon as hours are open: its slot has passed already. */
const informedDue = `select i.notification_id, i.address, i.organisation, n.round, ${laneOfNotification} as lane,
                              n.row_count as rows
                       from informed_due i join notifications n on n.id = i.notification_id`;
