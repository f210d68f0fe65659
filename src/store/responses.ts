import type { TraceStep } from "../domain/decision/decision.ts";
import { dispositionCode } from "../domain/finding/disposition.ts";
import {
  closedStates,
  type EpisodeState,
  episodeStateCode,
  episodeStates,
} from "../domain/finding/episode-state.ts";
import type { Language } from "../domain/finding/finding-type.ts";
import type { DecisionId, FindingId, NotificationId, OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import type { ResponseKind } from "../domain/response/response.ts";
import type { Sql } from "../platform/database.ts";

/** A finding that somebody answers about, locked, with how that party stands to it. */
export type AnswerableFinding = {
  readonly id: FindingId;
  readonly episode: number;
  readonly round: number;
  readonly state: EpisodeState;
  readonly owner: OrganisationId | null;
  readonly decision: DecisionId;
  /** See `Standing` in judge-response.ts. */
  readonly isLive: boolean;
  readonly isRecipient: boolean;
  readonly isOwner: boolean;
};

type AnswerableRow = Omit<AnswerableFinding, "state"> & { state: number };

const toAnswerable = ({ state, ...row }: AnswerableRow): AnswerableFinding => {
  return { ...row, state: episodeStates[state] as EpisodeState };
};

const closed = closedStates.map(episodeStateCode).join(", ");
/** Dispositions of findings that wait for us, and so are nobody's to see. */
const waiting = (["pending", "outOfScope", "heldForPerson"] as const)
  .map(dispositionCode)
  .join(", ");

/**
 * The findings of a notification, of some of its rows or of all, that its recipient can answer about; in order of id.
 * Others of it are answered with `isLive` false: closed, seen in a later episode, or passed to somebody else.
 */
export async function lockAnswerableOf(
  sql: Sql,
  notification: NotificationId,
  positions: readonly number[] | null,
): Promise<AnswerableFinding[]> {
  const { rows } = await sql.query<AnswerableRow>(
    `select f.id, f.episode, f.round, f.state, d.owner, f.decision_id as decision,
            told.is_live and f.state not in (${closed}) as "isLive",
            told.round = f.round and d.address is not distinct from n.address
              and d.organisation is not distinct from n.organisation
              and f.disposition not in (${waiting}) as "isRecipient",
            coalesce(d.owner = n.organisation, false) as "isOwner"
       from notifications n
      cross join lateral (${toldRows("$2::integer[]")}) told
       join findings f on f.id = told.finding_id
       join decisions d on d.id = f.decision_id
      where n.id = $1
      order by f.id
        for update of f`,
    [notification, positions],
  );
  return rows.map(toAnswerable);
}

/**
 * Whether the row `nf` of a notification `n`, told by the decision `was`, is still its recipient's to answer: it is about the
 * present episode of the finding `f`, was not taken back, and nobody took the place of whoever answers for it, by the
 * decision `d`. Rounds that follow by reminders only leave the say to whoever was reminded; any other asks somebody else,
 * beside whom an owner keeps its own.
 */
export const isAnswerable = `nf.superseded_at is null and nf.episode = f.episode and was.owner is not distinct from d.owner
  and (coalesce(d.owner = n.organisation, false)
       or nf.round <= f.round
          and f.round - nf.round = (select count(*) from reminders rm
                                     where rm.finding_id = f.id and rm.episode = f.episode
                                       and rm.round > nf.round and rm.round <= f.round))`;

/** Each finding of the notification `n` once: whether one of its rows is still its recipient's to answer. */
export function toldRows(positions: string): string {
  return `select nf.finding_id, max(nf.round) as round,
                 bool_or(${isAnswerable}) as is_live
            from notification_findings nf
            join findings f on f.id = nf.finding_id
            join decisions was on was.id = nf.decision_id
            join decisions d on d.id = f.decision_id
           where nf.notification_id = n.id and nf.role in ('primary', 'digest')
             and (${positions} is null or nf.position = any(${positions}))
           group by nf.finding_id`;
}

/** Those of these findings that an organisation owns or was told of, in order of id; it sees no others. */
export async function lockAnswerableBy(
  sql: Sql,
  organisation: OrganisationId,
  ids: readonly number[],
): Promise<AnswerableFinding[]> {
  const { rows } = await sql.query<AnswerableRow>(
    `select f.id, f.episode, f.round, f.state, d.owner, f.decision_id as decision, f.state not in (${closed}) as "isLive",
            coalesce(d.organisation = $1, false) as "isRecipient", coalesce(d.owner = $1, false) as "isOwner"
       from findings f
       join decisions d on d.id = f.decision_id
      where f.id = any($2::bigint[]) and f.disposition not in (${waiting})
        and (d.owner = $1 or d.organisation = $1)
      order by f.id
        for update of f`,
    [organisation, ids],
  );
  return rows.map(toAnswerable);
}

/** How these decisions came about. */
export async function listTraces(
  sql: Sql,
  ids: readonly DecisionId[],
): Promise<Map<DecisionId, readonly TraceStep[]>> {
  const { rows } = await sql.query<{ id: DecisionId; trace: readonly TraceStep[] }>(
    "select d.id, d.trace from decisions d where d.id = any($1::bigint[])",
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, trace }) => [id, trace]));
}

