import { type Severity, severities } from "../domain/finding/severity.ts";
import type { FindingId, FindingTypeId, OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";

/** A finding that no message of ours gets anybody to act on, for a person to write a letter about. */
export type LetterEntry = {
  readonly finding: FindingId;
  /** Of the object; null: nobody that we know. */
  readonly owner: OrganisationId | null;
  readonly address: string | null;
  readonly name: string | null;
  readonly type: FindingTypeId;
  readonly severity: Severity;
  readonly listedAt: Date;
  readonly sentAt: Date | null;
  readonly sentBy: string | null;
};

type Row = Omit<LetterEntry, "severity"> & { severity: number };

/** Findings that wait for a letter, by owner; with those whose letter was sent where asked. Closed ones are left out. */
export async function listLetters(sql: Sql, withSent: boolean): Promise<LetterEntry[]> {
  const { rows } = await sql.query<Row>(
    `select f.id as finding, d.owner, host(f.address) as address, f.name, t.name as type, f.severity,
            l.listed_at as "listedAt", l.sent_at as "sentAt", l.sent_by as "sentBy"
       from letters l
       join findings f on f.id = l.finding_id and f.episode = l.episode
       join finding_types t on t.id = f.type_id
       left join decisions d on d.id = f.decision_id
      where f.closed_at is null and ($1 or l.sent_at is null)
      order by d.owner nulls last, f.severity desc, f.id limit 10000`,
    [withSent],
  );
  return rows.map((row) => ({ ...row, severity: severities[row.severity] as Severity }));
}

/** Notes that letters about these findings were sent; answers how many waited for one. */
export async function markLettersSent(
  sql: Sql,
  ids: readonly number[],
  at: Date,
  by: string,
): Promise<number> {
  const { rowCount } = await sql.query(
    `update letters l set sent_at = $2, sent_by = $3
       from findings f
      where f.id = any($1::bigint[]) and l.finding_id = f.id and l.episode = f.episode and l.sent_at is null`,
    [ids, at, by],
  );
  return rowCount;
}
