import type { Tried } from "../domain/decision/decision.ts";
import type { FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { listReminderTried } from "./reminders.ts";

/**
 * Rungs already tried in the present round of these findings, and in later ones that came to nothing (ADR 0008), in the
 * order tried, behind what the reminder of the round passes over; findings with none are left out.
 */
export async function listTriedRungs(
  sql: Sql,
  ids: readonly number[],
): Promise<Map<FindingId, Tried[]>> {
  const { rows } = await sql.query<{ id: FindingId; rungs: Tried[] }>(
    `select f.id, array_agg(tried.rung order by nf.superseded_at, tried.ordinality) as rungs
       from findings f
       join notification_findings nf
         on nf.finding_id = f.id and nf.episode = f.episode and nf.round >= f.round
       join notifications n on n.id = nf.notification_id
      cross join lateral unnest(n.rung || coalesce(nf.also_tried, '{}')) with ordinality as tried (rung, ordinality)
      where f.id = any($1::bigint[]) and nf.role = 'primary' and nf.superseded_at is not null
      group by f.id`,
    [ids],
  );
  return addTried(await listReminderTried(sql, ids), rows);
}

/** What reminders pass over with what was tried besides, each once. */
export function addTried<Id extends number>(
  reminded: ReadonlyMap<Id, readonly Tried[]>,
  rows: readonly { readonly id: Id; readonly rungs: readonly Tried[] }[],
): Map<Id, Tried[]> {
  const all = new Map([...reminded].map(([id, tried]) => [id, [...tried]]));
  for (const { id, rungs } of rows) all.set(id, [...new Set([...(all.get(id) ?? []), ...rungs])]);
  return all;
}

/**
 * Of these findings, those whose decision asks somebody again, on another rung, who was asked in this round in vain: that
 * rung counts as tried as well, and they are to be decided once more. Answers them.
 *
 * Who heard of it and did not act (silent, declined, gave it back) is passed over as an organisation, whatever the address;
 * whose server did not take the mail only at that address, as it never heard.
 */
export async function passAskedParties(
  sql: Sql,
  ids: readonly FindingId[],
): Promise<readonly FindingId[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql.query<{ id: FindingId }>(
    `update notification_findings nf set also_tried = coalesce(nf.also_tried, '{}') || d.rung
       from findings f, decisions d, notifications n
      where f.id = any($1::bigint[]) and d.id = f.decision_id and nf.finding_id = f.id and nf.episode = f.episode
        and nf.round >= f.round and nf.role = 'primary' and nf.superseded_at is not null
        and n.id = nf.notification_id
        and case when nf.superseded_because in ('address-dead', 'refused', 'retries-exhausted')
                 then d.address = n.address and d.organisation is not distinct from n.organisation
                 else d.address = n.address or d.organisation = n.organisation end
     returning f.id`,
    [ids],
  );
  return [...new Set(rows.map(({ id }) => id))];
}
