import type { Decision, TraceStep } from "../domain/decision/decision.ts";
import type { DecisionId, SnapshotId } from "../domain/ids.ts";
import { makeCopyWriter } from "../platform/binary-copy.ts";
import { copyIn, type Sql, toSqlState } from "../platform/database.ts";

/** A decision to be stored, under the hash of everything that it depends on. */
export type NewDecision = {
  /** 32 hexadecimal digits. */
  readonly key: string;
  readonly decision: Decision;
  readonly trace: readonly TraceStep[];
};

/** The ids of the decisions that are stored already, by key. */
export async function findDecisionIds(
  sql: Sql,
  keys: readonly string[],
): Promise<Map<string, DecisionId>> {
  const { rows } = await sql.query<{ key: string; id: DecisionId }>(
    "select replace(d.key::text, '-', '') as key, d.id from decisions d where d.key = any($1::uuid[])",
    [keys],
  );
  return new Map(rows.map((row) => [row.key, row.id]));
}

/** Ids that nobody else gets, so many. */
export async function reserveDecisionIds(sql: Sql, count: number): Promise<DecisionId[]> {
  if (count === 0) return [];
  const { rows } = await sql.query<{ id: DecisionId }>(
    "select nextval(pg_get_serial_sequence('decisions', 'id')) as id from generate_series(1, $1)",
    [count],
  );
  return rows.map((row) => row.id);
}

/** Rows for `copyDecisions`, written outside of the transaction that they are for. */
export function encodeDecisions(
  decisions: readonly (NewDecision & { readonly id: DecisionId })[],
  snapshot: SnapshotId,
  decidedAt: Date,
): Buffer | null {
  if (decisions.length === 0) return null;
  const writer = makeCopyWriter(decisions.length * 600);
  const snapshotWords = toWords(snapshot.replaceAll("-", ""));
  for (const { id, key, decision, trace } of decisions) {
    const { primary, held } = decision;
    const text = (value: string | null | undefined): void =>
      value == null ? writer.absent() : writer.text(value);
    writer.row(13);
    writer.int64(id);
    writer.uuid(toWords(key), 0);
    writer.uuid(snapshotWords, 0);
    writer.timestamp(decidedAt.getTime());
    text(decision.owner);
    text(primary?.rung);
    text(primary?.organisation);
    text(primary?.address);
    if (primary === null) writer.absent();
    else writer.int16(primary.tier);
    text(held?.reason);
    text(held?.detail);
    writer.bytes(jsonb(decision.informed));
    writer.text(JSON.stringify(trace));
  }
  return writer.finish();
}

/**
 * Stores decisions whose keys are new. When another process stores one of them first, the unique key fails the
 * transaction, which is then repeated with what is known by then.
 */
export async function copyDecisions(sql: Sql, rows: Buffer): Promise<void> {
  await copyIn(
    sql,
    `copy decisions (id, key, snapshot_id, decided_at, owner, rung, organisation, address, tier, held_reason,
       held_detail, informed, trace) from stdin (format binary)`,
    [rows],
  );
}

/**
 * The same within a transaction that goes on when another one stored one of them first; answers whether they are stored.
 * Where not, none of them is, and what the other one stored can be found.
 */
export async function tryCopyDecisions(sql: Sql, rows: Buffer): Promise<boolean> {
  await sql.query("savepoint decisions");
  try {
    await copyDecisions(sql, rows);
  } catch (error) {
    if (toSqlState(error) !== "23505") throw error;
    await sql.query("rollback to savepoint decisions");
    return false;
  }
  await sql.query("release savepoint decisions");
  return true;
}

/** Jsonb on the wire: a version byte before the text. */
function jsonb(value: unknown): Buffer {
  return Buffer.concat([Buffer.of(1), Buffer.from(JSON.stringify(value))]);
}

function toWords(hex: string): Uint32Array {
  return Uint32Array.from([0, 8, 16, 24], (at) => Number.parseInt(hex.slice(at, at + 8), 16));
}
