import type { Actor } from "../domain/access/actor.ts";
import type { ReceivedMailId } from "../domain/incoming/received-mail.ts";
import { readResponse, type TypedResponse } from "../domain/response/read-response.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { lockWaiting, settleReceivedMail } from "../store/received-mails.ts";
import { findReceivedMail } from "../store/views/received-mails.ts";
import { permit } from "./access/permit.ts";
import type { RespondedFinding } from "./responses/answer.ts";
import { type RespondContext, recordResponses } from "./responses/record-responses.ts";

/**
 * Takes a mail for an answer about everything that its notification told of, as a person reads it, and settles it. What
 * was refused leaves the mail waiting. Killed in between, the same again changes nothing and settles it. Throws `conflict`
 * when the mail does not wait or answers no notification, `input-refused` for an answer that cannot be read.
 */
export async function recordMailResponse({
  context,
  input,
}: {
  readonly context: RespondContext;
  readonly input: {
    readonly actor: Actor;
    readonly id: ReceivedMailId;
    readonly typed: TypedResponse;
  };
}): Promise<readonly RespondedFinding[]> {
  const { actor, id, typed } = input;
  permit(actor, "mail.answer", "everybody");
  const mail = await findReceivedMail(context.sql, id);
  if (mail?.state !== "waiting") {
    throw new AppError("conflict", "This mail does not wait for anybody.");
  }
  const { notification } = mail;
  if (notification === null) {
    throw new AppError("conflict", "This mail answers no notification.", {
      remedy: "Record the answer by the number: meldpunt response record.",
    });
  }
  const response = readResponse(typed);
  if (!("kind" in response)) {
    throw new AppError(
      "input-refused",
      `The answer ${typed.kind} cannot be taken: ${response.field} (${response.fault}).`,
      { remedy: "Give what belongs to its kind.", details: response },
    );
  }
  const responded = await recordResponses({
    context,
    input: {
      actor,
      from: { kind: "recipient", notification, link: null },
      answers: [{ about: "all", response }],
    },
  });
  if (responded.some(({ outcome }) => outcome === "refused")) return responded;
  await transaction(context.sql, async (sql) => {
    if ((await lockWaiting(sql, id)) === null) return;
    const at = context.clock();
    await settleReceivedMail(sql, id, { at, by: actor.name, effects: ["response-recorded"] });
    const detail = { response: response.kind, findings: responded.length };
    await appendAudit(sql, { at, actor, act: "mail.answer", about: null, subject: id, detail });
  });
  return responded;
}
