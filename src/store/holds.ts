import type { Lane } from "../domain/finding/lane.ts";
import type { FinderId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** Keeps composing and the kill switches apart: many may compose, whoever throws a switch is alone. */
export async function lockSharedForHolds(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock_shared(hashtext('holds'))");
}

/** The other side of `lockSharedForHolds`. */
export async function lockForHolds(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock(hashtext('holds'))");
}

/** Throws the kill switch of a report; answers false when it was thrown before. */
export async function holdReportRow(
  sql: Sql,
  number: number,
  heldAt: Date,
  reason: string,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    "update reports set held_at = $2, held_reason = $3 where number = $1 and held_at is null",
    [number, heldAt, reason],
  );
  return rowCount > 0;
}

/** Takes the kill switch of a report back; answers false when it was not thrown. */
export async function liftReportRow(sql: Sql, number: number): Promise<boolean> {
  const { rowCount } = await sql.query(
    "update reports set held_at = null, held_reason = null where number = $1 and held_at is not null",
    [number],
  );
  return rowCount > 0;
}

/** Throws the kill switch of a finder; answers false when it was thrown before. */
export async function holdFinderRow(
  sql: Sql,
  finder: FinderId,
  heldAt: Date,
  reason: string,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    "insert into finder_holds (finder, held_at, reason) values ($1, $2, $3) on conflict do nothing",
    [finder, heldAt, reason],
  );
  return rowCount > 0;
}

/** Takes the kill switch of a finder back; answers false when it was not thrown. */
export async function liftFinderRow(sql: Sql, finder: FinderId): Promise<boolean> {
  const { rowCount } = await sql.query("delete from finder_holds where finder = $1", [finder]);
  return rowCount > 0;
}

/** A kill switch of a case, lane or channel; its value is the name of that. */
export type NamedHold = { readonly kind: "case" | "lane" | "channel"; readonly value: string };

/** Throws the kill switch of a case, lane or channel; answers false when it was thrown before. */
export async function holdNamed(
  sql: Sql,
  { kind, value }: NamedHold,
  { at, by, reason }: { readonly at: Date; readonly by: string; readonly reason: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    "insert into holds (kind, value, held_at, held_by, reason) values ($1, $2, $3, $4, $5) on conflict do nothing",
    [kind, value, at, by, reason],
  );
  return rowCount > 0;
}

/** Takes the kill switch of a case, lane or channel back; answers false when it was not thrown. */
export async function liftNamed(sql: Sql, { kind, value }: NamedHold): Promise<boolean> {
  const { rowCount } = await sql.query("delete from holds where kind = $1 and value = $2", [
    kind,
    value,
  ]);
  return rowCount > 0;
}

/** Lanes of which a kill switch lets nothing out. */
export async function listHeldLanes(sql: Sql): Promise<Lane[]> {
  const { rows } = await sql.query<{ value: Lane }>(
    "select h.value from holds h where h.kind = 'lane'",
  );
  return rows.map(({ value }) => value);
}
