import type { OrganisationId } from "../../domain/ids.ts";
import type { Sql } from "../../platform/database.ts";

/** What somebody did about a member and its intermediary: a step of a relation, or of a claim vouched for. */
export type RelationStep = {
  readonly at: Date;
  readonly member: OrganisationId;
  readonly intermediary: OrganisationId;
  /** Whose word it was; null: the clock's. */
  readonly by: OrganisationId | null;
  readonly what: string;
  readonly reason: string;
};

/** The latest first; of one organisation, as either side, between two, or of all that the reader may see. */
export async function listRelationSteps(
  sql: Sql,
  {
    organisation,
    intermediary,
    limit,
  }: {
    readonly organisation: OrganisationId | null;
    /** Only with this one as the intermediary; null: whichever. */
    readonly intermediary: OrganisationId | null;
    readonly limit: number;
  },
): Promise<RelationStep[]> {
  const { rows } = await sql.query<RelationStep>(
    `select s.at, s.member, s.intermediary, s.by, s.what, s.reason
       from (select c.changed_at as at, r.member, r.intermediary,
                    case c.side when 'member' then r.member when 'intermediary' then r.intermediary end as by,
                    c.what, c.reason, 0 as sort, c.id
               from relation_changes c join relations r on r.id = c.relation_id
             union all
             select c.changed_at, k.organisation, k.by, k.by, 'claim ' || k.asset || ' ' || c.state, c.reason, 1, c.id
               from claim_changes c join claims k on k.id = c.claim_id
              where k.by is not null) s
      where ($1::text is null or $1 in (s.member, s.intermediary))
        and ($3::text is null or (s.member = $1 and s.intermediary = $3))
      order by s.at desc, s.sort desc, s.id desc limit $2`,
    [organisation, limit, intermediary],
  );
  return rows;
}
