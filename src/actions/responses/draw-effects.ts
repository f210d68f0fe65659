import type { Actor } from "../../domain/access/actor.ts";
import { nextEpisodeState } from "../../domain/finding/next-episode-state.ts";
import { usualReminders } from "../../domain/follow-up/plan-reminder.ts";
import type { FindingId } from "../../domain/ids.ts";
import type { ResponseEffect } from "../../domain/response/judge-response.ts";
import { type Response, toResponseDetail, untilOf } from "../../domain/response/response.ts";
import type { AskNext } from "../../pipeline/run-ask-next.ts";
import type { Sql } from "../../platform/database.ts";
import { newUuid } from "../../platform/uuid.ts";
import { findClaimsOn } from "../../store/claims.ts";
import { moveEpisodes } from "../../store/episodes.ts";
import { insertFalsePositives } from "../../store/false-positives.ts";
import { pauseReminders } from "../../store/follow-ups.ts";
import { type AnswerableFinding, insertResponse, type Party } from "../../store/responses.ts";
import type { RespondedFinding, Respondent } from "./answer.ts";
import { answerCustodies } from "./answer-custodies.ts";
import type { OwnerClaims } from "./owner-claims.ts";

type Takes = Extract<ResponseEffect, { readonly kind: "takes" }>;

/** An answer with the findings about which it counts, and what became of each. */
export type Judged = {
  readonly response: Response;
  readonly takes: readonly { readonly finding: AnswerableFinding; readonly effect: Takes }[];
  readonly outcomes: readonly RespondedFinding[];
};

export type Drawing = {
  readonly askNext: AskNext;
  readonly actor: Actor;
  readonly from: Respondent;
  readonly party: Party;
  readonly at: Date;
  readonly claims: OwnerClaims;
};

/** Whether an effect would change a finding as it stands. */
export function isMoving({ state }: AnswerableFinding, { event, passesOn }: Takes): boolean {
  return passesOn || (event !== null && nextEpisodeState(state, event) !== null);
}

/** Keeps answers and does what follows from them; answers the ids of claims of the register that became doubtful. */
export async function drawEffects(
  sql: Sql,
  drawing: Drawing,
  judged: readonly Judged[],
): Promise<readonly string[]> {
  const doubted = new Set<string>();
  for (const { response, takes } of judged) {
    const groups = Map.groupBy(takes, ({ effect }) => JSON.stringify(effect));
    for (const group of groups.values()) {
      for (const id of await drawGroup(sql, drawing, response, group)) doubted.add(id);
    }
  }
  return [...doubted];
}

/** All of a group are affected alike. */
async function drawGroup(
  sql: Sql,
  drawing: Drawing,
  response: Response,
  group: Judged["takes"],
): Promise<readonly string[]> {
  const { from, party, at, actor } = drawing;
  const [first] = group;
  if (first === undefined) return [];
  const { effect } = first;
  const findings = group.map(({ finding }) => finding);
  const doubted = effect.doubtsClaim ? await listDoubted(sql, drawing, findings) : [];
  // Who owns by the world file only, or by the registry, is doubted by a person.
  const waits =
    (effect.waits && !isSilencedAtOnce(drawing, response)) ||
    (effect.doubtsClaim && doubted.length === 0);
  await insertResponse(
    sql,
    {
      id: newUuid(at.getTime()),
      ...{ saidAt: at, saidBy: actor.name, kind: response.kind },
      ...{ detail: toResponseDetail(response), until: untilOf(response) },
      ...{ organisation: party.organisation, notification: party.notification },
      link: from.kind === "organisation" ? null : from.link,
      waits,
    },
    findings,
  );
  await moveFindings(sql, drawing, response, effect, findings);
  return doubted;
}

/** Of whoever never asked for our mail, by the link in it: nobody has to do anything. */
function isSilencedAtOnce({ from, party }: Drawing, { kind }: Response): boolean {
  return (
    kind === "stop" &&
    from.kind === "recipient" &&
    from.link !== null &&
    party.organisation === null
  );
}

async function moveFindings(
  sql: Sql,
  { askNext, party, at, actor }: Drawing,
  response: Response,
  { event, passesOn }: Takes,
  findings: readonly AnswerableFinding[],
): Promise<void> {
  const ids = findings.map(({ id }) => id);
  const change = { changedAt: at, actor: actor.name, reason: `answered: ${response.kind}` };
  await answerCustodies(sql, { party, response, at, by: actor.name }, findings);
  if (response.kind === "false-positive") {
    const { because, reason } = response;
    const said = { organisation: party.organisation, at, by: actor.name };
    await insertFalsePositives(sql, ids, { ...said, reason: `${because}: ${reason}` });
  }
  if (event !== null) await moveEpisodes(sql, ids, event, change);
  const until = silentUntil(response, at);
  if (until !== null) await pauseReminders(sql, ids, { until, reason: response.kind });
  if (!passesOn) return;
  const back: readonly FindingId[] = await askNext(sql, findings, at);
  await moveEpisodes(sql, back, "decided-again", change);
}

/** Until when an answer keeps reminders away; null: it does not, or as long as the state holds that it leads to. */
function silentUntil(response: Response, at: Date): Date | null {
  const { kind } = response;
  if (kind !== "working" && kind !== "forwarded" && kind !== "accepted") return null;
  return untilOf(response) ?? new Date(at.getTime() + usualReminders.afterMs.high);
}

async function listDoubted(
  sql: Sql,
  { claims, party }: Drawing,
  findings: readonly AnswerableFinding[],
): Promise<readonly string[]> {
  if (party.organisation === null) return [];
  const objects = findings.flatMap(({ decision }) => claims.get(decision)?.object ?? []);
  return findClaimsOn(sql, party.organisation, [...new Set(objects)]);
}
