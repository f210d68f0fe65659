import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { endContactKey } from "../store/contact-keys.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";

/** Ends the keys of a contact, the one that counts and the one that waits: its mail is reduced again. */
export async function withdrawContactKey({
  context,
  input,
}: {
  readonly context: Pick<ClaimContext, "sql" | "clock">;
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId;
    readonly address: EmailAddress;
  };
}): Promise<void> {
  const { actor, organisation, address } = input;
  permit(actor, "register.ask", { organisation });
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    const whose = { organisation, address };
    const active = await endContactKey(sql, whose, "active", "withdrawn", at);
    const asked = await endContactKey(sql, whose, "asked", "withdrawn", at);
    if (!active && !asked) throw new AppError("not-found", "That contact has no key.");
    const detail = { key: "withdrawn" };
    const act = "register.ask";
    await appendAudit(sql, { at, actor, act, about: organisation, subject: null, detail });
  });
}
