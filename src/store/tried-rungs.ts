import type { Rung } from "../domain/decision/rung.ts";
import type { FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/**
 * Rungs already tried in the present round of these findings, and in later ones that came to nothing (ADR 0008), in the
 * order tried; findings with none are left out.
 */
export async function listTriedRungs(
  sql: Sql,
  ids: readonly number[],
): Promise<Map<FindingId, Rung[]>> {
  const { rows } = await sql.query<{ id: FindingId; rungs: Rung[] }>(
    `select f.id, array_agg(n.rung order by nf.superseded_at) as rungs
       from findings f
       join notification_findings nf
         on nf.finding_id = f.id and nf.episode = f.episode and nf.round >= f.round
       join notifications n on n.id = nf.notification_id
      where f.id = any($1::bigint[]) and nf.role = 'primary' and nf.superseded_at is not null
      group by f.id`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.rungs]));
}
