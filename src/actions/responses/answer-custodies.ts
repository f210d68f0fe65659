import {
  type CustodyAnswer,
  type CustodyState,
  nextCustody,
} from "../../domain/custody/custody.ts";
import type { Response, ResponseKind } from "../../domain/response/response.ts";
import type { Sql } from "../../platform/database.ts";
import { type Custody, lockCustodies, markInCustody, saveCustody } from "../../store/custodies.ts";
import type { AnswerableFinding, Party } from "../../store/responses.ts";

const custodyAnswers: Partial<Record<ResponseKind, CustodyAnswer>> = {
  fixed: "fixed",
  working: "acknowledge",
  forwarded: "forward",
};

/**
 * Lets an answer count as a word about custody as well, where its party was asked to hold the findings for others: whoever
 * works on it holds it, whoever says that it is not its own declines it or gives it back.
 */
export async function answerCustodies(
  sql: Sql,
  said: {
    readonly party: Party;
    readonly response: Response;
    readonly at: Date;
    readonly by: string;
  },
  findings: readonly AnswerableFinding[],
): Promise<void> {
  const { party, response, at, by } = said;
  if (party.organisation === null) return;
  const rounds = new Map<number, AnswerableFinding>(findings.map((one) => [one.id, one]));
  const custodies = await lockCustodies(sql, party.organisation, {
    findings: findings.map(({ id }) => id),
  });
  const present = custodies.filter(({ finding, episode, round }) => {
    const one = rounds.get(finding);
    return one?.episode === episode && one.round === round;
  });
  const moved = Map.groupBy(present, (custody) => nextOf(custody, response.kind));
  for (const [state, group] of moved) {
    if (state === null) continue;
    const reason = reasonOf(response);
    await saveCustody(sql, group, { state, at, by, reason: reason?.slice(0, 500) ?? null });
    if (state === "held" || state === "forwarded") await markInCustody(sql, group);
  }
}

function nextOf({ state }: Custody, kind: ResponseKind): CustodyState | null {
  if (kind === "not-ours") return nextCustody(state, state === "asked" ? "decline" : "return");
  const answer = custodyAnswers[kind];
  return answer === undefined ? null : nextCustody(state, answer);
}

function reasonOf(response: Response): string | null {
  if (response.kind === "forwarded") return response.to;
  return response.kind === "not-ours" ? response.reason : null;
}
