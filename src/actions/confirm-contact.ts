import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { findProofToken } from "../domain/proof/proof-token.ts";
import { toContactText } from "../domain/registration/contact-confirmation.ts";
import type { Clock } from "../platform/clock.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { equalBytes, sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import {
  countContactFailure,
  lockContactCode,
  markConfirmed,
} from "../store/contact-confirmations.ts";
import { permit } from "./access/permit.ts";

const mostFailures = 10;

/** Takes the code that was mailed to a contact's address and typed back. Throws `input-refused` for any other. */
export async function confirmContact({
  context,
  input,
}: {
  readonly context: { readonly sql: Sql; readonly clock: Clock };
  readonly input: {
    readonly actor: Actor;
    readonly organisation: OrganisationId;
    readonly address: EmailAddress;
    readonly code: string;
  };
}): Promise<void> {
  const { actor, organisation, address } = input;
  permit(actor, "register.ask", { organisation });
  const at = context.clock();
  const confirmed = await transaction(context.sql, async (sql) => {
    const open = await lockContactCode(sql, organisation, address);
    if (open === null || open.until <= at || open.failures >= mostFailures) return false;
    const code = findProofToken(input.code) ?? "";
    if (!equalBytes(sha256(toContactText(organisation, address, code)), open.hash)) {
      await countContactFailure(sql, organisation, address);
      return false;
    }
    await markConfirmed(sql, organisation, address, at);
    const detail = { contact: "confirmed" };
    await appendAudit(sql, {
      at,
      actor,
      act: "register.ask",
      about: organisation,
      subject: null,
      detail,
    });
    return true;
  });
  if (confirmed) return;
  throw new AppError("input-refused", "That is no code that holds for this address.", {
    remedy: "Type all of it, as it stands in the mail, or ask for another code.",
  });
}
