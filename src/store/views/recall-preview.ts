import { type EpisodeState, episodeStates } from "../../domain/finding/episode-state.ts";
import type { FinderId, FindingId, FindingTypeId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** How many of these findings are in which state; states without any are left out. */
export async function countStates(
  sql: Sql,
  ids: readonly number[],
): Promise<Partial<Record<EpisodeState, number>>> {
  const { rows } = await sql.query<{ state: number; n: number }>(
    "select f.state, count(*)::int as n from findings f where f.id = any($1::bigint[]) group by f.state order by f.state",
    [ids],
  );
  return Object.fromEntries(rows.map(({ state, n }) => [episodeStates[state], n]));
}

/** A finding in a preview, with who else shows it; null: nobody. */
export type RecallSample = {
  readonly finding: FindingId;
  readonly type: FindingTypeId;
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
  readonly finder: FinderId | null;
};

/** These findings, each with the finder of the report with this number, in the order given. */
export async function listRecallSamples(
  sql: Sql,
  samples: readonly { readonly finding: number; readonly report: number | null }[],
): Promise<RecallSample[]> {
  const { rows } = await sql.query<RecallSample>(
    `select f.id as finding, t.name as type, host(f.address) as address, f.name, f.port, r.finder
       from unnest($1::bigint[], $2::integer[]) with ordinality as u (finding, report, n)
       join findings f on f.id = u.finding
       join finding_types t on t.id = f.type_id
       left join reports r on r.number = u.report
      order by u.n`,
    [samples.map(({ finding }) => finding), samples.map(({ report }) => report)],
  );
  return rows;
}
