import type { NotificationId, OrganisationId } from "../../domain/ids.ts";
import type { ResponseKind } from "../../domain/response/response.ts";
import type { Sql } from "../../platform/database.ts";
import { toldAt } from "../responses.ts";

/** An answer, and what has become of it. */
export type ResponseListEntry = {
  readonly id: string;
  readonly saidAt: Date;
  readonly saidBy: string;
  readonly kind: ResponseKind;
  readonly detail: Readonly<Record<string, string | null>>;
  readonly until: Date | null;
  readonly organisation: OrganisationId | null;
  readonly notification: NotificationId | null;
  readonly number: string | null;
  /** By a link of a mail, or of a supplier; else by a token or through an operator. */
  readonly by: "link" | "supplier" | "other";
  readonly findings: number;
  /** The lowest of their numbers. */
  readonly first: readonly number[];
  /** A person has to do something about it. */
  readonly isWaiting: boolean;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
  readonly settledNote: string | null;
  /** Whether what it asked for was done; null: it asked for nothing of the kind, or was seen to by other means. */
  readonly settledAs: "done" | "refused" | null;
  /** It waits, and one act of a person does what it asks for. */
  readonly canBeDone: boolean;
  /** A person has to find out first, by another way, that it is meant so. */
  readonly needsCheck: boolean;
};

export type ResponseFilters = {
  readonly waiting: boolean;
  readonly organisation: OrganisationId | null;
  readonly kind: ResponseKind | null;
  readonly limit: number;
};

/** Answers, the latest first; of those that wait the longest first. */
export async function listResponseEntries(
  sql: Sql,
  { waiting, organisation, kind, limit }: ResponseFilters,
): Promise<ResponseListEntry[]> {
  const { rows } = await sql.query<ResponseListEntry>(
    `select r.id, r.said_at as "saidAt", r.said_by as "saidBy", r.kind, r.detail, r.until_at as until, r.organisation,
            r.notification_id as notification, n.public_number as number,
            case when l.id is null then 'other' when l.parent_id is null then 'link' else 'supplier' end as by,
            about.findings, about.first, r.waits and r.settled_at is null as "isWaiting",
            r.settled_at as "settledAt", r.settled_by as "settledBy", r.settled_note as "settledNote",
            r.settled_as as "settledAs",
            r.waits and r.settled_at is null and (r.kind = 'stop' or r.kind = 'other-contact' and r.organisation is not null)
              as "canBeDone",
            r.kind = 'other-contact' and r.detail ->> 'address' is not null
              and exists (select from (${toldAt}) t
                           where split_part(t.address, '@', 2) <> split_part(r.detail ->> 'address', '@', 2))
              as "needsCheck"
       from responses r
       left join notifications n on n.id = r.notification_id
       left join answer_links l on l.id = r.link_id
      cross join lateral (select count(*)::int as findings,
                                 (array_agg(rf.finding_id order by rf.finding_id))[1:10] as first
                            from response_findings rf where rf.response_id = r.id) about
      where (not $1 or (r.waits and r.settled_at is null))
        and ($2::text is null or r.organisation = $2) and ($3::text is null or r.kind = $3)
      order by case when $1 then r.said_at end, r.said_at desc, r.id desc
      limit $4`,
    [waiting, organisation, kind, limit],
  );
  return rows;
}
