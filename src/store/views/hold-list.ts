import type { HoldTarget } from "../../domain/notification/hold-target.ts";
import type { Sql } from "../../platform/database.ts";

/** A kill switch that is thrown. */
export type HoldListEntry = {
  readonly kind: HoldTarget["kind"];
  /** Of a report its id, else a name. */
  readonly value: string;
  readonly heldAt: Date;
  readonly reason: string;
};

/** The kill switches that are thrown, the latest first. */
export async function listHolds(sql: Sql): Promise<HoldListEntry[]> {
  const { rows } = await sql.query<HoldListEntry>(
    `select h.kind, h.value, h.held_at as "heldAt", h.reason
       from (select 'report' as kind, r.id::text as value, r.held_at, r.held_reason as reason
               from reports r where r.held_at is not null
             union all
             select 'finder', f.finder, f.held_at, f.reason from finder_holds f
             union all
             select n.kind, n.value, n.held_at, n.reason from holds n) h
      order by h.held_at desc, h.kind, h.value`,
  );
  return rows;
}
