import type { Sql } from "../../src/platform/database.ts";

/** Somebody who was told of a finding by mail that was accepted, and for which owner. */
export type Told = {
  readonly party: string;
  /** Whether it is asked still: an intermediary that did not hold it was passed by. */
  readonly stands: boolean;
};

/** Whom each finding was told to, in order. */
export async function listToldRounds(sql: Sql): Promise<Told[][]> {
  const { rows } = await sql.query<{ told: Told[] }>(
    `select json_agg(json_build_object('party', concat_ws(' ', n.address, d.owner), 'stands', nf.superseded_at is null)
                     order by nf.episode, nf.round, nf.superseded_at nulls last) as told
       from notification_findings nf
       join notifications n on n.id = nf.notification_id
       join deliveries v on v.notification_id = n.id
       join decisions d on d.id = nf.decision_id
      where nf.role = 'primary' and v.state = 'accepted'
      group by nf.finding_id`,
  );
  return rows.map(({ told }) => told);
}
