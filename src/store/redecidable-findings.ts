import type { Tried } from "../domain/decision/decision.ts";
import type { DecisionOutcome } from "../domain/decision/decision-outcome.ts";
import type { ToldParty } from "../domain/decision/redecided.ts";
import type { Rung } from "../domain/decision/rung.ts";
import { episodeStateCode } from "../domain/finding/episode-state.ts";
import type { DecisionId, FindingId } from "../domain/ids.ts";
import type { Sql } from "../platform/database.ts";
import type { FindingFacts } from "./findings.ts";
import { hasReminder, listReminderTried, listReminderTriedBetween } from "./reminders.ts";
import { isRedecidable } from "./streamed-findings.ts";
import { addTried } from "./tried-rungs.ts";

/** An open finding with what it depends on and whom it was told to. */
export type RedecidableFinding = FindingFacts & {
  readonly decision: DecisionId;
  readonly disposition: number;
  /** The first round in which nobody was asked yet. */
  readonly nextRound: number;
  readonly told: ToldParty | null;
  /** Its mail is with a server right now, or nobody knows whether it arrived. */
  readonly isInHand: boolean;
  /** In this round, and in later ones from which it came back to whoever was told in this one. */
  readonly tried: readonly { readonly rung: Rung; readonly address: string }[];
  /** Whether its round reminds of it; then what that passes over. */
  readonly isReminder: boolean;
  readonly passedOver: readonly Tried[];
};

type Row = Omit<RedecidableFinding, "tried" | "observedAt" | "passedOver"> & {
  tried: RedecidableFinding["tried"] | null;
  observedAt: Date;
};

/** Rows of notices of the finding `f`, in two parts because each has an index. */
function primaryRows(superseded: string): string {
  return `select nf.* from notification_findings nf
           where nf.finding_id = f.id and nf.episode = f.episode and nf.role = 'primary'
             and nf.superseded_at ${superseded}`;
}

/** The open ones of these findings, locked until the end of the transaction, in order of id. */
export async function listRedecidable(
  sql: Sql,
  ids: readonly number[],
): Promise<RedecidableFinding[]> {
  await sql.query(
    "select from findings f where f.id = any($1::bigint[]) order by f.id for update",
    [ids],
  );
  const { rows } = await sql.query<Row>(
    `select f.id, f.type_id as "typeId", host(f.address) as address, f.name, f.severity, f.standing,
            coalesce(f.seen_at, f.observed_at) as "observedAt", f.decision_id as decision, f.disposition, f.round,
            greatest(f.round, 1 + coalesce(a.last_round, 0)) as "nextRound", a.told, a.tried,
            coalesce(a.in_hand, false) as "isInHand", ${hasReminder("f")} as "isReminder"
       from findings f
       left join lateral (
         select max(nf.round) as last_round,
                (array_agg(json_build_object('round', nf.round, 'owner', d.owner, 'organisation', n.organisation,
                                             'address', n.address) order by nf.round desc)
                  filter (where nf.superseded_at is null and v.state = 'accepted'
                            and nf.corrected_as is distinct from 'withdrawn'))[1] as told,
                json_agg(json_build_object('rung', tried.rung, 'address', n.address)
                         order by nf.superseded_at, tried.ordinality)
                  filter (where nf.superseded_at is not null and nf.round >= f.round) as tried,
                bool_or(nf.round = f.round and nf.superseded_at is null and v.state in ('leased', 'unknown')) as in_hand
           from (${["is null", "is not null"].map(primaryRows).join(" union all ")}) nf
           join notifications n on n.id = nf.notification_id
           join deliveries v on v.notification_id = n.id
           join decisions d on d.id = nf.decision_id
          cross join lateral unnest(n.rung || coalesce(nf.also_tried, '{}')) with ordinality as tried (rung, ordinality)) a on true
      where f.id = any($1::bigint[]) and f.decision_id is not null and ${isRedecidable}
      order by f.id`,
    [ids],
  );
  const passedOver = await listReminderTried(sql, ids);
  return rows.map((row) => ({
    ...row,
    tried: row.tried ?? [],
    passedOver: passedOver.get(row.id) ?? [],
  }));
}

/** As `listTriedRungs`, of the open findings between these ids (the first exclusive). */
export async function listTriedBetween(
  sql: Sql,
  after: number,
  until: number,
): Promise<Map<number, Tried[]>> {
  const { rows } = await sql.query<{ id: number; rungs: Tried[] }>(
    `select f.id, array_agg(tried.rung order by nf.superseded_at, tried.ordinality) as rungs
       from notification_findings nf
       join findings f on f.id = nf.finding_id and f.episode = nf.episode and f.round <= nf.round
       join notifications n on n.id = nf.notification_id
      cross join lateral unnest(n.rung || coalesce(nf.also_tried, '{}')) with ordinality as tried (rung, ordinality)
      where nf.role = 'primary' and nf.superseded_at is not null and nf.finding_id > $1 and nf.finding_id <= $2
      group by f.id`,
    [after, until],
  );
  return addTried<number>(await listReminderTriedBetween(sql, after, until), rows);
}

/** What these decisions come to. */
export async function listOutcomes(
  sql: Sql,
  ids: readonly number[],
): Promise<readonly (DecisionOutcome & { readonly id: number })[]> {
  const { rows } = await sql.query<DecisionOutcome & { id: number }>(
    `select d.id, d.owner, d.rung, d.organisation, d.address, d.tier, d.held_reason as "heldReason",
            d.held_detail as "heldDetail", d.informed
       from decisions d where d.id = any($1::bigint[])`,
    [ids],
  );
  return rows;
}

/** A finding with the round that it is in now. */
export type PlacedFinding = {
  readonly id: FindingId;
  readonly round: number;
  /** Whether whoever it is decided for was told of it. */
  readonly isTold: boolean;
};

/** Puts findings into their rounds; those that go on to one in which nobody was told are open again. */
export async function saveRounds(sql: Sql, placed: readonly PlacedFinding[]): Promise<void> {
  if (placed.length === 0) return;
  const [open, notified, acknowledged] = (["open", "notified", "acknowledged"] as const).map(
    episodeStateCode,
  );
  await sql.query(
    `update findings f
        set round = p.round,
            state = case when p.told and f.state = ${open} then ${notified}
                         when not p.told and p.round > f.round and f.state in (${notified}, ${acknowledged}) then ${open}
                         else f.state end
       from unnest($1::bigint[], $2::smallint[], $3::boolean[]) as p (id, round, told)
      where f.id = p.id`,
    [
      placed.map(({ id }) => id),
      placed.map(({ round }) => round),
      placed.map(({ isTold }) => isTold),
    ],
  );
}

/** Forgets whom notifications about these findings owed a word who has no right to it by any decision of now. */
export async function forgetInformedDue(sql: Sql, ids: readonly number[]): Promise<void> {
  const { rows } = await sql.query("select from informed_due limit 1");
  if (rows.length === 0) return;
  await sql.query(
    `delete from informed_due i
      using notification_findings told
      where told.finding_id = any($1::bigint[]) and told.role = 'primary' and told.notification_id = i.notification_id
        and not exists (select from notification_findings nf
                          join findings f on f.id = nf.finding_id
                          join decisions d on d.id = f.decision_id
                         cross join lateral jsonb_array_elements(d.informed) as p (value)
                         where nf.notification_id = i.notification_id and nf.role = 'primary'
                           and nf.superseded_at is null and p.value ->> 'address' = i.address
                           and p.value ->> 'organisation' = i.organisation)`,
    [ids],
  );
}
