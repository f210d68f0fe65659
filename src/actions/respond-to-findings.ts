import type { Actor } from "../domain/access/actor.ts";
import type { NotificationId, OrganisationId } from "../domain/ids.ts";
import type { PublicNumber } from "../domain/notification/public-number.ts";
import { readResponse, type TypedResponse } from "../domain/response/read-response.ts";
import { AppError } from "../platform/errors.ts";
import { findNotificationBy } from "../store/answer-links.ts";
import type { Answer, RespondedFinding, Respondent } from "./responses/answer.ts";
import { type RespondContext, recordResponses } from "./responses/record-responses.ts";

export type RespondInput = {
  readonly actor: Actor;
  /** An organisation, or whoever got the mail with this number. */
  readonly from: { readonly organisation: OrganisationId } | { readonly number: PublicNumber };
  readonly answers: readonly {
    readonly about: readonly number[] | "all";
    readonly typed: TypedResponse;
  }[];
};

/**
 * Takes answers about findings by a token of who was told of them, or by an operator for whom it was told. Throws
 * `input-refused` for an answer that cannot be read, `not-found` for a number that is none; see `recordResponses`.
 */
export async function respondToFindings({
  context,
  input,
}: {
  readonly context: RespondContext;
  readonly input: RespondInput;
}): Promise<readonly RespondedFinding[]> {
  const { actor } = input;
  const answers = input.answers.map(({ about, typed }): Answer => {
    const response = readResponse(typed);
    if ("kind" in response) return { about, response };
    throw new AppError(
      "input-refused",
      `The answer ${typed.kind} cannot be taken: ${response.field} (${response.fault}).`,
      { remedy: "Give what belongs to its kind.", details: response },
    );
  });
  const from = await toRespondent(context, input.from);
  return recordResponses({ context, input: { actor, from, answers } });
}

async function toRespondent(
  { sql }: RespondContext,
  from: RespondInput["from"],
): Promise<Respondent> {
  if ("organisation" in from) return { kind: "organisation", organisation: from.organisation };
  const notification: NotificationId | null = await findNotificationBy(sql, from.number);
  if (notification === null) throw new AppError("not-found", "There is no such notification.");
  return { kind: "recipient", notification, link: null };
}