/** Who answers: an organisation, or whoever was told by a notification. */
export type Party = {
  readonly organisation: OrganisationId | null;
  readonly notification: NotificationId | null;
};

/** What was said last about an episode by anybody. */
export type LastWord = {
  readonly finding: FindingId;
  readonly episode: number;
  readonly kind: ResponseKind;
  readonly detail: Readonly<Record<string, string | null>>;
  readonly until: Date | null;
  readonly isOfParty: boolean;
};

/** The last word about the present episode of each of these findings. */
export async function listLastWords(
  sql: Sql,
  { organisation, notification }: Party,
  ids: readonly number[],
): Promise<Map<FindingId, LastWord>> {
  const { rows } = await sql.query<LastWord>(
    `select p.finding_id as finding, p.episode, p.kind, p.detail, p.until_at as until,
            coalesce(p.organisation = $2, false) or coalesce(p.notification_id = $3, false) as "isOfParty"
       from present_responses p
       join findings f on f.id = p.finding_id and f.episode = p.episode
      where p.finding_id = any($1::bigint[])`,
    [ids, organisation, notification],
  );
  return new Map(rows.map((row) => [row.finding, row]));
}

/** An answer to be kept. */
export type NewResponse = Party & {
  readonly id: string;
  readonly saidAt: Date;
  readonly saidBy: string;
  readonly kind: ResponseKind;
  readonly detail: Readonly<Record<string, string | null>>;
  readonly until: Date | null;
  readonly link: string | null;
  readonly waits: boolean;
};

/** Keeps an answer about these findings. */
export async function insertResponse(
  sql: Sql,
  response: NewResponse,
  about: readonly { readonly id: FindingId; readonly episode: number }[],
): Promise<void> {
  await sql.query(
    `insert into responses (id, said_at, said_by, kind, detail, until_at, organisation, notification_id, link_id, waits)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      response.id,
      response.saidAt,
      response.saidBy,
      response.kind,
      JSON.stringify(response.detail),
      response.until,
      response.organisation,
      response.notification,
      response.link,
      response.waits,
    ],
  );
  await sql.query(
    `insert into response_findings (finding_id, episode, response_id)
     select u.id, u.episode, $3::uuid from unnest($1::bigint[], $2::smallint[]) as u (id, episode)`,
    [about.map(({ id }) => id), about.map(({ episode }) => episode), response.id],
  );
}

/** A person has done what an answer asked for; answers false when there is nothing of it to do. */
export async function settleResponse(
  sql: Sql,
  id: string,
  { at, by, note, as }: ResponseEnd,
): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update responses set settled_at = $2, settled_by = $3, settled_note = $4, settled_as = $5
      where id = $1 and waits and settled_at is null`,
    [id, at, by, note, as],
  );
  return rowCount > 0;
}

