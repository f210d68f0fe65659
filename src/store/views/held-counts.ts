import type { Sql } from "../../platform/database.ts";

/** How much is held, by what holds it. */
export type HeldCounts = {
  /** Kill switches. */
  readonly holds: number;
  /** Lanes that stopped by themselves. */
  readonly stops: number;
  readonly reports: number;
  readonly volume: number;
};

/** Counts brakes and kill switches that are on; cheap, unlike how many rows wait behind them. */
export async function countHeld(sql: Sql): Promise<HeldCounts> {
  const { rows } = await sql.query<HeldCounts>(
    `select ((select count(*) from holds) + (select count(*) from finder_holds)
              + (select count(*) from reports where held_at is not null))::int as holds,
            (select count(*)::int from lane_stops) as stops,
            (select count(*)::int from report_brakes where lifted_at is null) as reports,
            (select count(*)::int from volume_brakes where approved_at is null) as volume`,
  );
  return rows[0] ?? { holds: 0, stops: 0, reports: 0, volume: 0 };
}
