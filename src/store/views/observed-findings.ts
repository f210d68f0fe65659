import { type Severity, severities } from "../../domain/finding/severity.ts";
import type { FindingId, FindingTypeId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** What an observation is an observation of. */
export type ObservedFinding = {
  readonly finding: FindingId;
  readonly type: FindingTypeId;
  readonly severity: Severity;
  readonly address: string | null;
  readonly name: string | null;
  readonly port: number | null;
  readonly transport: number | null;
};

/** The findings with these ids, by id. */
export async function listObservedFindings(
  sql: Sql,
  ids: readonly number[],
): Promise<Map<number, ObservedFinding>> {
  const { rows } = await sql.query<Omit<ObservedFinding, "severity"> & { severity: number }>(
    `select f.id as finding, t.name as type, f.severity, host(f.address) as address, f.name, f.port, f.transport
       from findings f join finding_types t on t.id = f.type_id
      where f.id = any($1::bigint[])`,
    [ids],
  );
  return new Map(
    rows.map((row) => [row.finding, { ...row, severity: severities[row.severity] as Severity }]),
  );
}
