import { episodeStateCode } from "../domain/finding/episode-state.ts";
import type { FinderId, FindingId, OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

const claimed = episodeStateCode("claimed-fixed");
const tcp = 6;

/** Who allows that we look ourselves. */
export type RecheckParty =
  | { readonly organisation: OrganisationId }
  | { readonly finder: FinderId };

/** Records that a party allows our own looks; answers false where it did already. */
export async function giveConsent(
  sql: Sql,
  party: RecheckParty,
  given: { readonly id: string; readonly at: Date; readonly by: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into recheck_consents (id, organisation, finder, given_at, given_by) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [given.id, ...toColumns(party), given.at, given.by],
  );
  return rowCount > 0;
}

/** Takes it back; answers false where there was none. */
export async function withdrawConsent(sql: Sql, party: RecheckParty): Promise<boolean> {
  const { rowCount } = await sql.query(
    "delete from recheck_consents c where c.organisation = $1 or c.finder = $2",
    toColumns(party),
  );
  return rowCount > 0;
}

function toColumns(party: RecheckParty): [string | null, string | null] {
  return "finder" in party ? [null, party.finder] : [party.organisation, null];
}

/** SQL: the owner of the finding `f` by the decision `d`, or the finder of the report `r` that opened it, allows our looks. */
const isAllowed = `exists (select from recheck_consents c where c.organisation = d.owner or c.finder = r.finder)`;

/**
 * Lets exactly those findings be due for our own looks that are said to be fixed, at a TCP port of an address, and of which
 * the owner or the finder allows it; those that were due before keep when.
 */
export async function planRechecks(sql: Sql, now: Date): Promise<void> {
  const wanted = `
    select f.id, f.episode from findings f
      join decisions d on d.id = f.decision_id
      join reports r on r.number = f.opened_by
     where f.state = ${claimed} and f.address is not null and f.port is not null and f.transport = ${tcp} and ${isAllowed}`;
  await sql.query(
    `delete from due_rechecks q where not exists (select from (${wanted}) w
                                                  where w.id = q.finding_id and w.episode = q.episode)`,
  );
  await sql.query(
    `insert into due_rechecks (finding_id, episode, due_at)
     select w.id, w.episode, $1 from (${wanted}) w on conflict do nothing`,
    [now],
  );
}

/** A look that is to be made. */
export type DueRecheck = {
  readonly finding: FindingId;
  readonly address: string;
  readonly port: number;
  readonly typeId: number;
  /** Where its latest sighting lies. */
  readonly report: number;
  readonly offset: number;
};

/** Gives this process looks whose time has come; none gets what another has. */
export async function leaseRechecks(
  sql: Sql,
  now: Date,
  until: Date,
  limit: number,
): Promise<DueRecheck[]> {
  const { rows } = await sql.query<DueRecheck>(
    `with taken as (
       select q.finding_id from due_rechecks q
        where q.due_at <= $1 and (q.leased_until is null or q.leased_until <= $1)
        order by q.due_at, q.finding_id limit $3 for update skip locked)
     update due_rechecks q set leased_until = $2
       from taken t, findings f
      where q.finding_id = t.finding_id and f.id = q.finding_id
     returning f.id as finding, host(f.address) as address, f.port, f.type_id as "typeId",
               coalesce(f.seen_in, f.opened_by) as report,
               coalesce(f.seen_offset, f.evidence_offset)::float8 as "offset"`,
    [now, until, limit],
  );
  return rows;
}

/** When each of these findings is looked at next: hours later at first, then days. */
export async function postponeRechecks(sql: Sql, ids: readonly number[], now: Date): Promise<void> {
  await sql.query(
    `update due_rechecks q
        set made = least(q.made + 1, 100), leased_until = null,
            due_at = $2::timestamptz + case when q.made < 4 then interval '8 hours' else interval '3 days' end
      where q.finding_id = any($1::bigint[])`,
    [ids, now],
  );
}
