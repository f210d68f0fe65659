import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import { toKeyCodeText } from "../domain/keys/contact-key.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { findProofToken } from "../domain/proof/proof-token.ts";
import { transaction } from "../platform/database.ts";
import { equalBytes, sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import { confirmContactKey, countKeyCodeFailure, lockAskedKey } from "../store/contact-keys.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";

const mostFailures = 10;

/**
 * Takes the code that came encrypted with a key: from now on mail to that contact is encrypted with it, and what is shown
 * is not reduced any more. Throws `input-refused` for any other code.
 */
export async function typeContactKeyCode({
  context,
  input,
}: {
  readonly context: ClaimContext;
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
    const open = await lockAskedKey(sql, { organisation, address });
    if (open === null || open.until <= at || open.failures >= mostFailures) return false;
    const code = findProofToken(input.code) ?? "";
    if (!equalBytes(sha256(toKeyCodeText(open.key, code)), open.codeHash)) {
      await countKeyCodeFailure(sql, open.key.id);
      return false;
    }
    await confirmContactKey(sql, open.key, at);
    const detail = { key: "confirmed" };
    const subject = open.key.fingerprint;
    const act = "register.ask";
    await appendAudit(sql, { at, actor, act, about: organisation, subject, detail });
    return true;
  });
  if (confirmed) return;
  throw new AppError("input-refused", "That is no code that holds for a key of this address.", {
    remedy: "Type all of it, as it stands in the encrypted mail, or send the key in again.",
  });
}
