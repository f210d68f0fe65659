import { dispositionCode } from "../domain/finding/disposition.ts";
import type { Sql } from "../platform/database.ts";
import { complained } from "./complaints.ts";
import { type BrakedReport, hardBounced, isSettledOf } from "./report-brakes.ts";

/** Rungs whose recipients never asked (`mannerOf`). */
export const strangerRungs = `('security-txt', 'abuse-contact')`;

/**
 * SQL: the finding `f` of the report `r`, decided by `d`, may go out, for no canary is waited for, or its recipient is one.
 * The lane now waits for nothing.
 */
export function notBehindCanary(lane: string): string {
  return `(${lane} = 0 or d.rung not in ${strangerRungs}
    or not exists (select from canaries c where c.report = r.number and c.settled_at is null
                      and d.address <> all(c.addresses)))`;
}

/** Recipients who never asked and would hear of a report, in an order that nobody can foresee. */
export async function listStrangers(sql: Sql, report: number): Promise<string[]> {
  const { rows } = await sql.query<{ address: string }>(
    `select d.address from (select distinct f.decision_id from findings f
                             where f.opened_by = $1 and f.disposition = ${dispositionCode("pending")}) f
       join decisions d on d.id = f.decision_id
      where d.rung in ${strangerRungs}
      group by d.address order by md5(d.address || $1::text)`,
    [report],
  );
  return rows.map(({ address }) => address);
}

/** Keeps who hears first; a report has one canary. */
export async function beginCanary(
  sql: Sql,
  canary: {
    readonly report: number;
    readonly addresses: readonly string[];
    readonly recipients: number;
    readonly at: Date;
  },
): Promise<void> {
  await sql.query(
    "insert into canaries (report, addresses, recipients, begun_at) values ($1, $2, $3, $4) on conflict do nothing",
    [canary.report, canary.addresses, canary.recipients, canary.at],
  );
}

/** A canary that was not looked at yet. */
export type WaitingCanary = {
  readonly report: BrakedReport;
  readonly addresses: readonly string[];
  readonly begunAt: Date;
};

/** The canaries that are waited for. */
export async function listCanaries(sql: Sql): Promise<WaitingCanary[]> {
  const { rows } = await sql.query<Omit<WaitingCanary, "report"> & Omit<BrakedReport, "byPerson">>(
    `select r.number, r.id, r.finder, r.received_at as "receivedAt", c.addresses, c.begun_at as "begunAt", true as judged,
            0 as rows
       from canaries c join reports r on r.number = c.report
      where c.settled_at is null and r.recalled_at is null order by c.report`,
  );
  return rows.map(({ addresses, begunAt, ...report }) => {
    return { addresses, begunAt, report: { ...report, byPerson: true } };
  });
}

/** SQL: whoever got the notification of the delivery `v` disputes something of the report `$1`. */
const disputed = `exists (
  select from responses s
    join response_findings x on x.response_id = s.id
    join notification_findings nf on nf.notification_id = s.notification_id and nf.finding_id = x.finding_id
   where s.notification_id = v.notification_id and s.kind in ('not-ours', 'false-positive') and nf.report = $1)`;

/** Of those who heard first: of how many it is known whether it arrived, and with how many it went wrong, each once. */
export async function countCanary(
  sql: Sql,
  { report, addresses }: WaitingCanary,
): Promise<{ readonly settled: number; readonly bad: number }> {
  const { rows } = await sql.query<{ settled: number; bad: number }>(
    `select count(distinct n.address)::int as settled,
            count(distinct n.address) filter (where ${hardBounced} or ${complained} or ${disputed})::int as bad
       from deliveries v join notifications n on n.id = v.notification_id
      where ${isSettledOf} and n.address = any($2)`,
    [report.number, addresses],
  );
  return rows[0] ?? { settled: 0, bad: 0 };
}

/** They were looked at: the others may go, unless a brake holds them. */
export async function settleCanaries(
  sql: Sql,
  reports: readonly number[],
  at: Date,
): Promise<void> {
  await sql.query(
    "update canaries set settled_at = $2 where report = any($1::integer[]) and settled_at is null",
    [reports, at],
  );
}
