import { dispositionCode } from "../domain/finding/disposition.ts";
import { episodeStateCode } from "../domain/finding/episode-state.ts";
import type { DecisionId, FindingId } from "../domain/ids.ts";
import { makeCopyWriter } from "../platform/binary-copy.ts";
import { copyIn, type Sql } from "../platform/database.ts";
import { freedomOf } from "./standing-order.ts";

/**
 * Episodes that a chunk opens, column by column: findings seen for the first time, or again after they were closed.
 * The first `count` entries are valid.
 */
export type OpenedFindings = {
  count: number;
  readonly ids: Float64Array;
  /** Four words a key. */
  readonly keys: Uint32Array;
  /** 0 when absent. */
  readonly family: Uint8Array;
  readonly words: Uint32Array;
  readonly names: (string | null)[];
  readonly port: Uint16Array;
  readonly transport: Uint8Array;
  /** Numbers of finding types in this database. */
  readonly type: Int32Array;
  /** Milliseconds since 1970 UTC. */
  readonly observedAt: Float64Array;
  readonly evidenceOffset: Float64Array;
  readonly severity: Uint8Array;
  readonly standing: Uint16Array;
  /** Codes of dispositions. */
  readonly disposition: Uint8Array;
  /** Ids of decisions; 0 when out of scope. */
  readonly decision: Float64Array;
};

/** An empty set of opened episodes with room for so many. */
export function makeOpenedFindings(capacity: number): OpenedFindings {
  return {
    count: 0,
    ids: new Float64Array(capacity),
    keys: new Uint32Array(capacity * 4),
    family: new Uint8Array(capacity),
    words: new Uint32Array(capacity * 4),
    names: new Array<string | null>(capacity).fill(null),
    port: new Uint16Array(capacity),
    transport: new Uint8Array(capacity),
    type: new Int32Array(capacity),
    observedAt: new Float64Array(capacity),
    evidenceOffset: new Float64Array(capacity),
    severity: new Uint8Array(capacity),
    standing: new Uint16Array(capacity),
    disposition: new Uint8Array(capacity),
    decision: new Float64Array(capacity),
  };
}

/** The first of so many consecutive ids that nobody else gets. */
export async function reserveFindingIds(sql: Sql, count: number): Promise<number> {
  // One step of the sequence for each id, but in one go: the lock keeps blocks of several processes whole.
  const { rows } = await sql.query<{ last: number }>(
    `select pg_advisory_xact_lock(hashtext('finding_ids'));
     select setval('finding_ids', nextval('finding_ids') + ${count - 1}) as last`,
  );
  return Number((rows[0] as { last: number }).last) - count + 1;
}

const newColumns = `id, key, opened_at, observed_at, decision_id, evidence_offset, opened_by, type_id, address, name, port,
  transport, disposition, severity, standing`;

/** Rows for `copyNewFindings`, written outside of the transaction that they are for. */
export function encodeNewFindings(
  opened: OpenedFindings,
  openedBy: number,
  openedAt: Date,
): Buffer | null {
  if (opened.count === 0) return null;
  const writer = makeCopyWriter(opened.count * 170);
  const openedAtMs = openedAt.getTime();
  for (let i = 0; i < opened.count; i++) {
    const family = opened.family[i] as number;
    const name = opened.names[i] as string | null;
    const port = opened.port[i] as number;
    const transport = opened.transport[i] as number;
    const decision = opened.decision[i] as number;
    writer.row(15);
    writer.int64(opened.ids[i] as number);
    writer.uuid(opened.keys, i * 4);
    writer.timestamp(openedAtMs);
    writer.timestamp(opened.observedAt[i] as number);
    if (decision === 0) writer.absent();
    else writer.int64(decision);
    writer.int64(opened.evidenceOffset[i] as number);
    writer.int32(openedBy);
    writer.int32(opened.type[i] as number);
    if (family === 0) writer.absent();
    else writer.inet(family, opened.words, i * 4);
    if (name === null) writer.absent();
    else writer.text(name);
    if (port === 0) writer.absent();
    else writer.int32(port);
    if (transport === 0) writer.absent();
    else writer.int16(transport);
    writer.int16(opened.disposition[i] as number);
    writer.int16(opened.severity[i] as number);
    writer.int16(opened.standing[i] as number);
  }
  return writer.finish();
}

/**
 * Stores findings seen for the first time. When another process stored one of them meanwhile, the unique key fails the
 * transaction, which is then repeated with what is known by then: a conflict is rare, staging every row is not (ADR
 * 0005).
 */
export async function copyNewFindings(sql: Sql, rows: Buffer): Promise<void> {
  await copyIn(sql, `copy findings (${newColumns}) from stdin (format binary)`, [rows]);
}

/** Opens the next episode of findings that were closed; the one before moves to past_episodes as it ended. */
export async function reopenFindings(
  sql: Sql,
  opened: OpenedFindings,
  openedBy: number,
  openedAt: Date,
): Promise<void> {
  if (opened.count === 0) return;
  const take = <T>(column: ArrayLike<T>): T[] =>
    Array.from({ length: opened.count }, (_, i) => column[i] as T);
  const ids = take(opened.ids);
  await sql.query(
    `insert into past_episodes (finding_id, episode, opened_at, observed_at, closed_at, decision_id, opened_by,
                                evidence_offset, state, disposition, severity, standing)
     select f.id, f.episode, f.opened_at, f.observed_at, f.closed_at, f.decision_id, f.opened_by,
            f.evidence_offset, f.state, f.disposition, f.severity, f.standing
       from findings f where f.id = any($1::bigint[])`,
    [ids],
  );
  await sql.query(
    `update findings f
        set episode = f.episode + 1, opened_at = $9, observed_at = to_timestamp(o.observed_at / 1000.0),
            decision_id = nullif(o.decision, 0), evidence_offset = o.evidence_offset, opened_by = $8,
            state = ${episodeStateCode("open")}, disposition = o.disposition, severity = o.severity,
            standing = o.standing, round = 1, closed_at = null,
            seen_at = null, seen_in = null, seen_offset = null
       from unnest($1::bigint[], $2::float8[], $3::bigint[], $4::bigint[], $5::smallint[], $6::smallint[], $7::smallint[])
         as o (id, observed_at, decision, evidence_offset, disposition, severity, standing)
      where f.id = o.id`,
    [
      ids,
      take(opened.observedAt),
      take(opened.decision),
      take(opened.evidenceOffset),
      take(opened.disposition),
      take(opened.severity),
      take(opened.standing),
      openedBy,
      openedAt,
    ],
  );
}

