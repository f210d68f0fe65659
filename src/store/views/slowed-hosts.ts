import type { Sql } from "../../platform/database.ts";

/** A mail host that asked for less. */
export type SlowedHost = {
  readonly host: string;
  readonly slowedAt: Date;
  /** What it said last. */
  readonly reason: string;
  /** Mails that wait for it. */
  readonly waiting: number;
};

/** Mail hosts that asked for less and for which mail waits, the longest first. */
export async function listSlowedHosts(sql: Sql): Promise<SlowedHost[]> {
  const { rows } = await sql.query<SlowedHost>(
    `select s.host, s.slowed_at as "slowedAt", s.reason,
            (select count(*)::int from deliveries v where v.host = s.host and v.state = 'queued') as waiting
       from slowed_hosts s order by s.slowed_at, s.host`,
  );
  return rows;
}
