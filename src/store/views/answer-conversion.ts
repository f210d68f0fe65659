import type { Sql } from "../../platform/database.ts";

/** What became of mails with a link to answer: how many of them, each stage a part of the one before but the last two. */
export type AnswerConversion = {
  /** Notifications with a link that a server took. */
  readonly sent: number;
  /** Those that somebody answered with the link. */
  readonly answered: number;
  /** Registrations begun on a page of theirs, and what came of them. */
  readonly begun: number;
  readonly confirmed: number;
  readonly accepted: number;
  /** The same for recipients that are no organisation of ours yet: unsolicited mail. */
  readonly unsolicited: Omit<AnswerConversion, "unsolicited">;
};

type Counts = AnswerConversion["unsolicited"];

/** Counts what was composed between two instants, the last exclusive. */
export async function countAnswerConversion(
  sql: Sql,
  { since, until }: { readonly since: Date; readonly until: Date },
): Promise<AnswerConversion> {
  const { rows } = await sql.query<Counts & { isUnsolicited: boolean }>(
    `select n.organisation is null as "isUnsolicited", count(*)::int as sent,
            count(*) filter (where exists (select from responses r
                                            where r.notification_id = n.id and r.link_id is not null))::int as answered,
            coalesce(sum(g.begun), 0)::int as begun, coalesce(sum(g.confirmed), 0)::int as confirmed,
            coalesce(sum(g.accepted), 0)::int as accepted
       from notifications n
      cross join lateral (select count(*) as begun, count(r.confirmed_at) as confirmed,
                                 count(*) filter (where r.state = 'accepted') as accepted
                            from registrations r where r.notification_id = n.id) g
      where n.composed_at >= $1 and n.composed_at < $2
        and exists (select from answer_links l where l.notification_id = n.id and l.parent_id is null)
        and exists (select from deliveries d where d.notification_id = n.id and d.state = 'accepted')
      group by 1`,
    [since, until],
  );
  const none: Counts = { sent: 0, answered: 0, begun: 0, confirmed: 0, accepted: 0 };
  const total = { ...none };
  let unsolicited = none;
  for (const { isUnsolicited, ...counts } of rows) {
    if (isUnsolicited) unsolicited = counts;
    for (const name of Object.keys(none) as (keyof Counts)[]) {
      (total as Record<keyof Counts, number>)[name] += counts[name];
    }
  }
  return { ...total, unsolicited };
}
