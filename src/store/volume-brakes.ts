import { dispositionCode } from "../domain/finding/disposition.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { Sql } from "../platform/database.ts";
import { type Due, dueFindings } from "./due-findings.ts";
import { toLanesParameter } from "./due-lanes.ts";
import { isReleased } from "./standing-order.ts";

const pending = dispositionCode("pending");
const held = dispositionCode("heldForPerson");

/** An approval lets everything of its recipient and round through for so long: a crisis day needs one click. */
const approvedForHours = 24;

/** A recipient that would get more rows in one round than it is used to. */
export type VolumeBrake = {
  /** UUIDv7. */
  readonly id: string;
  readonly address: EmailAddress;
  readonly organisation: OrganisationId | null;
  readonly round: number;
  readonly rows: number;
  readonly limitRows: number;
  readonly heldAt: Date;
};

/**
 * What these recipients are used to: the median of rows a day, over the days of the last 30 before today on which they
 * got anything; recipients that got nothing are left out.
 */
export async function listMedianRows(
  sql: Sql,
  addresses: readonly EmailAddress[],
  now: Date,
): Promise<Map<EmailAddress, number>> {
  const { rows } = await sql.query<{ address: EmailAddress; median: number }>(
    `select s.address, percentile_cont(0.5) within group (order by s.rows)::float8 as median
       from (select n.address, sum(n.row_count) as rows
               from notifications n
              where n.address = any($1) and n.withdrawn_at is null and n.role <> 'correction'
                and n.composed_at >= date_trunc('day', $2::timestamptz) - interval '30 days'
                and n.composed_at < date_trunc('day', $2::timestamptz)
              group by n.address, date_trunc('day', n.composed_at)) s
      group by s.address`,
    [addresses, now],
  );
  return new Map(rows.map((row) => [row.address, row.median]));
}

/** Recipients and rounds that a person let through lately, and those that wait for one, as `brakeKey`. */
export async function listBrakes(
  sql: Sql,
  now: Date,
): Promise<{ readonly open: Set<string>; readonly approved: Set<string> }> {
  const { rows } = await sql.query<{ address: EmailAddress; round: number; open: boolean }>(
    `select b.address, b.round, b.approved_at is null as open from volume_brakes b
      where b.approved_at is null or b.approved_at > $1::timestamptz - make_interval(hours => ${approvedForHours})`,
    [now],
  );
  const keysOf = (open: boolean): Set<string> =>
    new Set(rows.filter((row) => row.open === open).map((row) => brakeKey(row.address, row.round)));
  return { open: keysOf(true), approved: keysOf(false) };
}

/** What a brake is found by. */
export function brakeKey(address: EmailAddress, round: number): string {
  return `${address} ${round}`;
}

/**
 * Lets everything that is due for a recipient in a round wait for a person, beside what waits already; to be called in
 * a transaction. Answers how many findings wait by it now.
 */
export async function holdForVolume(sql: Sql, brake: VolumeBrake, due: Due): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `with caught as (
       update findings set disposition = ${held}
        where id in (select f.id ${dueFindings(due)} and d.address = $3 and f.round = $5)
       returning id)
     insert into volume_brakes as b (id, address, organisation, round, row_count, limit_rows, held_at, finding_ids)
     select $2, $3, $4, $5, $6, $7, $8, coalesce(array_agg(c.id order by c.id), '{}') from caught c
     on conflict (address, round) where approved_at is null do update
        set finding_ids = array(select distinct u.id from unnest(b.finding_ids || excluded.finding_ids) as u (id)),
            row_count = cardinality(b.finding_ids) + excluded.row_count,
            limit_rows = excluded.limit_rows
     returning cardinality(b.finding_ids) as count`,
    [
      toLanesParameter(due.lanes),
      brake.id,
      brake.address,
      brake.organisation,
      brake.round,
      brake.rows,
      brake.limitRows,
      brake.heldAt,
    ],
  );
  return rows[0]?.count ?? 0;
}

/** The brakes that wait for a person, the oldest first. */
export async function listOpenBrakes(sql: Sql): Promise<VolumeBrake[]> {
  const { rows } = await sql.query<VolumeBrake>(
    `select b.id, b.address, b.organisation, b.round, b.row_count as rows, b.limit_rows as "limitRows",
            b.held_at as "heldAt"
       from volume_brakes b where b.approved_at is null order by b.held_at, b.id`,
  );
  return rows;
}

/**
 * Lets what these brakes hold go, and what comes for their recipients in the same round within a day. Answers the
 * brakes that were open. To be called in a transaction.
 */
export async function approveBrakes(
  sql: Sql,
  ids: readonly string[],
  approvedAt: Date,
  approvedBy: string,
): Promise<VolumeBrake[]> {
  const { rows } = await sql.query<VolumeBrake>(
    `update volume_brakes b set approved_at = $2, approved_by = $3
      where b.id = any($1::uuid[]) and b.approved_at is null
     returning b.id, b.address, b.organisation, b.round, b.row_count as rows, b.limit_rows as "limitRows",
               b.held_at as "heldAt"`,
    [ids, approvedAt, approvedBy],
  );
  // What was decided otherwise meanwhile, or waits for another reason, is none of this approval's business.
  await sql.query(
    `update findings f set disposition = ${pending}
       from volume_brakes b cross join lateral unnest(b.finding_ids) as h (id), decisions d
      where b.id = any($1::uuid[]) and f.id = h.id and d.id = f.decision_id
        and f.disposition = ${held} and d.address = b.address and f.round = b.round and ${isReleased("f.standing")}`,
    [rows.map((row) => row.id)],
  );
  return rows;
}
