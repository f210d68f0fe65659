import type { Actor } from "../../domain/access/actor.ts";
import type { FindingId } from "../../domain/ids.ts";
import { judgeResponse } from "../../domain/response/judge-response.ts";
import { type Response, toResponseDetail, untilOf } from "../../domain/response/response.ts";
import { type AskNextContext, runAskNext } from "../../pipeline/run-ask-next.ts";
import type { Sql } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";
import { appendAudit } from "../../store/audit.ts";
import {
  type AnswerableFinding,
  findToldOrganisation,
  type LastWord,
  listLastWords,
  lockAnswerableBy,
  lockAnswerableOf,
  type Party,
} from "../../store/responses.ts";
import { permit } from "../access/permit.ts";
import type { ClaimContext } from "../claims/claim-context.ts";
import { moveClaim } from "../claims/move-claim.ts";
import type { Answer, RespondedFinding, Respondent } from "./answer.ts";
import { drawEffects, isMoving, type Judged } from "./draw-effects.ts";
import { type OwnerClaims, readOwnerClaims } from "./owner-claims.ts";

export type RespondContext = AskNextContext & ClaimContext;

export type RecordResponsesInput = {
  readonly actor: Actor;
  readonly from: Respondent;
  /** Each finding once. */
  readonly answers: readonly Answer[];
};

/** More findings than one call answers about. */
const mostFindings = 50_000;

/**
 * Takes what somebody says about findings that it was told of or owns, and draws all that follows in one transaction:
 * states, the next rung where it is not theirs, custody, what waits for a person (ADR 0014). Saying the same again changes
 * nothing. Answers each finding once, those that were asked for in their order.
 *
 * Every way of answering goes through here: answer page, API, operators, replies, machine channels. Throws `not-found`
 * where there is no such notification, `wrong-usage` for a finding twice, `not-permitted`.
 */
export async function recordResponses({
  context,
  input,
}: {
  readonly context: RespondContext;
  readonly input: RecordResponsesInput;
}): Promise<readonly RespondedFinding[]> {
  const { actor, from, answers } = input;
  checkOnce(answers);
  const { responded, doubted } = await runAskNext(context, async (sql, askNext) => {
    const party = await readParty(sql, from);
    const about = party.organisation === null ? "everybody" : { organisation: party.organisation };
    permit(actor, "finding.answer", about);
    const at = context.clock();
    const findings = await lockFindings(sql, from, answers);
    const ids = toIds(findings, answers);
    const claims = await readOwnerClaims(sql, [...findings.values()], answers);
    const words = await listLastWords(sql, party, ids);
    const judged = judgeAll({ from, answers, findings, claims, words, at });
    const doubted = await drawEffects(sql, { askNext, actor, from, party, at, claims }, judged);
    const responded = judged.flatMap(({ outcomes }) => outcomes);
    const subject = from.kind === "organisation" ? null : from.notification;
    const detail = toAuditDetail(answers, responded);
    await appendAudit(sql, {
      at,
      actor,
      act: "finding.answer",
      about: party.organisation,
      subject,
      detail,
    });
    return { responded, doubted };
  });
  for (const id of doubted) {
    const happening = { kind: "signal", signal: "said-not-ours" } as const;
    await moveClaim(context, {
      ...{ id, happening, actor, act: "finding.answer" },
      ...{ look: null, reason: null },
    });
  }
  return responded;
}

function checkOnce(answers: readonly Answer[]): void {
  const seen = new Set<number>();
  for (const { about } of answers) {
    if (about === "all" && answers.length > 1) {
      throw new AppError("wrong-usage", "An answer about everything is the only one.");
    }
    for (const id of about === "all" ? [] : about) {
      if (seen.has(id)) throw new AppError("wrong-usage", `Finding ${id} is answered twice.`);
      seen.add(id);
    }
  }
  if (seen.size > mostFindings) {
    throw new AppError("wrong-usage", `More than ${mostFindings} findings in one call.`, {
      remedy: "Answer in several calls.",
    });
  }
}

