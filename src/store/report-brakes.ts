import { dispositionCode } from "../domain/finding/disposition.ts";
import type { ReportId } from "../domain/ids.ts";
import type { ReportBrakeKind } from "../domain/notification/report-brake.ts";
import type { Sql } from "../platform/database.ts";
import { complained } from "./complaints.ts";

const pending = dispositionCode("pending");

/** A report of which something is still to go out, and that is to be looked at before. */
export type BrakedReport = {
  readonly number: number;
  readonly id: ReportId;
  readonly finder: string;
  readonly receivedAt: Date;
  /** A person let it go; else it went by the trust in its finder. */
  readonly byPerson: boolean;
  /** Novelty and volume were judged before. */
  readonly judged: boolean;
  readonly rows: number;
};

/** Reports with findings that wait to be told, or mails that wait in the queue; none that a brake holds already. */
export async function listGoingReports(sql: Sql): Promise<BrakedReport[]> {
  const { rows } = await sql.query<BrakedReport>(
    `with going as (
       select distinct f.opened_by as number from findings f where f.disposition = ${pending}
       union
       select distinct nf.report from deliveries v join notification_findings nf on nf.notification_id = v.notification_id
        where v.state = 'queued' and nf.role <> 'correction')
     select r.number, r.id, r.finder, r.received_at as "receivedAt",
            r.released_by is distinct from 'finder ' || r.finder || ' is trusted' as "byPerson",
            r.judged_at is not null as judged,
            (select coalesce(sum(c.accepted), 0)::int from report_chunks c where c.report = r.number) as rows
       from going g join reports r on r.number = g.number
      where r.state = 'completed' and r.released_at is not null
        and not exists (select from report_brakes b where b.report = r.number and b.lifted_at is null)
      order by r.number`,
  );
  return rows;
}

/**
 * Whether some type of this report was never in an earlier one of its finder; in an installation that has told nobody
 * anything yet, nothing is novel.
 */
export async function isNovel(sql: Sql, report: BrakedReport): Promise<boolean> {
  const { rows } = await sql.query(
    `select from (select distinct f.type_id from findings f where f.opened_by = $1) t
      where not exists (select from reports r
                         where r.finder = $2 and r.number < $1
                           and exists (select from findings e where e.opened_by = r.number and e.type_id = t.type_id))
        and exists (select from notifications n where n.composed_at < $3)
      limit 1`,
    [report.number, report.finder, report.receivedAt],
  );
  return rows.length > 0;
}

/** What a finder is used to: its median of rows a day over the 30 days before today on which it handed any over; null: none. */
export async function findUsualRows(sql: Sql, finder: string, now: Date): Promise<number | null> {
  const { rows } = await sql.query<{ median: number | null }>(
    `select percentile_cont(0.5) within group (order by d.rows)::float8 as median
       from (select sum(c.accepted) as rows
               from reports r join report_chunks c on c.report = r.number
              where r.finder = $1 and r.received_at >= date_trunc('day', $2::timestamptz) - interval '30 days'
                and r.received_at < date_trunc('day', $2::timestamptz)
              group by date_trunc('day', r.received_at)) d`,
    [finder, now],
  );
  return rows[0]?.median ?? null;
}

/** Novelty and volume of these reports were judged, for good. */
export async function markJudged(sql: Sql, reports: readonly number[], at: Date): Promise<void> {
  await sql.query(
    "update reports set judged_at = $2 where number = any($1::integer[]) and judged_at is null",
    [reports, at],
  );
}

/** Reports of which mail killed so many addresses since an instant that it is worth counting, by number. */
export async function listBouncing(sql: Sql, since: Date, atLeast: number): Promise<Set<number>> {
  const { rows } = await sql.query<{ report: number }>(
    `select nf.report
       from address_states s
       join deliveries v on v.id = s.delivery_id
       join notification_findings nf on nf.notification_id = v.notification_id
      where s.state = 'dead' and s.since >= $1
      group by nf.report having count(distinct s.address) >= $2`,
    [since, atLeast],
  );
  return new Set(rows.map(({ report }) => report));
}

/** Finders of whose findings so many were disputed since an instant that it is worth counting. */
export async function listDisputed(sql: Sql, since: Date, atLeast: number): Promise<Set<string>> {
  const { rows } = await sql.query<{ finder: string }>(
    `select d.finder
       from (select p.finder, p.finding_id from false_positives p where p.said_at >= $1
             union
             select r.finder, x.finding_id
               from responses s join response_findings x on x.response_id = s.id
               join findings f on f.id = x.finding_id join reports r on r.number = f.opened_by
              where s.kind in ('not-ours', 'false-positive') and s.said_at >= $1) d
      group by d.finder having count(*) >= $2`,
    [since, atLeast],
  );
  return new Set(rows.map(({ finder }) => finder));
}

/** Of the mails with rows of a report: those of which it is known whether they arrived, that bounced hard, that were complained of. */
export type Sent = { readonly settled: number; readonly hard: number; readonly complained: number };