/** A better observation of findings that are open: wider standing, worse severity, earlier instant. */
export type Improvements = {
  readonly ids: readonly number[];
  readonly standing: readonly number[];
  readonly severity: readonly number[];
  /** Milliseconds since 1970 UTC. */
  readonly observedAt: readonly number[];
  /** Canonical text; null when the observation names no address. */
  readonly addresses: readonly (string | null)[];
  readonly names: readonly (string | null)[];
};

/** Dispositions in which nobody was told yet, so that a better observation may still change the decision. */
const untold = (["pending", "declined", "suppressed", "heldForPerson"] as const)
  .map(dispositionCode)
  .join(", ");

/**
 * Folds better observations into open findings and answers those whose decision may now be another: the freest
 * standing, the worst severity and the earliest instant count, and address and name are those of the earliest observation
 * (of one instant: the lowest), so the order of reports does not matter (invariant 9).
 */
export async function improveFindings(sql: Sql, better: Improvements): Promise<FindingId[]> {
  if (better.ids.length === 0) return [];
  const place = (row: string): string =>
    `(${row}.observed_at, ${row}.address is null, coalesce(${row}.address, '::'), coalesce(${row}.name, ''))`;
  const { rows } = await sql.query<{ id: FindingId }>(
    `with observed as (
       select u.id, u.standing, u.severity, to_timestamp(u.observed_at / 1000.0) as observed_at,
              u.address::inet as address, u.name
         from unnest($1::bigint[], $2::smallint[], $3::smallint[], $4::float8[], $5::text[], $6::text[])
           as u (id, standing, severity, observed_at, address, name)
     ), best as (
       select distinct on (o.id) o.id, o.observed_at, o.address, o.name,
              first_value(o.standing) over (w order by ${freedomOf("o.standing")} desc) as standing,
              max(o.severity) over w as severity
         from observed o
       window w as (partition by o.id)
        order by o.id, ${place("o")}
     )
     update findings f
        set standing = case when ${freedomOf("b.standing")} > ${freedomOf("f.standing")}
                            then b.standing else f.standing end,
            severity = greatest(f.severity, b.severity),
            observed_at = least(f.observed_at, b.observed_at),
            address = case when ${place("b")} < ${place("f")} then b.address else f.address end,
            name = case when ${place("b")} < ${place("f")} then b.name else f.name end
       from best b
      where f.id = b.id and f.disposition in (${untold})
     returning f.id`,
    [
      better.ids,
      better.standing,
      better.severity,
      better.observedAt,
      better.addresses,
      better.names,
    ],
  );
  return rows.map((row) => row.id);
}

/** Open findings whose present episode this report opened. */
export async function listOpenedBy(sql: Sql, report: number): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    "select f.id from findings f where f.opened_by = $1 and f.closed_at is null",
    [report],
  );
  return rows.map((row) => row.id);
}

/** What a decision about a finding depends on, as the database has it. */
export type FindingFacts = {
  readonly id: FindingId;
  readonly typeId: number;
  readonly address: string | null;
  readonly name: string | null;
  readonly severity: number;
  readonly standing: number;
  readonly observedAt: Date;
  readonly decision: DecisionId | null;
  readonly round: number;
};

/** Facts of the findings among these whose recipients were not told yet, in order of id; locked. */
export async function listUntold(sql: Sql, ids: readonly number[]): Promise<FindingFacts[]> {
  return readUntold(sql, ids, "for update of f");
}

/** The same for somebody who only looks. */
export async function peekUntold(sql: Sql, ids: readonly number[]): Promise<FindingFacts[]> {
  return readUntold(sql, ids, "");
}

async function readUntold(sql: Sql, ids: readonly number[], lock: string): Promise<FindingFacts[]> {
  const { rows } = await sql.query<FindingFacts>(
    `select f.id, f.type_id as "typeId", host(f.address) as address, f.name, f.severity, f.standing,
            coalesce(f.seen_at, f.observed_at) as "observedAt", f.decision_id as decision, f.round
       from findings f
      where f.id = any($1::bigint[]) and f.disposition in (${untold})
      order by f.id ${lock}`,
    [ids],
  );
  return rows;
}

/** Gives each finding its decision and disposition. */
export async function saveFindingDecisions(
  sql: Sql,
  findings: {
    readonly ids: readonly number[];
    readonly decisions: readonly number[];
    readonly dispositions: readonly number[];
  },
): Promise<void> {
  await sql.query(
    `update findings f
        set decision_id = n.decision, disposition = n.disposition
       from unnest($1::bigint[], $2::bigint[], $3::smallint[]) as n (id, decision, disposition)
      where f.id = n.id and (f.decision_id, f.disposition) is distinct from (n.decision, n.disposition)`,
    [findings.ids, findings.decisions, findings.dispositions],
  );
}
