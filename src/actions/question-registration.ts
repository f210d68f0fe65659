import type { Actor } from "../domain/access/actor.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { queueNotices } from "../store/notices.ts";
import { stepRegistration } from "../store/registrations.ts";
import { permit } from "./access/permit.ts";
import { getOpenRegistration } from "./registrations/get-registration.ts";
import type { RegistrationContext } from "./registrations/registration-context.ts";

/** What fits into a notice. */
const longestQuestion = 1000;

/** Asks whoever registered something, by mail; the registration waits for the answer. */
export async function questionRegistration({
  context,
  input,
}: {
  readonly context: Pick<RegistrationContext, "sql" | "clock" | "instance">;
  readonly input: { readonly actor: Actor; readonly id: string; readonly question: string };
}): Promise<void> {
  const { actor, id } = input;
  permit(actor, "register.decide", "everybody");
  const question = input.question.trim();
  if (question === "" || question.length > longestQuestion) {
    throw new AppError("wrong-usage", `A question has 1 to ${longestQuestion} signs.`);
  }
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    const { asker, language, asked } = await getOpenRegistration(sql, id);
    await stepRegistration(sql, id, { state: "question", question });
    const data = { name: asked.name, question };
    const kind = "registration-question";
    await queueNotices(
      sql,
      [{ kind, once: null, organisation: null, address: asker, language, data }],
      { at, domain: context.instance.sender.returnPathDomain },
    );
    const detail = { question };
    await appendAudit(sql, { at, actor, act: "register.decide", about: null, subject: id, detail });
  });
}
