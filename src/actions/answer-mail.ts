import type { Actor } from "../domain/access/actor.ts";
import type { ReceivedMailId } from "../domain/incoming/received-mail.ts";
import type { Instance } from "../domain/instance.ts";
import { sealAnswer } from "../pipeline/run-mail-room.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { newUuid } from "../platform/uuid.ts";
import { appendAudit } from "../store/audit.ts";
import { lockUnanswered, settleReceivedMail } from "../store/received-mails.ts";
import { findAnswered } from "../store/returned-deliveries.ts";
import { queueThreadAnswer } from "../store/thread-answers.ts";
import { permit } from "./access/permit.ts";

export type AnswerMailContext = Parameters<typeof sealAnswer>[0] & {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly instance: Instance;
};

const longestText = 20_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/**
 * Writes back to whoever wrote a mail, in its thread, and settles it: the text goes out with the next run, once, under a
 * Message-ID that is kept before. Throws `conflict` when it was answered before, or answers no notification, or when a program
 * wrote it (RFC 3834).
 */
export async function answerMail({
  context,
  input,
}: {
  readonly context: AnswerMailContext;
  readonly input: { readonly actor: Actor; readonly id: ReceivedMailId; readonly text: string };
}): Promise<{ readonly answer: string; readonly address: string }> {
  const { actor, id: mailId } = input;
  permit(actor, "mail.answer", "everybody");
  const text = input.text.replace(/\r\n?/g, "\n").trim();
  if (text === "" || text.length > longestText || controls.test(text)) {
    throw new AppError(
      "wrong-usage",
      `An answer has 1 to ${longestText} characters, none of which control anything.`,
    );
  }
  return transaction(context.sql, async (sql) => {
    const mail = await lockUnanswered(sql, mailId);
    if (mail === null) {
      throw new AppError("conflict", "This mail was answered before, or nobody has to look at it.");
    }
    const { author, notification } = mail;
    if (author === null || mail.class !== "person") {
      throw new AppError("conflict", "No person wrote this mail: it gets no answer.");
    }
    const answered = notification === null ? null : await findAnswered(sql, notification);
    if (answered === null) {
      throw new AppError("conflict", "This mail answers no notification.", {
        remedy: "Answer it from your own mail, and settle it here as nothing.",
      });
    }
    const at = context.clock();
    const id = newUuid(at.getTime());
    await queueThreadAnswer(sql, {
      ...{ id, notification: answered.id, mail: mailId, address: author, writtenAt: at },
      language: answered.language,
      messageId: `<notice.${id}@${context.instance.sender.returnPathDomain}>`,
      writtenBy: actor.name,
      content: sealAnswer(context, id, text),
      data: {
        subject: toSubject(mail.subject ?? answered.subject),
        text,
        answers: [answered.messageId, mail.messageId].filter((one) => one !== null).join(" "),
        replyTo: mail.recipient,
      },
    });
    await settleReceivedMail(sql, mailId, { at, by: actor.name, effects: ["answered"] });
    await appendAudit(sql, {
      ...{ at, actor, act: "mail.answer", about: null, subject: mailId, detail: { answer: id } },
    });
    return { answer: id, address: author };
  });
}

/** As it stood, so that systems for tickets find their mark and people the number. */
function toSubject(subject: string): string {
  const bare = subject.replace(/^(?:(?:re|antw|aw|fw|fwd)\s*:\s*)+/i, "").trim();
  return `Re: ${bare}`.slice(0, 300);
}
