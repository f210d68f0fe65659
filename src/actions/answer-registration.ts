import { strangerActor } from "../domain/access/actor.ts";
import { findProofToken } from "../domain/proof/proof-token.ts";
import { toFollowUpText } from "../domain/registration/registration.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { lockRegistration, stepRegistration } from "../store/registrations.ts";

const longestAnswer = 4000;

/** Takes the asker's answer to an operator's question. Throws `not-found`, `conflict` when nothing was asked. */
export async function answerRegistration({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: { readonly followUp: string; readonly answer: string };
}): Promise<void> {
  const answer = input.answer.trim();
  if (answer === "") throw new AppError("input-refused", "The answer is empty.");
  if (answer.length > longestAnswer) {
    throw new AppError("input-refused", `The answer is longer than ${longestAnswer} signs.`);
  }
  const followUpHash = sha256(toFollowUpText(findProofToken(input.followUp) ?? ""));
  await transaction(context.sql, async (sql) => {
    const known = await lockRegistration(sql, { followUpHash });
    if (known === null) {
      throw new AppError("not-found", "That code belongs to no registration.", {
        remedy: "Type all of it, as it was shown when you confirmed your address.",
      });
    }
    if (known.state !== "question") throw new AppError("conflict", "No question is open.");
    await stepRegistration(sql, known.id, { state: "confirmed", answer });
    await appendAudit(sql, {
      at: context.clock(),
      actor: strangerActor,
      act: "register.ask",
      about: null,
      subject: known.id,
      detail: { answered: true },
    });
  });
}
