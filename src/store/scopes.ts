import { closedStates, episodeStateCode } from "../domain/finding/episode-state.ts";
import type { FinderId, FindingId } from "../domain/ids.ts";
import type { DomainName } from "../domain/network/domain-name.ts";
import type { Scope } from "../domain/report/scope.ts";
import type { Sql } from "../platform/database.ts";

/** A report whose observations are still kept. */
export type SeeingReport = {
  readonly number: number;
  readonly finder: FinderId;
  readonly reportType: string | null;
};

/** Reports that were read and that count, latest first. */
export async function listReportsSeeing(sql: Sql): Promise<SeeingReport[]> {
  const { rows } = await sql.query<SeeingReport>(
    `select r.number, r.finder, r.report_type as "reportType" from reports r
      where r.state <> 'refused' and r.rejected_at is null and r.recalled_at is null order by r.number desc`,
  );
  return rows;
}

/** Numbers of the reports, refused and recalled ones left out, of which rows were saved since an instant; one is left out. */
export async function listReportsSavedSince(
  sql: Sql,
  since: Date,
  except: number,
): Promise<number[]> {
  const { rows } = await sql.query<{ number: number }>(
    `select distinct o.report as number
       from observations o join reports r on r.number = o.report
      where o.saved_at >= $1 and o.report <> $2 and r.state <> 'refused' and r.rejected_at is null and r.recalled_at is null`,
    [since, except],
  );
  return rows.map(({ number }) => number);
}

/** The scope of this finder's latest complete report of the type that gave one; null when none did. */
export async function findPreviousScope(
  sql: Sql,
  finder: FinderId,
  reportType: string,
  before: number,
): Promise<Scope | null> {
  const { rows } = await sql.query<{ scope: { prefixes: string[]; names: DomainName[] } }>(
    `select r.scope from reports r
      where r.finder = $1 and r.report_type = $2 and r.complete and r.scope is not null and r.state = 'completed'
        and r.rejected_at is null and r.recalled_at is null
        and r.number < $3
      order by r.number desc limit 1`,
    [finder, reportType, before],
  );
  return rows[0]?.scope ?? null;
}

/** Those of these findings that are of the type with this id. */
export async function listOfType(
  sql: Sql,
  ids: readonly number[],
  type: string,
): Promise<FindingId[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql.query<{ id: FindingId }>(
    `select f.id from findings f join finding_types t on t.id = f.type_id
      where f.id = any($1::bigint[]) and t.name = $2`,
    [ids, type],
  );
  return rows.map((row) => row.id);
}

/** The open ones among these findings whose network object lies inside the scope. */
export async function listInScope(
  sql: Sql,
  ids: readonly number[],
  scope: Scope,
): Promise<FindingId[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql.query<{ id: FindingId }>(
    `select f.id from findings f
      where f.id = any($1::bigint[]) and f.state <> all($2::smallint[])
        and (exists (select from unnest($3::cidr[]) p (prefix) where f.address <<= p.prefix)
             or exists (select from unnest($4::text[]) n (name)
                         where f.name = n.name or right(f.name, length(n.name) + 1) = '.' || n.name))`,
    [ids, closedStates.map(episodeStateCode), scope.prefixes, scope.names],
  );
  return rows.map((row) => row.id);
}
