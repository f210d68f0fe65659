import { parkedMs, releasedForEach } from "../domain/notification/asks-for-less.ts";
import type { Sql } from "../platform/database.ts";

/** Parks everything that is due for a mail host; it goes when the host takes mail again, at the latest after `parkedMs`. */
export async function slowHost(sql: Sql, host: string, at: Date, reason: string): Promise<void> {
  await sql.query(
    `insert into slowed_hosts (host, slowed_at, reason) values ($1, $2, $3)
     on conflict (host) do update set slowed_at = excluded.slowed_at, reason = excluded.reason`,
    [host, at, reason.slice(0, 500)],
  );
  const until = new Date(at.getTime() + parkedMs);
  await sql.query(
    `update deliveries v set next_attempt_at = $3
      where v.id in (select w.id from deliveries w
                      where w.host = $1 and w.state = 'queued' and w.next_attempt_at <= $2
                      order by w.id for update skip locked)`,
    [host, at, until],
  );
}

/**
 * Lets more mail go to hosts that took some: for each one that they took two that were parked, the first lanes first. A
 * host for which nothing waits any more is a host as any other.
 *
 * @param hosts of the mails that were taken, one for each
 */
export async function releaseHosts(sql: Sql, hosts: readonly string[], at: Date): Promise<void> {
  const { rows: slowed } = await sql.query<{ host: string; taken: number }>(
    `select s.host, count(*)::int as taken
       from unnest($1::text[]) as u (host) join slowed_hosts s on s.host = u.host
      group by s.host order by s.host`,
    [hosts],
  );
  if (slowed.length === 0) return;
  await sql.query(
    `with released as (
       select w.id
         from unnest($1::text[], $2::int[]) as u (host, taken)
        cross join lateral (select v.id from deliveries v
                             where v.host = u.host and v.state = 'queued' and v.next_attempt_at > $3
                               and v.attempts = 0
                             order by v.lane, v.next_attempt_at, v.id limit u.taken * ${releasedForEach}
                               for update skip locked) w)
     update deliveries v set next_attempt_at = $3 from released r where v.id = r.id`,
    [slowed.map(({ host }) => host), slowed.map(({ taken }) => taken), at],
  );
  await sql.query(
    `delete from slowed_hosts s
      where s.host = any($1::text[])
        and not exists (select from deliveries v where v.host = s.host and v.state in ('queued', 'leased'))`,
    [slowed.map(({ host }) => host)],
  );
}
