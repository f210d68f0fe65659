import type { FindingId, OrganisationId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import { destroyFilesAbout } from "./notification-files.ts";

/** A closed finding whose address and name are to go. */
export type ErasableFinding = {
  readonly finding: FindingId;
  readonly address: string | null;
  readonly owner: OrganisationId | null;
  readonly caseName: string | null;
};

/** Findings closed before an instant that still have an address or name, the first so many; locked. */
export async function lockErasable(
  sql: Sql,
  before: Date,
  limit: number,
): Promise<ErasableFinding[]> {
  const { rows } = await sql.query<ErasableFinding>(
    `select f.id as finding, host(f.address) as address, d.owner, r.case_name as "caseName"
       from findings f
       join reports r on r.number = f.opened_by
       left join decisions d on d.id = f.decision_id
      where f.closed_at < $1 and f.erased_at is null
      order by f.id limit $2 for update of f skip locked`,
    [before, limit],
  );
  return rows;
}

/** What is left of a finding. */
export type ErasedFinding = {
  readonly finding: FindingId;
  readonly caseName: string | null;
  readonly asn: number | null;
  readonly sector: string | null;
  readonly country: string | null;
};

/**
 * Takes address, name, port and key of findings away, with everything else that tells where they were: rendered mails that
 * show them, and what was waited for or looked at about them. What was said about them by people stays.
 */
export async function eraseFindings(
  sql: Sql,
  erased: readonly ErasedFinding[],
  at: Date,
): Promise<void> {
  const ids = erased.map(({ finding }) => finding);
  await sql.query(
    `insert into erased_findings (finding_id, case_name, asn, sector, country)
     select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[])
     on conflict (finding_id) do nothing`,
    [
      ids,
      erased.map(({ caseName }) => caseName),
      erased.map(({ asn }) => asn),
      erased.map(({ sector }) => sector),
      erased.map(({ country }) => country),
    ],
  );
  // Another key: who hands the same in again opens another finding, and nobody can tell by the key where it was.
  await sql.query(
    `update findings f
        set address = null, name = null, port = null, transport = null, key = gen_random_uuid(), erased_at = $2,
            evidence_offset = 0, seen_at = null, seen_in = null, seen_offset = null
      where f.id = any($1::bigint[])`,
    [ids, at],
  );
  await sql.query(
    `update notifications n set content = null
      where n.content is not null
        and n.id in (select nf.notification_id from notification_findings nf where nf.finding_id = any($1::bigint[]))
        and not exists (select from deliveries v where v.notification_id = n.id and v.settled_at is null)`,
    [ids],
  );
  await destroyFilesAbout(sql, ids);
  for (const table of ["latest_sightings", "awaited_sightings", "due_rechecks", "letters"]) {
    await sql.query(`delete from ${table} t where t.finding_id = any($1::bigint[])`, [ids]);
  }
  await sql.query("update rechecks c set detail = null where c.finding_id = any($1::bigint[])", [
    ids,
  ]);
}
