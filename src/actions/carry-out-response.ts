import type { Actor } from "../domain/access/actor.ts";
import type { EmailAddress } from "../domain/network/email-address.ts";
import { toSafeText } from "../domain/notification/safe-text.ts";
import { withOtherContact } from "../domain/organisation/other-contact.ts";
import { canCarryOut, needsCheck } from "../domain/response/carry-out.ts";
import { wholeScope } from "../domain/world/silence.ts";
import { type Sql, transaction } from "../platform/database.ts";
import { AppError, must } from "../platform/errors.ts";
import { lockRegister } from "../store/register.ts";
import { settleResponse, type WaitingResponse } from "../store/responses.ts";
import { readWorld } from "../store/worlds.ts";
import { permit } from "./access/permit.ts";
import type { ClaimContext } from "./claims/claim-context.ts";
import { putRecord, toRecord } from "./organisations/put-record.ts";
import { getWaiting } from "./responses/get-waiting.ts";
import { tellAsker } from "./responses/tell-asker.ts";
import { putSuppressionsIn, type SuppressionContext } from "./suppressions/put-suppressions.ts";

const mostNote = 2000;

export type CarryOutContext = ClaimContext & SuppressionContext;

/**
 * Does what an answer asks for that waits for a person, tells whoever asked, and settles it, all or nothing:
 *
 * - *stop*: the addresses that it was told at go on the suppression list; others are asked from the next run on
 * - *another contact*: the contact of the organisation that was told is replaced in the register, and the new address gets a
 *   code; every contact, old and new, hears of it (T6)
 *
 * Answers the addresses that it is about. Throws `conflict` where somebody has to check it first, it does not wait, or asks for what nobody can do for it.
 */
export async function carryOutResponse({
  context,
  input,
}: {
  readonly context: CarryOutContext;
  readonly input: {
    readonly actor: Actor;
    readonly id: string;
    /** How a person found out by another way that it is meant so; needed for a contact at another mail domain. */
    readonly checked: string | null;
  };
}): Promise<readonly EmailAddress[]> {
  const { actor, id } = input;
  const checked = toSafeText(input.checked ?? "", mostNote);
  permit(actor, "finding.answer", "everybody");
  const at = context.clock();
  return transaction(
    context.sql,
    async (sql) => {
      // Before the answer: whoever changes the register holds it first.
      await lockRegister(sql);
      const response = await getWaiting(sql, id);
      if (!canCarryOut(response)) throw toUndoable(response);
      if (checked === "" && needsCheck(response, response.detail)) throw toUnchecked();
      const addresses =
        response.kind === "stop"
          ? await stop(sql, context, actor, response)
          : await changeContact(sql, context, actor, response);
      await settleResponse(sql, id, { at, by: actor.name, note: checked, as: "done" });
      await tellAsker(sql, context, response, {
        ...{ kind: "response-done", actor, addresses, reason: null },
      });
      return addresses;
    },
    { attempts: 3 },
  );
}

function toUndoable({ kind }: WaitingResponse): AppError {
  return new AppError("conflict", `Nobody can do by one act what this answer asks for (${kind}).`, {
    remedy:
      "Answer whoever asked and record it with `meldpunt response settle`, or say no with `meldpunt response refuse`. Who is not registered publishes its contact (security.txt, RDAP) or registers.",
  });
}

function toUnchecked(): AppError {
  return new AppError("conflict", "The other contact is at another mail domain.", {
    remedy:
      "Whoever was sent the mail on can ask for that, too. Ask the organisation by another way, then say how: --checked 'called their service desk'.",
  });
}

async function stop(
  sql: Sql,
  context: CarryOutContext,
  actor: Actor,
  { told, detail }: WaitingResponse,
): Promise<readonly EmailAddress[]> {
  permit(actor, "suppression.record", "everybody");
  const reason = detail.reason ?? "answered: stop";
  const asked = told.map(({ address }) => ({ address, scope: wholeScope, until: null, reason }));
  await putSuppressionsIn(sql, context, actor, "answer", asked);
  return told.map(({ address }) => address);
}

async function changeContact(
  sql: Sql,
  context: CarryOutContext,
  actor: Actor,
  { organisation, detail, told }: WaitingResponse,
): Promise<readonly EmailAddress[]> {
  const id = must(organisation, "only who is registered has another contact");
  const act = "register.decide";
  permit(actor, act, { organisation: id });
  const before = toRecord(await readWorld(sql), id);
  const asked = {
    address: detail.address as EmailAddress | null,
    language: detail.language as "nl" | "en" | null,
  };
  const addresses = told.map(({ address }) => address);
  const after = withOtherContact(before, addresses, asked);
  const reason = "asked for by an answer";
  await putRecord(sql, context, { actor, act, before, after, reason });
  return asked.address === null ? addresses : [asked.address];
}
