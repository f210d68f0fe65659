import { dispositionCode } from "../domain/finding/disposition.ts";
import { closedStates, episodeStateCode } from "../domain/finding/episode-state.ts";
import type { FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { isReleased } from "./standing-order.ts";

/** Evidence that is taken back: all that these reports say, or what they say of one type. */
export type RecalledEvidence = {
  /** Numbers of reports. */
  readonly reports: readonly number[];
  /** Number of a finding type; null: all types. */
  readonly typeId: number | null;
  /** What these reports saw; null where only a type says which findings are meant. */
  readonly observed: readonly number[] | null;
};

/** A finding that may come to an end by a recall. */
export type RecallCandidate = {
  readonly id: FindingId;
  readonly typeId: number;
  /** Number of the report that opened the episode. */
  readonly openedBy: number;
  readonly isClosed: boolean;
};

const closed = closedStates.map(episodeStateCode).join(", ");
const over = (["withdrawn", "recalled"] as const).map(episodeStateCode).join(", ");
const outOfScope = dispositionCode("outOfScope");

const columns = `f.id, f.type_id as "typeId", f.opened_by as "openedBy", f.state in (${closed}) as "isClosed"`;
const mayEnd = `f.state not in (${over}) and f.disposition <> ${outOfScope}`;
/** Of the finding `f`: it is one of those that the evidence is about; parameters 1 and 2. */
const isAbout = `($1::bigint[] is null or f.id = any($1)) and ($2::integer is null or f.type_id = $2)`;

/** Findings whose episode was opened by this evidence. */
export async function listOpenedByEvidence(
  sql: Sql,
  { reports, typeId }: RecalledEvidence,
): Promise<RecallCandidate[]> {
  const { rows } = await sql.query<RecallCandidate>(
    `select ${columns} from findings f
      where f.opened_by = any($1::integer[]) and ($2::integer is null or f.type_id = $2) and ${mayEnd}`,
    [reports, typeId],
  );
  return rows;
}

/**
 * Findings that a report opened which nobody let go, and that went out because others showed them too, this evidence
 * perhaps among them.
 */
export async function listFreedByEvidence(
  sql: Sql,
  { reports, typeId, observed }: RecalledEvidence,
): Promise<RecallCandidate[]> {
  const { rows } = await sql.query<RecallCandidate>(
    `select ${columns}
       from findings f join reports r on r.number = f.opened_by
      where ${isAbout} and r.released_at is null and r.number <> all($3::integer[])
        and ${isReleased("f.standing")} and ${mayEnd}`,
    [observed, typeId, reports],
  );
  return rows;
}

/**
 * Findings that a report opened which goes on to count, and that may be used as freely as this evidence said, by one of
 * these standings.
 */
export async function listStandingByEvidence(
  sql: Sql,
  { reports, typeId, observed }: RecalledEvidence,
  standings: readonly number[],
): Promise<RecallCandidate[]> {
  const { rows } = await sql.query<RecallCandidate>(
    `select ${columns}
       from findings f join reports r on r.number = f.opened_by
      where ${isAbout} and r.released_at is not null and r.number <> all($3::integer[])
        and f.standing = any($4::smallint[]) and ${mayEnd}`,
    [observed, typeId, reports, standings],
  );
  return rows;
}

/** When the first episode was opened by these reports; null when none was. */
export async function findFirstOpening(sql: Sql, openers: readonly number[]): Promise<Date | null> {
  const { rows } = await sql.query<{ at: Date | null }>(
    "select min(f.opened_at) as at from findings f where f.opened_by = any($1::integer[])",
    [openers],
  );
  return rows[0]?.at ?? null;
}

/** How many open findings this evidence saw that are not among its own. */
export async function countSeenOpen(
  sql: Sql,
  { reports, typeId, observed }: RecalledEvidence,
): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `select count(*)::int as n from findings f
      where ${isAbout} and f.opened_by <> all($3::integer[]) and f.state not in (${closed})`,
    [observed, typeId, reports],
  );
  return rows[0]?.n ?? 0;
}
