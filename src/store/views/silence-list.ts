import { episodeStateCode } from "../../domain/finding/episode-state.ts";
import type { SilenceLimits, SilenceSignal } from "../../domain/follow-up/silence.ts";
import type { Sql } from "../../platform/database.ts";

/** States that a finding comes to because somebody reacted, or that show that something was done. */
const reacted = (
  [
    "acknowledged",
    "claimed-fixed",
    "verified-fixed",
    "not-ours",
    "disputed",
    "withdrawn",
    "confirmed",
    "accepted",
  ] as const
)
  .map(episodeStateCode)
  .join(", ");

/**
 * Recipients that were told often enough and for long enough and of whom nothing came back: no answer, no custody, no
 * bounce, and nothing of it was fixed. The longest first.
 */
export async function listSilentRecipients(
  sql: Sql,
  now: Date,
  { recipients: { least, forMs, windowMs } }: SilenceLimits,
): Promise<SilenceSignal[]> {
  const { rows } = await sql.query<SilenceSignal>(
    `with told as (
       select n.address, min(n.organisation) as organisation, count(*)::integer as count, min(v.settled_at) as since,
              array_agg(n.id) as ids
         from notifications n
         join deliveries v on v.notification_id = n.id and v.state = 'accepted'
        where n.role = 'primary' and n.withdrawn_at is null and n.composed_at >= $2
        group by n.address
       having count(*) >= $3 and min(v.settled_at) <= $1)
     select 'recipient' as kind, t.address as about, t.organisation, t.since, t.count
       from told t
      where not exists (select from notification_findings nf join findings f on f.id = nf.finding_id
                         where nf.notification_id = any(t.ids) and nf.role = 'primary'
                           and (f.episode > nf.episode or f.state in (${reacted})))
        and not exists (select from responses r where r.notification_id = any(t.ids))
        and not exists (select from custodies c where c.notification_id = any(t.ids)
                           and c.state not in ('asked', 'silent'))
        and not exists (select from address_states s where s.address = t.address and s.state <> 'ok' and s.since >= $2)
      order by t.since, t.address limit 1000`,
    [new Date(now.getTime() - forMs), new Date(now.getTime() - windowMs), least],
  );
  return rows;
}

/** Intermediaries that let custody lapse again and again and acknowledged nothing meanwhile. The longest first. */
export async function listSilentIntermediaries(
  sql: Sql,
  now: Date,
  { intermediaries: { least, windowMs } }: SilenceLimits,
): Promise<SilenceSignal[]> {
  const { rows } = await sql.query<SilenceSignal>(
    `select 'intermediary' as kind, c.organisation as about, c.organisation, min(c.asked_at) as since,
            count(distinct c.notification_id)::integer as count
       from custodies c
      where c.asked_at >= $1
      group by c.organisation
     having count(distinct c.notification_id) filter (where c.state = 'silent') >= $2
        and bool_and(c.state in ('asked', 'silent'))
      order by 4, 2`,
    [new Date(now.getTime() - windowMs), least],
  );
  return rows;
}

/** Feeds that are silent or changed their volume, by the alarms that stand (docs/operations/feeds.md). */
export async function listSilentFeeds(sql: Sql): Promise<SilenceSignal[]> {
  const { rows } = await sql.query<SilenceSignal>(
    `select 'feed' as kind, a.feed as about, null as organisation, min(a.since) as since, count(*)::integer as count
       from feed_alarms a where a.kind in ('silent', 'volume') group by a.feed order by 4, 2`,
  );
  return rows;
}
