import type { Fate } from "../../domain/finder/finding-fates.ts";
import { dispositionCode } from "../../domain/finding/disposition.ts";
import { episodeStateCode } from "../../domain/finding/episode-state.ts";
import type { Sql } from "../../platform/database.ts";

const state = (...names: Parameters<typeof episodeStateCode>[0][]): string =>
  `f.state in (${names.map(episodeStateCode).join(", ")})`;
const disposition = (...names: Parameters<typeof dispositionCode>[0][]): string =>
  `f.disposition in (${names.map(dispositionCode).join(", ")})`;

/** SQL: where the finding `f` stands, in its present episode. */
const fate = `case
  when ${state("verified-fixed")} then 'fixed'
  when ${state("expired")} then 'expired'
  when ${state("withdrawn", "recalled")} then 'withdrawn'
  when ${state("disputed", "not-ours")} then 'disputed'
  when ${state("claimed-fixed")} then 'saidFixed'
  when ${state("acknowledged", "accepted")} or ${disposition("inCustody")} then 'acknowledged'
  when ${state("notified", "confirmed")} or ${disposition("delivered")} then 'delivered'
  when ${disposition("undeliverable")} then 'bounced'
  when ${disposition("pending")} then 'waiting'
  else 'notTold' end`;

/** How many of these findings stand where. */
export async function countFates(
  sql: Sql,
  ids: readonly number[],
): Promise<ReadonlyMap<Fate, number>> {
  const { rows } = await sql.query<{ fate: Fate; count: number }>(
    `select ${fate} as fate, count(*)::integer as count from findings f where f.id = any($1::bigint[]) group by 1`,
    [ids],
  );
  return new Map(rows.map(({ fate, count }) => [fate, count]));
}