async function readParty(sql: Sql, from: Respondent): Promise<Party> {
  if (from.kind === "organisation") {
    return { organisation: from.organisation, notification: null };
  }
  const { notification } = from;
  const told = await findToldOrganisation(sql, notification);
  if (told === undefined) throw new AppError("not-found", "There is no such notification.");
  return { organisation: told.organisation, notification };
}

async function lockFindings(
  sql: Sql,
  from: Respondent,
  answers: readonly Answer[],
): Promise<Map<number, AnswerableFinding>> {
  const found =
    from.kind === "organisation"
      ? await lockAnswerableBy(
          sql,
          from.organisation,
          answers.flatMap(({ about }) => (about === "all" ? [] : about)),
        )
      : await lockAnswerableOf(
          sql,
          from.notification,
          from.kind === "supplier" ? from.positions : null,
        );
  return new Map(found.map((finding) => [finding.id, finding]));
}

function toIds(
  findings: ReadonlyMap<number, AnswerableFinding>,
  answers: readonly Answer[],
): number[] {
  return answers.flatMap(({ about }) => (about === "all" ? [...findings.keys()] : about));
}

type Judging = {
  readonly from: Respondent;
  readonly answers: readonly Answer[];
  readonly findings: ReadonlyMap<number, AnswerableFinding>;
  readonly claims: OwnerClaims;
  readonly words: ReadonlyMap<number, LastWord>;
  readonly at: Date;
};

function judgeAll({ answers, findings, ...rest }: Judging): Judged[] {
  return answers.map(({ about, response }) => {
    const ids = about === "all" ? [...findings.keys()] : about;
    const takes: Judged["takes"][number][] = [];
    const outcomes = ids.map((id): RespondedFinding => {
      const finding = findings.get(id);
      const one = judgeOne(response, finding, rest.words.get(id), rest);
      if (finding !== undefined && one.effect !== null) takes.push({ finding, effect: one.effect });
      return { finding: id as FindingId, outcome: one.outcome, because: one.because };
    });
    return { response, takes, outcomes };
  });
}

function judgeOne(
  response: Response,
  finding: AnswerableFinding | undefined,
  word: LastWord | undefined,
  { from, claims, at }: Pick<Judging, "from" | "claims" | "at">,
): Omit<RespondedFinding, "finding"> & {
  readonly effect: Judged["takes"][number]["effect"] | null;
} {
  const nothing = { because: null, effect: null };
  const saidSo = word !== undefined && isSame(word, response);
  if (finding === undefined) return { outcome: saidSo ? "unchanged" : "unknown", ...nothing };
  const { isLive, isRecipient, isOwner, decision } = finding;
  const trust = claims.get(decision)?.trust ?? null;
  const isSupplier = from.kind === "supplier";
  const effect = judgeResponse(response, { isLive, isRecipient, isOwner, trust, isSupplier }, at);
  if (effect.kind === "refused") {
    return { outcome: "refused", because: effect.because, effect: null };
  }
  if (saidSo && !(effect.kind === "takes" && isMoving(finding, effect))) {
    return { outcome: "unchanged", ...nothing };
  }
  if (effect.kind === "late") return { outcome: "late", ...nothing };
  return { outcome: "taken", because: null, effect };
}

function isSame(word: LastWord, response: Response): boolean {
  return (
    word.isOfParty &&
    word.kind === response.kind &&
    (word.until?.getTime() ?? null) === (untilOf(response)?.getTime() ?? null) &&
    Object.entries(toResponseDetail(response)).every(([name, value]) => word.detail[name] === value)
  );
}

/** How many answers of which kind, and what became of them. */
function toAuditDetail(
  answers: readonly Answer[],
  responded: readonly RespondedFinding[],
): Record<string, unknown> {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of responded) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return { said: [...new Set(answers.map(({ response }) => response.kind))], outcomes };
}
