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
