import { lanes } from "../../domain/finding/lane.ts";
import type { HoldTarget } from "../../domain/notification/hold-target.ts";
import type { Sql } from "../../platform/database.ts";

/** What a kill switch would stop, as things stand. */
export type SwitchPreview = {
  /** Reports that it is about; null where it is about a lane or channel. */
  readonly reports: number | null;
  /** Notifications with rows of it, or that go that way, that wait to be sent. */
  readonly waiting: number;
};

/** What throwing the kill switch would stop now; of a report that is not there: nothing. */
export async function previewSwitch(sql: Sql, target: HoldTarget): Promise<SwitchPreview> {
  const { kind, value } = target;
  if (kind === "lane" || kind === "channel") {
    const [column, of] =
      kind === "lane" ? ["lane", lanes.indexOf(target.value)] : ["channel", value];
    const { rows } = await sql.query<{ waiting: number }>(
      `select count(*)::int as waiting from deliveries v where v.state in ('queued', 'leased') and v.${column} = $1`,
      [of],
    );
    return { reports: null, waiting: rows[0]?.waiting ?? 0 };
  }
  const of = { report: "r.id::text", finder: "r.finder", case: "r.case_name" }[kind];
  const { rows } = await sql.query<{ reports: number; waiting: number }>(
    `with held as (select r.number from reports r where ${of} = $1)
     select (select count(*)::int from held) as reports,
            (select count(*)::int from deliveries v
              where v.state in ('queued', 'leased')
                and exists (select from notification_findings nf
                             where nf.notification_id = v.notification_id and nf.role <> 'correction'
                               and nf.report in (select number from held))) as waiting`,
    [value],
  );
  return rows[0] ?? { reports: 0, waiting: 0 };
}
