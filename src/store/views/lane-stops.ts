import { type Lane, lanes } from "../../domain/finding/lane.ts";
import type { Sql } from "../../platform/database.ts";

/** A lane that stopped by itself, since our mail was not trusted. */
export type LaneStop = {
  readonly lane: Lane;
  readonly heldAt: Date;
  /** What the server said. */
  readonly reason: string;
};

/** The lanes that stopped, the soonest lane first. */
export async function listLaneStops(sql: Sql): Promise<LaneStop[]> {
  const { rows } = await sql.query<Omit<LaneStop, "lane"> & { lane: number }>(
    `select s.lane, s.stopped_at as "heldAt", s.reason from lane_stops s order by s.lane`,
  );
  return rows.map(({ lane, ...stop }) => ({ ...stop, lane: lanes[lane] as Lane }));
}
