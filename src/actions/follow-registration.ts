import { findProofToken } from "../domain/proof/proof-token.ts";
import { type Registration, toFollowUpText } from "../domain/registration/registration.ts";
import type { Sql } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { findRegistration } from "../store/views/registrations.ts";

/** Where a registration stands, as its asker may see it. */
export type FollowedRegistration = Pick<
  Registration,
  "id" | "state" | "askedAt" | "question" | "answer" | "reason" | "organisation"
> & { readonly name: string };

/** Where the registration stands that a word belongs to. Throws `not-found` for any other word. */
export async function followRegistration({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql };
  readonly input: { readonly followUp: string };
}): Promise<FollowedRegistration> {
  const followUpHash = sha256(toFollowUpText(findProofToken(input.followUp) ?? ""));
  const found = await findRegistration(context.sql, { followUpHash });
  if (found === null) {
    throw new AppError("not-found", "That code belongs to no registration.", {
      remedy: "Type all of it, as it was shown when you confirmed your address.",
    });
  }
  const { id, state, askedAt, question, answer, reason, organisation, asked } = found;
  // What an operator noted on accepting is for the house.
  const shown = state === "declined" ? reason : null;
  return { id, name: asked.name, state, askedAt, question, answer, reason: shown, organisation };
}
