import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { contactCodeMs } from "../domain/registration/contact-confirmation.ts";
import { transaction } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { listConfirmations } from "../store/views/organisation-entry.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { askForCodes } from "./organisations/ask-for-codes.ts";
import { toRecord } from "./organisations/put-record.ts";

const dayMs = 24 * 60 * 60_000;

/**
 * Mails another code to the address of a contact, or to one that waits for its code, once a day at most. From then on
 * the address is asked every 90 days, those of the world file too. Throws `not-found` and `conflict`.
 */
export async function mailContactCode({
  context,
  input,
}: {
  readonly context: ClaimContext;
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId;
    readonly address: EmailAddress;
  };
}): Promise<void> {
  const { actor, organisation, address } = input;
  const act = "register.ask";
  permit(actor, act, { organisation });
  const at = context.clock();
  await transaction(context.sql, async (sql) => {
    const record = toRecord(await readWorld(sql), organisation);
    const waiting = (await listConfirmations(sql, organisation)).find(
      (known) => known.address === address,
    );
    const contact = record.contacts.find(({ email }) => email === address);
    if (contact === undefined && waiting === undefined) {
      throw new AppError("not-found", "That is no address of a contact.");
    }
    const mailedMs = (waiting?.codeUntil?.getTime() ?? 0) - contactCodeMs;
    if (at.getTime() - mailedMs < dayMs) {
      throw new AppError("conflict", "A code was mailed there within a day.", {
        remedy: "Look for it in the spam folder, or ask again tomorrow.",
      });
    }
    const language = contact?.language ?? null;
    await askForCodes(sql, context, record, [{ email: address, language }]);
    const detail = { contact: "code mailed" };
    await appendAudit(sql, { at, actor, act, about: organisation, subject: null, detail });
  });
}