/** How an answer ended that waited for a person. */
export type ResponseEnd = {
  readonly at: Date;
  readonly by: string;
  readonly note: string;
  /** Whether what it asked for was done; null: it asked for nothing of the kind, or was seen to by other means. */
  readonly as: "done" | "refused" | null;
};

/** An answer that waits for a person. */
export type WaitingResponse = {
  readonly id: string;
  readonly kind: ResponseKind;
  readonly detail: Readonly<Record<string, string | null>>;
  readonly organisation: OrganisationId | null;
  /** Public number of the notification that was answered; null: it was said by a token. */
  readonly number: string | null;
  /** Where whoever said it was told of these findings last, at each address once. */
  readonly told: readonly { readonly address: EmailAddress; readonly language: Language }[];
};

/** Locks an answer that waits for a person; null where it waits for nobody. */
export async function lockWaitingResponse(sql: Sql, id: string): Promise<WaitingResponse | null> {
  const { rows } = await sql.query<Omit<WaitingResponse, "told">>(
    `select r.id, r.kind, r.detail, r.organisation,
            (select n.public_number from notifications n where n.id = r.notification_id) as number
       from responses r where r.id = $1 and r.waits and r.settled_at is null for update`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { rows: told } = await sql.query<WaitingResponse["told"][number]>(
    `select distinct on (t.address) t.address, t.language from responses r cross join lateral (${toldAt}) t
      where r.id = $1 order by t.address, t.composed_at desc`,
    [id],
  );
  return { ...row, told };
}

/** SQL: the notifications that the answer `r` is about: the one that it answers, else those to its organisation. */
export const toldAt = `select n.address, n.language, n.composed_at from notifications n
  where n.withdrawn_at is null and (n.id = r.notification_id
     or r.notification_id is null and n.organisation = r.organisation and n.role = 'primary'
        and exists (select from response_findings rf
                      join notification_findings nf on nf.finding_id = rf.finding_id and nf.episode = rf.episode
                     where rf.response_id = r.id and nf.notification_id = n.id))`;
/** The organisation of a notification's recipient; undefined when there is no such notification. */
export async function findToldOrganisation(
  sql: Sql,
  notification: NotificationId,
): Promise<{ readonly organisation: OrganisationId | null; readonly number: string } | undefined> {
  const { rows } = await sql.query<{ organisation: OrganisationId | null; number: string }>(
    "select n.organisation, n.public_number as number from notifications n where n.id = $1",
    [notification],
  );
  return rows[0];
}

/**
 * Takes findings back from whoever was told in their round: its rung is tried, and they wait to be decided again.
 * Answers those that were taken.
 */
export async function takeBackTold(
  sql: Sql,
  findings: readonly {
    readonly id: FindingId;
    readonly episode: number;
    readonly round: number;
  }[],
  at: Date,
): Promise<FindingId[]> {
  const { rows } = await sql.query<{ id: FindingId }>(
    `with back as (
       update findings f set disposition = ${dispositionCode("pending")}
         from unnest($1::bigint[], $2::smallint[], $3::smallint[]) as u (id, episode, round)
        where f.id = u.id and f.episode = u.episode and f.round = u.round and f.state not in (${closed})
          and f.disposition in (${dispositionCode("delivered")}, ${dispositionCode("inCustody")})
       returning f.id, f.episode, f.round)
     update notification_findings nf set superseded_at = $4, superseded_because = 'declined'
       from back b
      where nf.finding_id = b.id and nf.episode = b.episode and nf.round = b.round and nf.role = 'primary'
        and nf.superseded_at is null
     returning nf.finding_id as id`,
    [
      findings.map(({ id }) => id),
      findings.map(({ episode }) => episode),
      findings.map(({ round }) => round),
      at,
    ],
  );
  return rows.map(({ id }) => id);
}
