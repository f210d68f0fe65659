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
const longestReason = 1000;

/** Declines a registration; the asker is told why. */
export async function declineRegistration({
  context,
  input,
}: {
  readonly context: Pick<RegistrationContext, "sql" | "clock" | "instance">;
  readonly input: { readonly actor: Actor; readonly id: string; readonly reason: string };
}): Promise<void> {
  const { actor, id } = input;
  permit(actor, "register.decide", "everybody");
  const reason = input.reason.trim();
  if (reason === "" || reason.length > longestReason) {
    throw new AppError("wrong-usage", `A reason has 1 to ${longestReason} signs.`);
  }
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    const { asker, language, asked } = await getOpenRegistration(sql, id);
    await stepRegistration(sql, id, { state: "declined", by: actor.name, at, reason });
    const data = { name: asked.name, reason };
    const kind = "registration-declined";
    await queueNotices(
      sql,
      [{ kind, once: null, organisation: null, address: asker, language, data }],
      { at, domain: context.instance.sender.returnPathDomain },
    );
    const detail = { declined: true, reason };
    await appendAudit(sql, { at, actor, act: "register.decide", about: null, subject: id, detail });
  });
}
