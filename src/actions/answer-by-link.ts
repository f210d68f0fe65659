import type { Actor } from "../domain/access/actor.ts";
import type { NotificationId } from "../domain/ids.ts";
import {
  type ReadFault,
  readResponse,
  type TypedResponse,
} from "../domain/response/read-response.ts";
import { wholeScope } from "../domain/world/silence.ts";
import { findMailedTo } from "../store/notifications.ts";
import { findToldOrganisation } from "../store/responses.ts";
import { listFindingsAt } from "../store/views/answer-page.ts";
import { getLink } from "./answering/get-link.ts";
import type { RespondedFinding, Respondent } from "./responses/answer.ts";
import { type RespondContext, recordResponses } from "./responses/record-responses.ts";
import { putSuppressions } from "./suppressions/put-suppressions.ts";

export type AnswerByLinkInput = {
  readonly token: string;
  /** What the page's form carried. */
  readonly form: string;
  /** Rows by their numbers; null: all. */
  readonly rows: readonly number[] | null;
  readonly typed: TypedResponse;
};

/**
 * Takes the answer of whoever holds a link, about some rows or all of them; or says what of it cannot be read. Throws
 * `not-found` where the link leads nowhere, `not-permitted` for a form that is not ours.
 */
export async function answerByLink({
  context,
  input,
}: {
  readonly context: RespondContext;
  readonly input: AnswerByLinkInput;
}): Promise<readonly RespondedFinding[] | ReadFault> {
  const { link, isSupplier, actor } = await getLink(context, input);
  const { notification } = link;
  const response = readResponse(input.typed);
  if ("fault" in response) return response;
  const from: Respondent =
    isSupplier && link.positions !== null
      ? { kind: "supplier", notification, link: link.id, positions: link.positions }
      : { kind: "recipient", notification, link: link.id };
  const about =
    input.rows === null
      ? ("all" as const)
      : await listFindingsAt(context.sql, notification, input.rows, link.positions);
  const responded = await recordResponses({
    context,
    input: { actor, from, answers: [{ about, response }] },
  });
  if (response.kind === "stop" && from.kind === "recipient") {
    await silence(context, actor, notification, response.reason);
  }
  return responded;
}

/**
 * Whoever never asked for our mail, and has the link of it, is believed at once. A registered organisation is not silenced
 * by one of its people: a person of the house sees to that.
 */
async function silence(
  context: RespondContext,
  actor: Actor,
  notification: NotificationId,
  reason: string | null,
): Promise<void> {
  const told = await findToldOrganisation(context.sql, notification);
  const mailed = await findMailedTo(context.sql, notification);
  if (told === undefined || told.organisation !== null || mailed === null) return;
  const { address } = mailed;
  await putSuppressions(context, actor, "answer", [
    { address, scope: wholeScope, until: null, reason: reason ?? "answered: stop" },
  ]);
}
