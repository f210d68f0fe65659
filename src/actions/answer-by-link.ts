import {
  type ReadFault,
  readResponse,
  type TypedResponse,
} from "../domain/response/read-response.ts";
import { listFindingsAt } from "../store/views/answer-page.ts";
import { getLink } from "./answering/get-link.ts";
import type { RespondedFinding, Respondent } from "./responses/answer.ts";
import { type RespondContext, recordResponses } from "./responses/record-responses.ts";

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
  return recordResponses({ context, input: { actor, from, answers: [{ about, response }] } });
}
