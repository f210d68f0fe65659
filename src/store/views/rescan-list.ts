import { dispositionCode } from "../../domain/finding/disposition.ts";
import { closedStates, episodeStateCode } from "../../domain/finding/episode-state.ts";
import type { FinderId, FindingId, FindingTypeId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";
import { isOwnOf } from "../rechecks.ts";

/** A finding for its finder to scan again. */
export type RescanEntry = {
  readonly finding: FindingId;
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
  /** IANA protocol number. */
  readonly transport: number | null;
  readonly type: FindingTypeId;
  /** When this finder saw it last. */
  readonly lastSeenAt: Date;
};

const closed = closedStates.map(episodeStateCode).join(", ");
const told = [dispositionCode("delivered"), dispositionCode("inCustody")].join(", ");

/**
 * Open findings that this finder reported, first or again, whose recipients were told, and that are said to be fixed or
 * that it has not seen since an instant; in order of finding.
 */
export async function listRescans(
  sql: Sql,
  finder: FinderId,
  notSeenSince: Date,
  page: { readonly after: number; readonly limit: number },
): Promise<RescanEntry[]> {
  const { rows } = await sql.query<RescanEntry>(
    `select l.finding, l.address, l.name, l.port, l.transport, l.type, l.last_seen_at as "lastSeenAt"
       from (select f.id as finding, host(f.address) as address, f.name, f.port, f.transport, t.name as type, f.state,
                    greatest(case when exists (select from reports r where r.number = f.opened_by and r.finder = $1)
                                  then f.observed_at end,
                             (select s.seen_at from latest_sightings s where s.finding_id = f.id and s.finder = $1),
                             (select max(c.checked_at) from rechecks c
                               where c.finding_id = f.id and c.checker = 'finder ' || $1 and c.outcome = 'still-open'))
                      as last_seen_at
               from findings f join finding_types t on t.id = f.type_id
              where f.id > $3 and f.state not in (${closed}) and f.disposition in (${told}) and ${isOwnOf("$1")}) l
      where l.state = ${episodeStateCode("claimed-fixed")} or l.last_seen_at < $2
      order by l.finding limit $4`,
    [finder, notSeenSince, page.after, page.limit],
  );
  return rows;
}
