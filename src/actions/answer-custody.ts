import type { Actor } from "../domain/access/actor.ts";
import {
  type CustodyAnswer,
  type CustodyState,
  nextCustody,
  passesOn,
} from "../domain/custody/custody.ts";
import type { FindingId, OrganisationId } from "../domain/ids.ts";
import { runReturn } from "../pipeline/run-return.ts";
import type { Sql } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import {
  type Custody,
  listInRound,
  lockCustodies,
  markInCustody,
  saveCustody,
} from "../store/custodies.ts";
import { moveEpisodes } from "../store/episodes.ts";
import { permit } from "./access/permit.ts";

export type AnswerCustodyContext = Parameters<typeof runReturn>[0];

export type AnswerCustodyInput = {
  readonly actor: Actor;
  readonly organisation: OrganisationId;
  /** All rows of a mail by its number, or some findings. */
  readonly about: { readonly number: string } | { readonly findings: readonly number[] };
  readonly answer: CustodyAnswer;
  /** Needed with a decline and a return; for `forward`, to whom. */
  readonly reason: string | null;
};

/** What an answer did; those that came too late with where they stand and since when they are with the next party. */
export type AnsweredCustody = {
  readonly taken: number;
  /** Findings that the next rung is asked about. */
  readonly passedOn: number;
  readonly late: readonly {
    readonly finding: FindingId;
    readonly state: CustodyState;
    readonly since: Date | null;
  }[];
};

/**
 * An intermediary's word about what it was asked to hold. Acknowledged it is in its custody, and the Meldpunt stays
 * silent towards the owner; declined or given back, the next rung is asked. An answer that comes too late changes
 * nothing and is answered with what has happened since. Throws `not-found` when it was asked about none of it.
 */
export async function answerCustody({
  context,
  input,
}: {
  readonly context: AnswerCustodyContext;
  readonly input: AnswerCustodyInput;
}): Promise<AnsweredCustody> {
  const { actor, organisation, answer } = input;
  permit(actor, "custody.answer", { organisation });
  checkReason(input);
  return runReturn(context, async (sql, decideAgain) => {
    const custodies = await lockCustodies(sql, organisation, input.about);
    if (custodies.length === 0) {
      throw new AppError("not-found", "You were asked to hold nothing of that.");
    }
    const at = context.clock();
    const fitting = custodies.filter(({ state }) => nextCustody(state, answer) !== null);
    let passedOn = 0;
    for (const group of Map.groupBy(fitting, ({ state }) => nextCustody(state, answer)).values()) {
      passedOn += await answerGroup(sql, { group, input, at, decideAgain });
    }
    const late = custodies.filter(({ state }) => nextCustody(state, answer) === null);
    const detail = { answer, taken: fitting.length, passedOn, late: late.length };
    await appendAudit(sql, {
      at,
      actor,
      act: "custody.answer",
      about: organisation,
      subject: "number" in input.about ? input.about.number : null,
      detail,
    });
    return { taken: fitting.length, passedOn, late: late.map(toLate) };
  });
}

type Group = {
  readonly group: readonly Custody[];
  readonly input: AnswerCustodyInput;
  readonly at: Date;
  readonly decideAgain: (
    sql: Sql,
    custodies: readonly Custody[],
    because: "declined" | "returned",
    at: Date,
  ) => Promise<number>;
};

async function answerGroup(sql: Sql, { group, input, at, decideAgain }: Group): Promise<number> {
  const { actor, answer, reason } = input;
  const state = nextCustody((group[0] as Custody).state, answer) as CustodyState;
  await saveCustody(sql, group, { state, at, by: actor.name, reason });
  if (passesOn(state))
    return decideAgain(sql, group, state === "declined" ? "declined" : "returned", at);
  const change = { changedAt: at, actor: actor.name, reason: `custody: ${answer}` };
  // What its intermediary says to be fixed is a claim: only a re-check or a complete report verifies it.
  if (state === "fixed")
    await moveEpisodes(sql, await listInRound(sql, group), "said-fixed", change);
  else await moveEpisodes(sql, await markInCustody(sql, group), "acknowledged", change);
  return 0;
}

function checkReason({ answer, reason }: AnswerCustodyInput): void {
  const isNeeded = answer === "decline" || answer === "return";
  if (isNeeded && (reason === null || reason.trim() === "")) {
    throw new AppError("wrong-usage", `To ${answer} needs a reason.`, {
      remedy: "Say why: whoever is asked next, and the figures, depend on it.",
    });
  }
  if (reason !== null && reason.length > 500) {
    throw new AppError("wrong-usage", "A reason has 500 signs at most.");
  }
}

function toLate({ finding, state, answeredAt }: Custody): AnsweredCustody["late"][number] {
  return { finding, state, since: answeredAt };
}
