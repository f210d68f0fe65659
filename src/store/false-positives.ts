import { closedStates, episodeStateCode } from "../domain/finding/episode-state.ts";
import type { FinderId, FindingId, FindingTypeId, OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** What somebody says who finds nothing, about the present episode of a finding. */
export type Disputable = {
  readonly finding: FindingId;
  readonly episode: number;
  readonly isOpen: boolean;
  /** Whose report opened the episode. */
  readonly finder: FinderId;
  readonly typeId: number;
  readonly type: FindingTypeId;
  /** Who said so already; null: nobody. */
  readonly saidBy: string | null;
  /** Null: nobody decided yet. */
  readonly upheld: boolean | null;
};

const closed = closedStates.map(episodeStateCode).join(", ");

/** The finding with what was said about it, locked; null when there is none. */
export async function lockDisputable(sql: Sql, finding: FindingId): Promise<Disputable | null> {
  const { rows } = await sql.query<Disputable>(
    `select f.id as finding, f.episode, f.state not in (${closed}) as "isOpen", r.finder, f.type_id as "typeId",
            t.name as type, p.said_by as "saidBy", p.upheld
       from findings f
       join reports r on r.number = f.opened_by
       join finding_types t on t.id = f.type_id
       left join false_positives p on p.finding_id = f.id and p.episode = f.episode
      where f.id = $1
        for update of f`,
    [finding],
  );
  return rows[0] ?? null;
}

/** Whether this reader sees the finding. */
export async function seesFinding(sql: Sql, finding: FindingId): Promise<boolean> {
  const { rows } = await sql.query("select from findings f where f.id = $1", [finding]);
  return rows.length > 0;
}

/** Records that somebody says so. */
export async function insertFalsePositive(
  sql: Sql,
  said: Disputable & {
    readonly organisation: OrganisationId | null;
    readonly at: Date;
    readonly by: string;
    readonly reason: string;
  },
): Promise<void> {
  await sql.query(
    `insert into false_positives (finding_id, episode, finder, type_id, organisation, said_at, said_by, said_reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      said.finding,
      said.episode,
      said.finder,
      said.typeId,
      said.organisation,
      said.at,
      said.by,
      said.reason,
    ],
  );
}

/** Records what was decided about it. */
export async function decideFalsePositive(
  sql: Sql,
  decided: Pick<Disputable, "finding" | "episode"> & {
    readonly upheld: boolean;
    readonly at: Date;
    readonly by: string;
    readonly reason: string;
  },
): Promise<void> {
  await sql.query(
    `update false_positives set upheld = $3, decided_at = $4, decided_by = $5, decided_reason = $6
      where finding_id = $1 and episode = $2`,
    [decided.finding, decided.episode, decided.upheld, decided.at, decided.by, decided.reason],
  );
}

/** What was upheld against a finder since an instant. */
export async function listUpheld(
  sql: Sql,
  finder: FinderId,
  since: Date,
): Promise<{ readonly type: number; readonly atMs: number }[]> {
  const { rows } = await sql.query<{ type: number; at: Date }>(
    `select p.type_id as type, p.decided_at as at from false_positives p
      where p.finder = $1 and p.upheld and p.decided_at >= $2`,
    [finder, since],
  );
  return rows.map(({ type, at }) => ({ type, atMs: at.getTime() }));
}

/** Records that somebody says so of these findings, where nobody did of the episode before; answers of how many. */
export async function insertFalsePositives(
  sql: Sql,
  ids: readonly FindingId[],
  said: {
    readonly organisation: OrganisationId | null;
    readonly at: Date;
    readonly by: string;
    readonly reason: string;
  },
): Promise<number> {
  const { rowCount } = await sql.query(
    `insert into false_positives (finding_id, episode, finder, type_id, organisation, said_at, said_by, said_reason)
     select f.id, f.episode, r.finder, f.type_id, $2, $3, $4, $5
       from findings f join reports r on r.number = f.opened_by
      where f.id = any($1::bigint[])
     on conflict do nothing`,
    [ids, said.organisation, said.at, said.by, said.reason],
  );
  return rowCount;
}
