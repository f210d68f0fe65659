import type { Actor } from "../domain/access/actor.ts";
import type { OrganisationId } from "../domain/ids.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { applyFields, listNewAddresses, needOf } from "../domain/organisation/entry-change.ts";
import { findProofToken } from "../domain/proof/proof-token.ts";
import { toContactText } from "../domain/registration/contact-confirmation.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { equalBytes, sha256 } from "../platform/digest.ts";
import { AppError } from "../platform/errors.ts";
import { appendAudit } from "../store/audit.ts";
import {
  countContactFailure,
  lockContactCode,
  markConfirmed,
} from "../store/contact-confirmations.ts";
import { lockPendingChange, settleChange } from "../store/organisation-changes.ts";
import { lockRegister } from "../store/register.ts";
import { listConfirmations } from "../store/views/organisation-entry.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { putRecord, toRecord } from "./organisations/put-record.ts";

const mostFailures = 10;

/**
 * Takes the code that was mailed to a contact's address and typed back; a change that waited for nothing else takes
 * effect. Throws `input-refused` for any other code.
 */
export async function confirmContact({
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
    await lockRegister(sql);
    const open = await lockContactCode(sql, organisation, address);
    if (open === null || open.until <= at || open.failures >= mostFailures) return false;
    const code = findProofToken(input.code) ?? "";
    if (!equalBytes(sha256(toContactText(organisation, address, code)), open.hash)) {
      await countContactFailure(sql, organisation, address);
      return false;
    }
    await markConfirmed(sql, organisation, address, at);
    const detail = { contact: "confirmed" };
    await applyIfConfirmed(sql, context, actor, organisation);
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

async function applyIfConfirmed(
  sql: Sql,
  context: ClaimContext,
  actor: Actor,
  organisation: OrganisationId,
): Promise<void> {
  const pending = await lockPendingChange(sql, organisation);
  if (pending === null) return;
  const before = toRecord(await readWorld(sql), organisation);
  const after = applyFields(before, pending.fields);
  const confirmed = (await listConfirmations(sql, organisation))
    .filter(({ confirmedAt }) => confirmedAt !== null)
    .map(({ address }) => address);
  const fresh = listNewAddresses(before, after).filter((address) => !confirmed.includes(address));
  if (needOf(pending.fields, fresh) !== null) return;
  const at = context.clock();
  const end = { state: "accepted", at, by: actor.name, reason: "codes typed" } as const;
  await settleChange(sql, pending.id, end);
  const act = "register.ask";
  await putRecord(sql, context, { actor, act, before, after, reason: null });
}
