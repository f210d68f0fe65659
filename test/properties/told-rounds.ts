import type { Sql } from "../../src/platform/database.ts";

/** Whom each finding was told to by mail that was accepted, and for which owner, in the order of the rounds. */
export async function listToldRounds(sql: Sql): Promise<string[][]> {
  const { rows } = await sql.query<{ told: string[] }>(
    `select array_agg(concat_ws(' ', n.address, d.owner) order by nf.episode, nf.round) as told
       from notification_findings nf
       join notifications n on n.id = nf.notification_id
       join deliveries v on v.notification_id = n.id
       join decisions d on d.id = nf.decision_id
      where nf.role = 'primary' and nf.superseded_at is null and v.state = 'accepted'
      group by nf.finding_id`,
  );
  return rows.map(({ told }) => told);
}