/** SQL: the mail of the delivery `v` bounced hard: at once, or later, by a note that carries our signature. */
export const hardBounced = `(v.state = 'failed' and (
  exists (select from delivery_attempts a where a.delivery_id = v.id and a.outcome = 'address-dead')
  or v.bounced_at is not null and (
    exists (select from notification_findings x
             where x.notification_id = v.notification_id and x.superseded_because = 'address-dead')
    or exists (select from received_mails b
                where b.notification_id = v.notification_id and b.class = 'bounce' and b.meaning = 'dead'))))`;

/** SQL: the delivery `v` is of a mail that told of rows of the report `$1`, and it is known whether it arrived. */
export const isSettledOf = `v.state in ('accepted', 'failed')
  and v.notification_id in (select nf.notification_id from notification_findings nf
                             where nf.report = $1 and nf.role in ('primary', 'withdrawn'))`;

/** What came of the mails with rows of a report. */
export async function countSent(sql: Sql, report: number): Promise<Sent> {
  const { rows } = await sql.query<Sent>(
    `select count(*)::int as settled, count(*) filter (where ${hardBounced})::int as hard,
            count(*) filter (where ${complained})::int as complained
       from deliveries v where ${isSettledOf}`,
    [report],
  );
  return rows[0] ?? { settled: 0, hard: 0, complained: 0 };
}

/**
 * The type of a report of which most was disputed: how many findings of this finder's recipients called no finding or not
 * theirs since an instant, of how many that were told; null where nothing was.
 */
export async function findDisputed(
  sql: Sql,
  report: BrakedReport,
  since: Date,
): Promise<{ readonly disputed: number; readonly told: number } | null> {
  const { rows } = await sql.query<{ disputed: number; told: number }>(
    `with types as (select distinct f.type_id from findings f where f.opened_by = $1),
     said as (
       select p.finding_id, p.type_id from false_positives p
        where p.finder = $2 and p.said_at >= $3 and p.upheld is distinct from false
       union
       select x.finding_id, f.type_id
         from responses s join response_findings x on x.response_id = s.id
         join findings f on f.id = x.finding_id join reports r on r.number = f.opened_by
        where s.kind in ('not-ours', 'false-positive') and s.said_at >= $3 and r.finder = $2),
     counted as (
       select t.type_id, count(distinct s.finding_id) as disputed
         from types t join said s on s.type_id = t.type_id group by t.type_id)
     select c.disputed::int,
            (select count(distinct nf.finding_id)::int
               from reports r join notification_findings nf on nf.report = r.number
               join notifications n on n.id = nf.notification_id join findings f on f.id = nf.finding_id
              where r.finder = $2 and n.composed_at >= $3 and f.type_id = c.type_id and nf.role = 'primary') as told
       from counted c order by 1 desc limit 1`,
    [report.number, report.finder, since],
  );
  return rows[0] ?? null;
}

/** A brake as it is kept. */
export type NewReportBrake = {
  /** UUIDv7. */
  readonly id: string;
  readonly report: number;
  readonly kind: ReportBrakeKind;
  readonly figure: number;
  readonly most: number;
  readonly heldAt: Date;
};

/** Puts brakes on; one of a kind that was lifted stays lifted. Answers how many are new. */
export async function insertReportBrakes(
  sql: Sql,
  brakes: readonly NewReportBrake[],
): Promise<number> {
  const { rowCount } = await sql.query(
    `insert into report_brakes (id, report, kind, figure, most, held_at)
     select u.* from unnest($1::uuid[], $2::integer[], $3::text[], $4::integer[], $5::integer[], $6::timestamptz[]) as u
     on conflict (report, kind) do nothing`,
    [
      brakes.map(({ id }) => id),
      brakes.map(({ report }) => report),
      brakes.map(({ kind }) => kind),
      brakes.map(({ figure }) => figure),
      brakes.map(({ most }) => most),
      brakes.map(({ heldAt }) => heldAt),
    ],
  );
  return rowCount;
}

/** A brake that waits for a person, with what it holds. */
export type ReportBrake = {
  readonly id: string;
  readonly report: ReportId;
  readonly finder: string;
  readonly caseName: string | null;
  readonly kind: ReportBrakeKind;
  readonly figure: number;
  readonly most: number;
  /** Findings of the report that wait to be told. */
  readonly rows: number;
  readonly heldAt: Date;
};

/** The brakes on reports that wait for a person, the oldest first. */
export async function listReportBrakes(sql: Sql): Promise<ReportBrake[]> {
  const { rows } = await sql.query<ReportBrake>(
    `select b.id, r.id as report, r.finder, r.case_name as "caseName", b.kind, b.figure, b.most, b.held_at as "heldAt",
            (select count(*)::int from findings f where f.opened_by = r.number and f.disposition = ${pending}) as rows
       from report_brakes b join reports r on r.number = b.report
      where b.lifted_at is null order by b.held_at, b.id`,
  );
  return rows;
}

/** Lifts brakes, for good; answers those that were on. */
export async function liftReportBrakes(
  sql: Sql,
  ids: readonly string[],
  at: Date,
  by: string,
): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `update report_brakes set lifted_at = $2, lifted_by = $3 where id = any($1::uuid[]) and lifted_at is null returning id`,
    [ids, at, by],
  );
  return rows.map(({ id }) => id);
}
