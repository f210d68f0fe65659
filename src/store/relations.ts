import type { OrganisationId } from "../domain/ids.ts";
import type {
  RelationReason,
  RelationRecord,
  RelationSide,
  RelationState,
} from "../domain/relation/relation-standing.ts";
import type { Sql } from "../platform/database.ts";

/** A relation with whose words brought it about. */
export type KeptRelation = RelationRecord & {
  readonly askedAt: Date;
  readonly askedBy: string;
  /** Actors; null where that side has not consented. */
  readonly consentedBy: Readonly<Record<RelationSide, string | null>>;
  /** Objects that the last list vouches for, in canonical text. */
  readonly vouches: readonly string[];
};

type Row = {
  id: string;
  member: OrganisationId;
  intermediary: OrganisationId;
  state: RelationState;
  reason: RelationReason;
  asked_at: Date;
  asked_by: string;
  member_consent_at: Date | null;
  member_consent_by: string | null;
  member_informed: boolean;
  intermediary_consent_at: Date | null;
  intermediary_consent_by: string | null;
  intermediary_informed: boolean;
  active_since: Date | null;
  until: Date | null;
  grace_until: Date | null;
  next_check_at: Date | null;
  vouches: string[];
};

const columns = `r.id, r.member, r.intermediary, r.state, r.reason, r.asked_at, r.asked_by, r.member_consent_at,
  r.member_consent_by, r.member_informed, r.intermediary_consent_at, r.intermediary_consent_by, r.intermediary_informed,
  r.active_since, r.until, r.grace_until, r.next_check_at, r.vouches`;

/** Keeps relations, or what has become of them. Throws unique_violation where two would be open between the same two. */
export async function saveRelations(sql: Sql, relations: readonly KeptRelation[]): Promise<void> {
  if (relations.length === 0) return;
  await sql.query(
    `insert into relations as r (id, member, intermediary, state, reason, asked_at, asked_by, member_consent_at,
            member_consent_by, member_informed, intermediary_consent_at, intermediary_consent_by, intermediary_informed,
            active_since, until, grace_until, next_check_at, vouches)
     select n.id, n.member, n.intermediary, n.state, n.reason, n.asked_at, n.asked_by, n.member_consent_at,
            n.member_consent_by, n.member_informed, n.intermediary_consent_at, n.intermediary_consent_by,
            n.intermediary_informed, n.active_since, n.until, n.grace_until, n.next_check_at, n.vouches
       from jsonb_populate_recordset(null::relations, $1) n
     on conflict (id) do update set
       (state, reason, member_consent_at, member_consent_by, member_informed, intermediary_consent_at,
        intermediary_consent_by, intermediary_informed, active_since, until, grace_until, next_check_at, vouches)
       = (excluded.state, excluded.reason, excluded.member_consent_at, excluded.member_consent_by, excluded.member_informed,
          excluded.intermediary_consent_at, excluded.intermediary_consent_by, excluded.intermediary_informed,
          excluded.active_since, excluded.until, excluded.grace_until, excluded.next_check_at, excluded.vouches)`,
    [JSON.stringify(relations.map(toRow))],
  );
}

