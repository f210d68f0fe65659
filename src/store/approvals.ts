import type { ApprovableAct } from "../domain/access/approvable.ts";
import type { ApprovalAnswer, ApprovalFacts } from "../domain/access/approval.ts";
import type { Sql } from "../platform/database.ts";

/** What would happen, for those who are asked: names with counts and short texts. */
export type ApprovalSummary = Readonly<Record<string, string | number>>;

/** A request for approval as it is kept. */
export type KeptApproval = Omit<ApprovalFacts, "answers"> & {
  /** UUIDv7. */
  readonly id: string;
  readonly act: ApprovableAct;
  readonly summary: ApprovalSummary;
  readonly askedAt: Date;
  /** In the order in which they came. */
  readonly answers: readonly KeptAnswer[];
};

export type KeptAnswer = ApprovalAnswer & {
  readonly answeredAt: Date;
  readonly reason: string | null;
};

/** Which acts an approval would serve: those with the same digest, which is of what exactly would be done. */
export type ApprovalKey = { readonly act: ApprovableAct; readonly digest: Buffer };

export type NewApproval = ApprovalKey &
  Pick<KeptApproval, "id" | "summary" | "askedAt" | "asker" | "people" | "bodies" | "expiresAt">;

/** Keeps a new request; answers false when one for the same is open. */
export async function insertApproval(sql: Sql, request: NewApproval): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into approval_requests
       (id, act, digest, summary, asked_at, asked_by, asked_body, people, bodies, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (act, digest) where used_at is null and refused_at is null and lapsed_at is null do nothing`,
    [
      request.id,
      request.act,
      request.digest,
      JSON.stringify(request.summary),
      request.askedAt,
      request.asker.name,
      request.asker.body,
      request.people,
      request.bodies,
      request.expiresAt,
    ],
  );
  return rowCount > 0;
}

/** Ends the open request for the same whose time is over, or that asks for less than is asked for now. */
export async function lapseApproval(
  sql: Sql,
  { act, digest }: ApprovalKey,
  now: Date,
  least: Pick<KeptApproval, "people" | "bodies">,
): Promise<void> {
  await sql.query(
    `update approval_requests set lapsed_at = $3
      where act = $1 and digest = $2 and used_at is null and refused_at is null and lapsed_at is null
        and (expires_at <= $3 or people < $4 or bodies < $5)`,
    [act, digest, now, least.people, least.bodies],
  );
}

/** The open request for the same, held until the transaction ends; null when there is none. */
export async function lockOpenApproval(
  sql: Sql,
  { act, digest }: ApprovalKey,
): Promise<KeptApproval | null> {
  return readOne(
    sql,
    `a.act = $1 and a.digest = $2 and a.used_at is null and a.refused_at is null and a.lapsed_at is null
       for update`,
    [act, digest],
  );
}

/** A request by its id, held until the transaction ends; null when there is none. */
export async function lockApproval(sql: Sql, id: string): Promise<KeptApproval | null> {
  return readOne(sql, "a.id = $1 for update", [id]);
}

/** A request by its id; null when there is none. */
export async function findApproval(sql: Sql, id: string): Promise<KeptApproval | null> {
  return readOne(sql, "a.id = $1", [id]);
}

/** The latest first; `open`: only those that can still be answered or used. */
export async function listKeptApprovals(
  sql: Sql,
  { open, limit, now }: { readonly open: boolean; readonly limit: number; readonly now: Date },
): Promise<KeptApproval[]> {
  return readWhere(
    sql,
    `not $1 or (a.used_at is null and a.refused_at is null and a.lapsed_at is null and a.expires_at > $2)
      order by a.id desc limit $3`,
    [open, now, limit],
  );
}

/** Keeps somebody's answer, in the place of an earlier one of theirs. */
export async function saveAnswer(sql: Sql, id: string, answer: KeptAnswer): Promise<void> {
  await sql.query(
    `insert into approval_answers (request_id, actor, body, answered_at, approves, reason)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (request_id, actor) do update
        set answered_at = excluded.answered_at, approves = excluded.approves, reason = excluded.reason`,
    [id, answer.person.name, answer.person.body, answer.answeredAt, answer.approves, answer.reason],
  );
}

export async function markRefused(sql: Sql, id: string, at: Date): Promise<void> {
  await sql.query("update approval_requests set refused_at = $2 where id = $1", [id, at]);
}

export async function markUsed(sql: Sql, id: string, at: Date): Promise<void> {
  await sql.query("update approval_requests set used_at = $2 where id = $1", [id, at]);
}

type RequestRow = Omit<KeptApproval, "asker" | "answers"> & {
  readonly askedBy: string;
  readonly askedBody: string | null;
};

type AnswerRow = Omit<KeptAnswer, "person"> & {
  readonly id: string;
  readonly actor: string;
  readonly body: string | null;
};

async function readOne(
  sql: Sql,
  where: string,
  values: readonly unknown[],
): Promise<KeptApproval | null> {
  return (await readWhere(sql, where, values))[0] ?? null;
}

async function readWhere(
  sql: Sql,
  where: string,
  values: readonly unknown[],
): Promise<KeptApproval[]> {
  const { rows: requests } = await sql.query<RequestRow>(
    `select a.id, a.act, a.summary, a.asked_at as "askedAt", a.asked_by as "askedBy", a.asked_body as "askedBody",
            a.people, a.bodies, least(a.expires_at, a.lapsed_at) as "expiresAt", a.used_at as "usedAt"
       from approval_requests a where ${where}`,
    values,
  );
  const { rows: answers } = await sql.query<AnswerRow>(
    `select request_id as id, actor, body, answered_at as "answeredAt", approves, reason
       from approval_answers where request_id = any($1::uuid[]) order by answered_at, actor`,
    [requests.map(({ id }) => id)],
  );
  const byRequest = Map.groupBy(answers, ({ id }) => id);
  return requests.map(({ askedBy, askedBody, ...request }) => ({
    ...request,
    asker: { name: askedBy, body: askedBody },
    answers: (byRequest.get(request.id) ?? []).map(({ id: _, actor, body, ...answer }) => ({
      person: { name: actor, body },
      ...answer,
    })),
  }));
}