/** Relations by id, in order of it, locked until the end of the transaction; those that are not there are left out. */
export async function lockRelations(sql: Sql, ids: readonly string[]): Promise<KeptRelation[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from relations r where r.id = any($1::uuid[]) order by r.id for update`,
    [ids],
  );
  return rows.map(toKept);
}

/** A relation by its id; null when there is none. */
export async function findRelation(sql: Sql, id: string): Promise<KeptRelation | null> {
  const { rows } = await sql.query<Row>(`select ${columns} from relations r where r.id = $1`, [id]);
  return rows[0] === undefined ? null : toKept(rows[0]);
}

/** Relations of an intermediary that are not over, by member. */
export async function listOpenRelations(
  sql: Sql,
  intermediary: OrganisationId,
): Promise<KeptRelation[]> {
  const { rows } = await sql.query<Row>(
    `select ${columns} from relations r where r.intermediary = $1 and r.state <> 'ended' order by r.member`,
    [intermediary],
  );
  return rows.map(toKept);
}

/** How many relations wait for an answer that this side asked for. */
export async function countAsked(
  sql: Sql,
  side: RelationSide,
  organisation: OrganisationId,
): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `select count(*) as count from relations r
      where r.state = 'asked' and case when $1 = 'member' then r.member else r.intermediary end = $2`,
    [side, organisation],
  );
  return Number(rows[0]?.count ?? 0);
}

/** Ids of relations whose time has come, the longest due first. */
export async function listDueRelations(sql: Sql, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    "select r.id from relations r where r.next_check_at <= $1 order by r.next_check_at limit $2",
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

/** Intermediaries that have to confirm members before an instant, with how many and by when the first. */
export async function listListsDue(
  sql: Sql,
  before: Date,
): Promise<
  { readonly intermediary: OrganisationId; readonly members: number; readonly by: Date }[]
> {
  const { rows } = await sql.query<{ intermediary: OrganisationId; members: number; by: Date }>(
    `select r.intermediary, count(*)::int as members, min(r.next_check_at) as by
       from relations r where r.state = 'active' and r.next_check_at <= $1 and (r.until is null or r.until > $1)
      group by r.intermediary`,
    [before],
  );
  return rows;
}

/** A step of a relation, as it is remembered. */
export type RelationChange = {
  readonly relation: string;
  readonly at: Date;
  readonly actor: string;
  readonly side: RelationSide | null;
  readonly what: string;
  readonly state: RelationState;
  readonly reason: RelationReason;
  readonly reference: string | null;
};

export async function insertRelationChanges(
  sql: Sql,
  changes: readonly RelationChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql.query(
    `insert into relation_changes (relation_id, changed_at, actor, side, what, state, reason, reference)
     select c.relation, c.at, c.actor, c.side, c.what, c.state, c.reason, c.reference
       from jsonb_to_recordset($1) as c (relation uuid, at timestamptz, actor text, side text, what text, state text,
                                         reason text, reference text)`,
    [JSON.stringify(changes)],
  );
}

function toRow(relation: KeptRelation): Record<keyof Row, unknown> {
  const { id, member, intermediary, standing, consentedBy } = relation;
  return {
    id,
    member,
    intermediary,
    state: standing.state,
    reason: standing.reason,
    asked_at: relation.askedAt,
    asked_by: relation.askedBy,
    member_consent_at: toDate(standing.consents.member?.atMs ?? null),
    member_consent_by: consentedBy.member,
    member_informed: standing.consents.member?.informed ?? false,
    intermediary_consent_at: toDate(standing.consents.intermediary?.atMs ?? null),
    intermediary_consent_by: consentedBy.intermediary,
    intermediary_informed: standing.consents.intermediary?.informed ?? false,
    active_since: toDate(standing.activeSinceMs),
    until: toDate(standing.untilMs),
    grace_until: toDate(standing.graceUntilMs),
    next_check_at: toDate(standing.nextCheckMs),
    vouches: relation.vouches,
  };
}

function toKept(row: Row): KeptRelation {
  return {
    id: row.id,
    member: row.member,
    intermediary: row.intermediary,
    standing: {
      state: row.state,
      reason: row.reason,
      consents: {
        member: toConsent(row.member_consent_at, row.member_informed),
        intermediary: toConsent(row.intermediary_consent_at, row.intermediary_informed),
      },
      activeSinceMs: toMs(row.active_since),
      untilMs: toMs(row.until),
      graceUntilMs: toMs(row.grace_until),
      nextCheckMs: toMs(row.next_check_at),
    },
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    consentedBy: { member: row.member_consent_by, intermediary: row.intermediary_consent_by },
    vouches: row.vouches,
  };
}

function toConsent(at: Date | null, informed: boolean) {
  return at === null ? null : { atMs: at.getTime(), informed };
}

function toMs(date: Date | null): number | null {
  return date === null ? null : date.getTime();
}

function toDate(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
